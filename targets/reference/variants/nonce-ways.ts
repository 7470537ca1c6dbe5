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
    id: 'nonce-not-at-par',
    policy: { ...nonces('period'), parNonce: 'not-demanded' },
    summary: 'The token endpoint demands a nonce, and PAR does not.',
    lawful: 'RFC 9449 8: the server MAY supply and so demand one; no text says that all endpoints must.',
    claims: demanded,
  }),
  variant({
    id: 'nonce-shared',
    policy: { ...nonces('period'), nonceShared: true },
    summary: 'AS and RS give out and take the same nonces.',
    lawful: 'RFC 9449 9: nonces of one server are not meant for another; here both are one.',
    claims: demanded,
  }),
];
