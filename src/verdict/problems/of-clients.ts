import type { Cause } from './cause.ts';

/** What an engineer of a client would mend in one go. */
export const clientCauses: readonly Cause[] = [
  {
    id: 'proof-form',
    about: 'how proofs are written and sent',
    harm: 'Servers that keep to the RFC turn the client away.',
    rows: 'RFC9449-4.1-0* RFC9449-4.2-01 RFC9449-4.2-06 RFC9449-4.2-12 RFC9449-4.2-16 RFC9449-4.2-17 RFC7518-3.4-01 RFC7518-6.2.1-01',
  },
  {
    id: 'proof-key',
    about: 'the key and algorithm of proofs',
    harm: 'Proofs are refused, or somebody else can make them.',
    rows: 'RFC9449-4.2-02 RFC9449-4.2-03 RFC9449-4.2-04 RFC9449-4.2-05 RFC9449-4.2-18 RFC7518-3.3-01 RFC9449-5.1-* RFC9449-7.1-22 RFC9449-11.4-01 FAPI2-5.4.1-0* ATP-DPOP-12',
  },
  {
    id: 'proof-target',
    about: 'what a proof is made for',
    harm: 'A proof that names another request is refused, or is good for a request that was never meant.',
    rows: 'RFC9449-4.2-09 RFC9449-4.2-10 RFC9449-4.2-11 RFC9449-10.1-09 ATP-HTU-01',
  },
  {
    id: 'fresh-proof',
    about: 'a proof of its own for each request',
    harm: 'Servers that remember jti refuse the second request, and a proof that was seen can be used by others.',
    rows: 'RFC9449-4-01 RFC9449-4.2-07 RFC9449-4.2-08 RFC9449-7.3-01 ATP-DPOP-09 MCP-02 RFC7523-3-C1',
  },
  {
    id: 'token-binding',
    about: 'how tokens are tied to proofs and keys',
    harm: 'Whoever gets hold of an access token or a proof can use it, or the client is turned away.',
    rows: 'RFC9449-4.2-13 RFC9449-4.2-14 RFC9449-5-* RFC9449-5.2-04 RFC9449-6-C1 RFC9449-7-* SOLID-01 ATP-DPOP-03 FAPI2-5.3.3.1-01 FAPI2-5.3.3.1-06',
  },
  {
    id: 'downgrade',
    about: 'tokens that are bound to no key',
    harm: 'The protection can be taken away without anybody seeing it.',
    rows: 'RFC9449-5-12 RFC6749-7.1-01 RFC9449-7.2-09 RFC9449-7.1-01 MCP-01',
  },
  {
    id: 'token-presentation',
    about: 'where an access token stands in a request',
    harm: 'Tokens get into logs and caches, or two parts of a server read different ones.',
    rows: 'RFC6750-* RFC9700-4.3.2-01 RFC9449-7.1-18 FAPI2-5.3.3.1-03',
  },
  {
    id: 'token-type',
    about: 'the case of token_type',
    harm: 'The client cannot be used with servers that spell it otherwise.',
    rows: 'RFC9449-5-15 RFC6749-5.1-02',
  },
  {
    id: 'nonce-retry',
    about: 'how a demand for a nonce is answered',
    harm: 'The client cannot be used with servers that demand nonces.',
    rows: 'RFC9449-8-12 RFC9449-9-10 RFC9449-10.1-10 RFC9449-9-C2 RFC9110-5.1-C1 FAPI2-5.3.3.1-08 HAIP-4-02 MCP-03',
  },
  {
    id: 'nonce-use',
    about: 'which nonce goes into a proof',
    harm: 'Proofs are refused for the nonce, at times only, or carry what another server gave.',
    rows: 'RFC9449-4.2-15 RFC9449-8-13 RFC9449-8.2-0* RFC9449-9-07 RFC9449-9-08 RFC9449-9-09 ATP-DPOP-08 ATP-DPOP-13 OID4VCI-7.2-03',
  },
  {
    id: 'no-end',
    about: 'when a client gives up',
    harm: 'A faulty or hostile server keeps the client busy, or has a code sent twice.',
    rows: 'RFC9449-8-14 RFC9449-8-C2 RFC9449-8-C3 RFC9449-9-C1',
  },
  {
    id: 'challenge',
    about: 'how challenges are read',
    harm: 'The client cannot be used with servers that spell a challenge otherwise.',
    rows: 'RFC9449-7.1-15 RFC9449-7.1-20 RFC9449-7.2-08 RFC9110-11.6.1-C1 VENDOR-OAUTH4WEBAPI-01',
  },
  {
    id: 'code-binding',
    about: 'codes that are bound to a key',
    harm: 'Whoever gets hold of an authorization code can have its tokens bound to a key of his own.',
    rows: 'RFC9449-10-0* RFC9449-10.1-01 RFC7638-3.2-02 RFC7636-4.1-01 FAPI2-5.3.3.1-N2',
  },
  {
    id: 'other-origin',
    about: 'what follows a redirect',
    harm: 'Whoever owns the target of the redirect gets a token, a code or a proof that is fresh.',
    rows: 'RFC9449-4-03 RFC9449-2-C1',
  },
  {
    id: 'server-identity',
    about: 'who the servers are',
    harm: 'An attacker can put himself in the place of a server.',
    rows: 'RFC8414-3.3-01 RFC9728-3.3-02 SOLID-06 RFC9449-11-01 RFC9449-2-03',
  },
  {
    id: 'robustness',
    about: 'answers that end the client, or to which it says nothing',
    harm: 'A server can stop the client, or keep it waiting, by what it answers.',
    rows: 'PM-ROBUST',
  },
  {
    id: 'clock',
    about: 'whose clock dates proofs',
    harm: 'Where the clocks of client and server differ, proofs are refused.',
    rows: 'RFC9449-11.1-C1',
  },
  {
    id: 'registration',
    about: 'what a client says of itself',
    harm: 'Servers do not know that its tokens have to be bound.',
    rows: 'ATP-META-02 OID4VCI-13-01',
  },
];
