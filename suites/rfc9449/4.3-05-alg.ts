import { rejects } from '../../src/suite/cases.ts';
import { header, jwk, signBy } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Check 5: alg names a registered asymmetric algorithm, which made the signature.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3
 */
export const algCases: readonly Case[] = [
  rejects({
    id: 'alg-none',
    title: 'rejects a proof with alg none and no signature',
    requirements: ['RFC9449-4.3-05a'],
    each: true,
    delta: [header.set('alg', 'none'), signBy('nobody')],
  }),
  rejects({
    id: 'alg-none-signed',
    title: 'rejects a proof with alg none that has a signature all the same',
    requirements: ['RFC9449-4.3-05a'],
    delta: [header.set('alg', 'none')],
  }),
  rejects({
    id: 'alg-none-title',
    title: 'rejects a proof with alg None and no signature',
    requirements: ['RFC9449-4.3-05b'],
    delta: [header.set('alg', 'None'), signBy('nobody')],
  }),
  rejects({
    id: 'alg-none-upper',
    title: 'rejects a proof with alg NONE and no signature',
    requirements: ['RFC9449-4.3-05b'],
    delta: [header.set('alg', 'NONE'), signBy('nobody')],
  }),
  rejects({
    id: 'alg-none-mixed',
    title: 'rejects a proof with alg nOnE and no signature',
    requirements: ['RFC9449-4.3-05b'],
    delta: [header.set('alg', 'nOnE'), signBy('nobody')],
  }),
  rejects({
    id: 'alg-empty',
    title: 'rejects a proof with an empty alg and no signature',
    requirements: ['RFC9449-4.3-05e'],
    delta: [header.set('alg', ''), signBy('nobody')],
  }),
  rejects({
    id: 'alg-hs256-oct',
    title: 'rejects a proof with HS256 and a symmetric jwk',
    requirements: ['RFC9449-4.3-05c'],
    why: 'The MAC verifies, since the proof shows its own secret.',
    delta: [header.set('alg', 'HS256'), header.set('jwk', jwk('oct')), signBy('hmac-oct')],
  }),
  rejects({
    id: 'alg-hs256-public-jwk',
    title: 'rejects a proof with HS256 keyed with the text of its public jwk',
    requirements: ['RFC9449-4.3-05c'],
    why: 'A library that takes any key for any algorithm would use the public key as the secret.',
    delta: [header.set('alg', 'HS256'), signBy('hmac-jwk')],
  }),
  rejects({
    id: 'alg-hs256-public-pem',
    title: 'rejects a proof with HS256 keyed with its public key in PEM',
    requirements: ['RFC9449-4.3-05c'],
    why: 'A library that takes any key for any algorithm would use the public key as the secret.',
    delta: [header.set('alg', 'HS256'), signBy('hmac-pem')],
  }),

  // A right signature, under a header that names another algorithm.
  rejects({
    id: 'alg-es256-on-p384',
    title: 'rejects a proof that says ES256 and is signed with ES384',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    why: 'The curve has to be held against alg, not only the key type.',
    session: { alg: 'ES384' },
    delta: [header.set('alg', 'ES256')],
  }),
  rejects({
    id: 'alg-es384-on-p256',
    title: 'rejects a proof that says ES384 and is signed with ES256',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    session: { alg: 'ES256' },
    delta: [header.set('alg', 'ES384')],
  }),

  // The signature is the one that the named algorithm would make, so only the key shows the mismatch.
  rejects({
    id: 'alg-es256-signed-by-p384',
    title: 'rejects a proof that says ES256 and is signed so, with a key for ES384',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    why: 'A library that takes the digest from alg and the curve from the key verifies it.',
    session: { alg: 'ES384' },
    delta: [header.set('alg', 'ES256'), signBy('own', 'ES256')],
  }),
  rejects({
    id: 'alg-es384-signed-by-p256',
    title: 'rejects a proof that says ES384 and is signed so, with a key for ES256',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    why: 'A library that takes the digest from alg and the curve from the key verifies it.',
    session: { alg: 'ES256' },
    delta: [header.set('alg', 'ES384'), signBy('own', 'ES384')],
  }),
  rejects({
    id: 'alg-es256-on-rsa',
    title: 'rejects a proof that says ES256 and is signed with an RSA key',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    session: { keyType: 'RSA' },
    delta: [header.set('alg', 'ES256')],
  }),
  rejects({
    id: 'alg-es256-on-ed25519',
    title: 'rejects a proof that says ES256 and is signed with EdDSA',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    session: { keyType: 'OKP' },
    delta: [header.set('alg', 'ES256')],
  }),
  rejects({
    id: 'alg-rs256-on-ec',
    title: 'rejects a proof that says RS256 and is signed with an EC key',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    session: { keyType: 'EC' },
    delta: [header.set('alg', 'RS256')],
  }),
  rejects({
    id: 'alg-ps256-on-ec',
    title: 'rejects a proof that says PS256 and is signed with an EC key',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    why: 'A server that does not take RS256 refuses that name before it looks at the key.',
    session: { keyType: 'EC' },
    delta: [header.set('alg', 'PS256')],
  }),
  rejects({
    id: 'alg-eddsa-on-ec',
    title: 'rejects a proof that says EdDSA and is signed with an EC key',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    session: { keyType: 'EC' },
    delta: [header.set('alg', 'EdDSA')],
  }),
  rejects({
    id: 'alg-ed448-on-ed25519',
    title: 'rejects a proof that says Ed448 and is signed with an Ed25519 key',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    why: 'RFC 9864 §2.2 fixes the curve in the name of the algorithm.',
    session: { alg: 'EdDSA' },
    delta: [header.set('alg', 'Ed448')],
  }),
  rejects({
    id: 'alg-ed25519-on-ed448',
    title: 'rejects a proof that says Ed25519 and is signed with an Ed448 key',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    why: 'RFC 9864 §2.2 fixes the curve in the name of the algorithm.',
    session: { alg: 'EdDSA', keyKind: 'ed448' },
    delta: [header.set('alg', 'Ed25519')],
  }),
  rejects({
    id: 'alg-rs256-on-ps256',
    title: 'rejects a proof that says RS256 and is signed with PS256',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    why: 'One key fits both; only the padding distinguishes them.',
    session: { keyType: 'RSA' },
    delta: [header.set('alg', 'RS256'), signBy('own', 'PS256')],
  }),
  rejects({
    id: 'alg-ps256-on-rs256',
    title: 'rejects a proof that says PS256 and is signed with RS256',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    why: 'One key fits both; only the padding distinguishes them.',
    session: { keyType: 'RSA' },
    delta: [header.set('alg', 'PS256'), signBy('own', 'RS256')],
  }),
  rejects({
    id: 'alg-rs512-on-rs256',
    title: 'rejects a proof that says RS512 and is signed with RS256',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    session: { keyType: 'RSA' },
    delta: [header.set('alg', 'RS512'), signBy('own', 'RS256')],
  }),
  rejects({
    id: 'alg-ps512-on-ps256',
    title: 'rejects a proof that says PS512 and is signed with PS256',
    requirements: ['RFC9449-4.3-05d', 'RFC8725-3.1-01'],
    session: { keyType: 'RSA' },
    delta: [header.set('alg', 'PS512'), signBy('own', 'PS256')],
  }),
  rejects({
    id: 'alg-unregistered',
    title: 'rejects a proof with alg XX256',
    requirements: ['RFC9449-4.3-05e'],
    delta: [header.set('alg', 'XX256')],
  }),
  rejects({
    id: 'alg-number',
    title: 'rejects a proof whose alg is a number',
    requirements: ['RFC9449-4.3-05e'],
    delta: [header.set('alg', 256)],
  }),
  rejects({
    id: 'alg-null',
    title: 'rejects a proof whose alg is null',
    requirements: ['RFC9449-4.3-05g'],
    delta: [header.set('alg', null)],
  }),
  rejects({
    id: 'alg-missing',
    title: 'rejects a proof without alg',
    requirements: ['RFC9449-4.3-05g'],
    delta: [header.remove('alg')],
  }),
  rejects({
    id: 'alg-lower',
    title: 'rejects a proof with alg es256',
    requirements: ['RFC9449-4.3-05e'],
    session: { alg: 'ES256' },
    atMost: 'warn',
    delta: [header.set('alg', 'es256')],
  }),
  rejects({
    id: 'alg-array',
    title: 'rejects a proof whose alg is an array that holds ES256',
    requirements: ['RFC9449-4.3-05e'],
    session: { alg: 'ES256' },
    atMost: 'warn',
    delta: [header.set('alg', ['ES256'])],
  }),
];
