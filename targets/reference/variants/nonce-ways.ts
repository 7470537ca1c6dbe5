import { demanded, nonces, variant, type Variant } from './row.ts';

const byServer = 'RFC 9449 8 and 9: what a nonce is made of and good for is up to the server that supplies it.';

/** Lawful ways to give out nonces, for servers that demand them. */
export const nonceVariants: readonly Variant[] = [
  variant({
    id: 'nonce-for-one-key',
    policy: { ...nonces('period'), nonceBinding: 'key' },
    summary: 'A nonce is good for proofs made with the key of the request it was given in answer to.',
    lawful: byServer,
    claims: demanded,
  }),
  variant({
    id: 'nonce-for-one-client',
    policy: { ...nonces('period'), nonceBinding: 'client' },
    summary: 'A nonce of the AS is good for the client it was given to.',
    lawful: byServer,
    claims: demanded,
  }),
  variant({
    id: 'nonce-on-challenge-only',
    policy: { ...nonces('period'), nonceSent: 'on-challenge' },
    summary: 'Nonces come with demands for one only, never with other answers.',
    lawful: 'RFC 9449 8.2: a new nonce MAY come with a 200; nothing asks for it.',
    claims: demanded,
  }),
  variant({
    id: 'nonce-under-more-names',
    policy: { ...nonces('period'), nonceNames: 'old-ones-too' },
    summary: 'Each nonce comes in X-DPoP-Nonce and DPoP_Nonce too.',
    lawful: 'RFC 9449 8: other header fields MAY be there; the nonce is in DPoP-Nonce.',
    claims: demanded,
  }),
  variant({
    id: 'nonce-not-at-par',
    policy: { ...nonces('period'), parNonce: 'not-demanded' },
    summary: 'The token endpoint demands a nonce, and PAR does not.',
    lawful: 'RFC 9449 8: the server MAY supply and so demand one; no text says that all endpoints must.',
    claims: demanded,
  }),
  variant({
    id: 'nonce-not-for-public-clients',
    policy: { ...nonces('period'), asNonceFor: 'confidential-clients' },
    summary: 'The AS demands a nonce of confidential clients only.',
    lawful: 'RFC 9449 8 leaves it to the server when it supplies a nonce; its 11.3 makes this a warning.',
    claims: demanded,
  }),
  variant({
    id: 'nonce-not-at-other-resource',
    policy: { ...nonces('period'), rsNonceAt: 'all-but-other' },
    summary: 'One resource takes proofs without a nonce, where all others demand one.',
    lawful: 'RFC 9449 9 leaves it to the server when it supplies a nonce; its 11.3 makes this a warning.',
    claims: demanded,
  }),
  variant({
    id: 'nonce-at-other-resource-only',
    policy: { rsNonce: 'period', rsNonceAt: 'other-only' },
    summary: 'One further resource demands a nonce, and no other.',
    lawful: 'RFC 9449 9: the server decides where it supplies a nonce.',
  }),
  variant({
    id: 'nonce-shared',
    policy: { ...nonces('period'), nonceShared: true },
    summary: 'AS and RS give out and take the same nonces.',
    lawful: 'RFC 9449 9: nonces of one server are not meant for another; here both are one.',
    claims: demanded,
  }),
];
