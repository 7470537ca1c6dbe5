import type { Cause } from './cause.ts';
import { anyThief } from './cause.ts';

/** The single checks of a proof: all of them are missing where a server does not look at the proof at all. */
export const proofCauses: readonly Cause[] = [
  {
    id: 'ignored-proof',
    about: 'proofs that fail a check',
    harm: 'A client that sent a proof gets a token that is bound to nothing, and may not see it.',
    rows: 'RFC9449-5-16',
  },
  {
    id: 'one-field',
    about: 'requests with more than one proof',
    harm: 'Two components may each check another proof, so that neither has checked the one that is used.',
    rows: 'RFC9449-4.3-01*',
  },
  {
    id: 'duplicates',
    about: 'members that stand twice in a proof',
    harm: 'Two components may each read another value of the same proof, and check one that is not used.',
    rows: 'RFC7515-4-0* RFC7519-4-02',
  },
  {
    id: 'typ',
    about: 'the typ of a proof',
    harm: 'A JWT that the client has signed for another purpose can be passed off as a proof.',
    rows: 'RFC9449-4.3-04* RFC9449-11.5-01 RFC8725-3.11-01 RFC8725-3.12-01',
  },
  {
    id: 'signature',
    about: 'the signature of a proof',
    harm: 'Anybody can make a proof for a key that he does not have, and so use a stolen access token.',
    rows: 'RFC9449-4.3-06a RFC9449-4.3-06b RFC9449-4.3-06d RFC8725-3.3-01',
  },
  {
    id: 'signature-form',
    about: 'the octets of a signature',
    harm: 'One proof has many texts that are all taken: what remembers texts sees no replay, and other components read it otherwise.',
    rows: 'RFC9449-4.3-06e RFC9449-4.3-06i RFC9449-4.3-06j',
  },
  {
    id: 'alg',
    about: 'the alg of a proof',
    harm: 'A proof can be made without the private key, or with an algorithm that protects nothing.',
    rows: 'RFC9449-4.3-05* RFC8725-3.1-01 RFC9449-5.1-04 RFC9449-5.1-05 RFC9449-7.1-14 ATP-DPOP-11 FAPI2-5.4.1-01a',
  },
  {
    id: 'weak-key',
    about: 'keys and algorithms that are too weak',
    harm: 'The private key can be found from the public one, and then anybody can make proofs.',
    rows: 'RFC9449-11.6-01 FAPI2-5.4.1-02',
  },
  {
    id: 'private-key',
    about: 'proofs that carry a private key',
    harm: 'A client that gives its private key away is not stopped, and whoever sees its requests can make proofs.',
    rows: 'RFC9449-4.3-07*',
  },
  {
    id: 'jwk',
    about: 'the jwk of a proof',
    harm: 'A proof is taken whose key is none, or is not the one that was looked at.',
    rows: 'RFC9449-4.3-06* RFC8725-3.10-01',
  },
  {
    id: 'crit',
    about: 'extensions of JOSE in a proof',
    harm: 'A proof is taken although the server does not understand what its signer calls critical.',
    rows: 'RFC7515-4.1.11-01 RFC7797-7-01',
  },
  {
    id: 'htm',
    about: 'the htm of a proof',
    harm: 'A proof that was seen once can be used for another method, for example to write instead of to read.',
    rows: 'RFC9449-4.3-03b RFC9449-4.3-08* RFC9110-9.1-01',
  },
  {
    id: 'request-uri',
    about: 'fields of a request that decide which htu is right',
    harm: 'An attacker chooses by a field of his own which htu matches, and uses a proof that was made for another server or path.',
    rows: 'RFC9449-4.3-09i RFC9449-4.3-09m',
  },
  {
    id: 'htu',
    about: 'the htu of a proof',
    harm: 'A proof made for one server or endpoint can be used at another, also by a server that has received it.',
    rows: 'RFC9449-4.3-03c RFC9449-4.3-09* RFC9449-4.3-13* RFC9449-11.1-10 RFC8414-2-01',
  },
  {
    id: 'nonce-check',
    about: 'the nonce of a proof',
    harm: 'A proof can be made long before it is used, for example by somebody who has the key for a moment only.',
    rows: 'RFC9449-4.3-10 RFC9449-8-07 RFC9449-8-17 RFC9449-9-03 RFC9449-9-06 RFC9449-11.3-01 RFC9449-11.1-07 RFC9449-8-10',
  },
  {
    id: 'iat',
    about: 'the iat of a proof',
    harm: 'A proof that was stolen, or was made ahead of its time, can be used for much longer than it should.',
    rows: 'RFC9449-4.3-03d RFC9449-4.3-11* RFC9449-11.1-01 RFC9449-11.1-05 RFC9449-11.1-06 RFC7519-4.1.4-0* RFC7519-4.1.5-01 FAPI2-5.3.2.1-14* FAPI2-5.3.4-iat CAMARA-DPOP-02 MCP-04',
  },
  {
    id: 'ath',
    about: 'the ath of a proof',
    harm: 'A proof that was seen with one access token can be used with another one.',
    rows: 'RFC9449-4.3-12a RFC9449-4.3-12b RFC9449-4.3-12c RFC9449-4.3-12d RFC9449-7-03 RFC9449-7-04 SOLID-07',
  },
  {
    id: 'bound-key',
    about: 'the key that an access token is bound to',
    harm: `${anyThief} Any key of his own will do.`,
    rows: 'RFC9449-4.3-12e RFC9449-6-02 RFC9449-6.1-04 RFC9449-6.2-04 RFC7800-3.1-* RFC9449-6-01 SOLID-04',
  },
  {
    id: 'replay',
    about: 'proofs that have been used before',
    harm: 'Whoever sees a request can send it again within the time in which its proof is valid.',
    rows: 'RFC9449-11.1-* PM-REPLAY-CLAIM ATP-DPOP-10 CAMARA-DPOP-01 RFC9700-4.10.1-01',
  },
  {
    id: 'jti',
    about: 'the jti of a proof',
    harm: 'Without a jti no server can know that it has seen a proof before.',
    rows: 'RFC9449-4.3-03a RFC9449-4.3-03f',
  },
  {
    id: 'form',
    about: 'the form of a proof',
    harm: 'What is no well-formed proof is taken for one, so that other components read it otherwise, or not at all.',
    rows: 'RFC9449-4.3-02* RFC9449-4.3-03e RFC8725-3.7-01 RFC7519-7.1-01 RFC7519-4-01 RFC9449-4.1-01 RFC9449-11.7-01 RFC9449-10.1-02 PM-LAWFUL CAMARA-DPOP-03 CAMARA-DPOP-04',
  },
];
