import { observes, rejects, sequence } from '../../src/suite/cases.ts';
import { asPlaces, certificates, header, jwkOf, signature, signBy } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Check 6: the signature verifies.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3
 */
export const signaturesCases: readonly Case[] = [
  rejects({
    id: 'signature-flipped',
    title: 'rejects a proof with one bit of its signature changed',
    requirements: ['RFC9449-4.3-06a', 'RFC8725-3.3-01'],
    each: true,
    delta: [signature('flip-first')],
  }),
  rejects({
    id: 'signature-flipped-es384',
    title: 'rejects a proof with one bit of its ES384 signature changed',
    requirements: ['RFC9449-4.3-06a', 'RFC8725-3.3-01'],
    session: { alg: 'ES384' },
    delta: [signature('flip-first')],
  }),
  rejects({
    id: 'signature-flipped-ps256',
    title: 'rejects a proof with one bit of its PS256 signature changed',
    requirements: ['RFC9449-4.3-06a', 'RFC8725-3.3-01'],
    session: { alg: 'PS256' },
    delta: [signature('flip-first')],
  }),
  rejects({
    id: 'signature-flipped-rs256',
    title: 'rejects a proof with one bit of its RS256 signature changed',
    requirements: ['RFC9449-4.3-06a', 'RFC8725-3.3-01'],
    session: { alg: 'RS256' },
    delta: [signature('flip-first')],
  }),
  rejects({
    id: 'signature-flipped-eddsa',
    title: 'rejects a proof with one bit of its EdDSA signature changed',
    requirements: ['RFC9449-4.3-06a', 'RFC8725-3.3-01'],
    session: { alg: 'EdDSA' },
    delta: [signature('flip-first')],
  }),
  rejects({
    id: 'signature-flipped-ed25519',
    title: 'rejects a proof with one bit of its Ed25519 signature changed',
    requirements: ['RFC9449-4.3-06a', 'RFC8725-3.3-01'],
    session: { alg: 'Ed25519' },
    delta: [signature('flip-first')],
  }),
  rejects({
    id: 'signature-flipped-ed448',
    title: 'rejects a proof with one bit of its Ed448 signature changed',
    requirements: ['RFC9449-4.3-06a', 'RFC8725-3.3-01'],
    session: { alg: 'Ed448' },
    delta: [signature('flip-first')],
  }),
  rejects({
    id: 'signature-flipped-eddsa-ed448',
    title: 'rejects a proof with one bit of its EdDSA signature changed, by an Ed448 key',
    requirements: ['RFC9449-4.3-06a', 'RFC8725-3.3-01'],
    session: { alg: 'EdDSA', keyKind: 'ed448' },
    delta: [signature('flip-first')],
  }),
  rejects({
    id: 'signature-empty',
    title: 'rejects a proof with an empty signature',
    requirements: ['RFC9449-4.3-06a'],
    delta: [signature('empty')],
  }),
  rejects({
    id: 'signature-truncated',
    title: 'rejects a proof whose signature lacks its last byte',
    requirements: ['RFC9449-4.3-06a'],
    delta: [signature('truncate')],
  }),
  rejects({
    id: 'signature-extended',
    title: 'rejects a proof whose signature has a byte too many',
    requirements: ['RFC9449-4.3-06a'],
    delta: [signature('extend')],
  }),
  rejects({
    id: 'signature-zero',
    title: 'rejects an ECDSA signature of zeros',
    requirements: ['RFC9449-4.3-06d'],
    why: 'Some libraries once accepted r = s = 0 for any message and key.',
    session: { keyType: 'EC' },
    delta: [signature('zero')],
  }),
  rejects({
    id: 'signature-zero-okp',
    title: 'rejects an Ed25519 signature of zeros',
    requirements: ['RFC9449-4.3-06a'],
    session: { keyType: 'OKP' },
    delta: [signature('zero')],
  }),
  rejects({
    id: 'signature-zero-rsa',
    title: 'rejects an RSA signature of zeros',
    requirements: ['RFC9449-4.3-06a'],
    session: { keyType: 'RSA' },
    delta: [signature('zero')],
  }),
  rejects({
    id: 'signature-der',
    title: 'rejects an ECDSA signature in DER',
    requirements: ['RFC9449-4.3-06e'],
    session: { keyType: 'EC' },
    delta: [signature('der')],
  }),
  rejects({
    id: 'signature-other-key',
    title: 'rejects a proof signed by a key that is not the one in jwk',
    requirements: ['RFC9449-4.3-06b'],
    delta: [signBy('other')],
  }),
  sequence({
    id: 'signature-known-key',
    title: 'rejects a proof signed by a key that it has just accepted, and that is not the one in jwk',
    requirements: ['RFC9449-4.3-06b'],
    why: 'A cache of keys must not stand in for the key that the proof shows.',
    at: ['token'],
    fault: 'proof',
    exchanges: [
      { delta: [{ op: 'key', use: 'other' }], expect: 'accept' },
      { delta: [signBy('other')], expect: 'refuse' },
    ],
  }),
  rejects({
    id: 'jwk-swapped',
    title: 'rejects a proof whose jwk is not the key that signed it',
    requirements: ['RFC9449-4.3-06b'],
    at: asPlaces,
    delta: [header.set('jwk', jwkOf('other'))],
  }),
  rejects({
    id: 'x5c-instead-of-jwk',
    title: 'rejects a proof signed by the key of the certificate in x5c, which is not the one in jwk',
    requirements: ['RFC9449-4.3-06b'],
    why: 'The proof has to be verified with the key it shows, not with one found by other means.',
    session: { alg: 'ES256' },
    delta: [header.set('x5c', certificates('other')), signBy('other')],
  }),
  observes({
    id: 'signature-spare-bits',
    title: 'may refuse a signature whose last character has spare bits set',
    requirements: ['RFC9449-4.3-02d'],
    why: 'RFC 4648 §3.5 leaves it to the decoder.',
    delta: [signature('spare-bits')],
  }),
  observes({
    id: 'signature-negated',
    title: 'may accept the other valid ECDSA signature of the proof',
    requirements: ['RFC9449-4.3-06a'],
    session: { keyType: 'EC' },
    delta: [signature('negate-s')],
  }),
];
