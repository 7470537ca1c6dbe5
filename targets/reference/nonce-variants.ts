import { demanded, nonces, variant, type Variant } from './variant.ts';

const byServer = 'RFC 9449 8 and 9: what a nonce is made of and good for is up to the server that supplies it.';

/** Lawful ways of servers that demand nonces to give them out. */
export const nonceVariants: readonly Variant[] = [
  variant(
    'nonce-for-one-key',
    { ...nonces('period'), nonceBinding: 'key' },
    'A nonce is good for proofs made with the key of the request it was given in answer to.',
    byServer,
    demanded,
  ),
  variant(
    'nonce-for-one-client',
    { ...nonces('period'), nonceBinding: 'client' },
    'A nonce of the AS is good for the client it was given to.',
    byServer,
    demanded,
  ),
  variant(
    'nonce-on-challenge-only',
    { ...nonces('period'), nonceSent: 'on-challenge' },
    'Nonces come with demands for one only, never with other answers.',
    'RFC 9449 8.2: a new nonce MAY come with a 200; nothing asks for it.',
    demanded,
  ),
  variant(
    'nonce-not-at-par',
    { ...nonces('period'), parNonce: 'not-demanded' },
    'The token endpoint demands a nonce, and PAR does not.',
    'RFC 9449 8: the server MAY supply and so demand one; no text says that all endpoints must.',
    demanded,
  ),
  variant(
    'nonce-shared',
    { ...nonces('period'), nonceShared: true },
    'AS and RS give out and take the same nonces.',
    'RFC 9449 9: nonces of one server are not meant for another; here both are one.',
    demanded,
  ),
];
