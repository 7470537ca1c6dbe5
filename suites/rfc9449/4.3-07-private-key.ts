import { rejects } from '../../src/suite/cases.ts';
import { header, jwk } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Check 7: jwk holds no private key.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3
 */
export const privateKeyCases: readonly Case[] = [
  rejects({
    id: 'jwk-private-ec',
    title: 'rejects a jwk with the private EC key',
    requirements: ['RFC9449-4.3-07a'],
    why: 'The signature is right; the key is no longer a secret.',
    session: { keyType: 'EC' },
    each: true,
    delta: [header.set('jwk', jwk('private'))],
  }),
  rejects({
    id: 'jwk-private-rsa',
    title: 'rejects a jwk with the private RSA key',
    requirements: ['RFC9449-4.3-07b'],
    session: { keyType: 'RSA' },
    delta: [header.set('jwk', jwk('private'))],
  }),
  rejects({
    id: 'jwk-private-rsa-pss',
    title: 'rejects a jwk with the private RSA key under PS256',
    requirements: ['RFC9449-4.3-07b'],
    session: { alg: 'PS256' },
    delta: [header.set('jwk', jwk('private'))],
  }),
  rejects({
    id: 'jwk-private-rsa-exponent',
    title: 'rejects a jwk with the private exponent of the RSA key alone',
    requirements: ['RFC9449-4.3-07b'],
    why: 'Either is enough to work out the whole private key.',
    session: { keyType: 'RSA' },
    delta: [header.set('jwk', jwk('private-d'))],
  }),
  rejects({
    id: 'jwk-private-rsa-exponent-pss',
    title: 'rejects a jwk with the private exponent of the RSA key alone under PS256',
    requirements: ['RFC9449-4.3-07b'],
    why: 'Either is enough to work out the whole private key.',
    session: { alg: 'PS256' },
    delta: [header.set('jwk', jwk('private-d'))],
  }),
  rejects({
    id: 'jwk-private-rsa-primes',
    title: 'rejects a jwk with the prime factors of the RSA key alone',
    requirements: ['RFC9449-4.3-07b'],
    why: 'Either is enough to work out the whole private key.',
    session: { keyType: 'RSA' },
    // RFC 7518 §6.3.2: without d it is, to the letter, no RSA private key.
    atMost: 'warn',
    delta: [header.set('jwk', jwk('private-primes'))],
  }),
  rejects({
    id: 'jwk-private-rsa-primes-pss',
    title: 'rejects a jwk with the prime factors of the RSA key alone under PS256',
    requirements: ['RFC9449-4.3-07b'],
    why: 'Either is enough to work out the whole private key.',
    session: { alg: 'PS256' },
    // RFC 7518 §6.3.2, as above.
    atMost: 'warn',
    delta: [header.set('jwk', jwk('private-primes'))],
  }),
  rejects({
    id: 'jwk-private-okp',
    title: 'rejects a jwk with the private Ed25519 key',
    requirements: ['RFC9449-4.3-07b'],
    session: { keyType: 'OKP' },
    delta: [header.set('jwk', jwk('private'))],
  }),
];
