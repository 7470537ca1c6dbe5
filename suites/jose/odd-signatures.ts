import { observes, rejects } from '../../src/suite/cases.ts';
import { header, jwkWith, signature, signBy } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Signatures out of range, and keys that contradict the header.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7518.html#section-3.4
 */
export const oddSignaturesCases: readonly Case[] = [
  rejects({
    id: 'signature-ones',
    title: 'rejects an ECDSA signature of ones only',
    requirements: ['RFC9449-4.3-06d'],
    session: { keyType: 'EC' },
    delta: [signature('ones')],
  }),
  rejects({
    id: 'signature-r-zero',
    title: 'rejects an ECDSA signature whose r is zero',
    requirements: ['RFC9449-4.3-06d'],
    session: { keyType: 'EC' },
    delta: [signature('r-zero')],
  }),
  rejects({
    id: 'signature-s-zero',
    title: 'rejects an ECDSA signature whose s is zero',
    requirements: ['RFC9449-4.3-06d'],
    session: { keyType: 'EC' },
    delta: [signature('s-zero')],
  }),
  rejects({
    id: 'signature-r-order',
    title: 'rejects an ECDSA signature whose r is the order of the group',
    requirements: ['RFC9449-4.3-06d'],
    session: { keyType: 'EC' },
    delta: [signature('r-order')],
  }),
  rejects({
    id: 'signature-s-order',
    title: 'rejects an ECDSA signature whose s is the order of the group',
    requirements: ['RFC9449-4.3-06d'],
    session: { keyType: 'EC' },
    delta: [signature('s-order')],
  }),
  rejects({
    id: 'signature-one-byte',
    title: 'rejects a proof whose signature is one octet',
    requirements: ['RFC9449-4.3-06a'],
    delta: [signature('one-byte')],
  }),
  rejects({
    id: 'signature-s-beyond-order',
    title: 'rejects an Ed25519 signature whose s is beyond the order of the group',
    requirements: ['RFC9449-4.3-06i'],
    why: 'Else every proof has a second text under the same key.',
    session: { alg: 'EdDSA' },
    delta: [signature('s-beyond-order')],
  }),
  rejects({
    id: 'jwk-alg-trusted',
    title: 'rejects a proof that says ES384 where the jwk says ES256',
    requirements: ['RFC9449-4.3-05d'],
    why: 'The alg of the key is the word of whoever sent it; the header says how the proof was signed.',
    session: { alg: 'ES256' },
    delta: [header.set('alg', 'ES384'), header.set('jwk', jwkWith({ alg: 'ES256' }))],
  }),
  rejects({
    id: 'jwk-alg-none',
    title: 'rejects a proof without signature whose jwk says none',
    requirements: ['RFC9449-4.3-06a'],
    why: 'The alg of the key is the word of whoever sent it; the header says how the proof was signed.',
    delta: [header.set('jwk', jwkWith({ alg: 'none' })), signBy('nobody')],
  }),
  observes({
    id: 'jwk-alg-other',
    title: 'may accept a jwk whose alg is not the one of the header',
    requirements: ['PM-ROBUST'],
    session: { alg: 'ES256' },
    delta: [header.set('jwk', jwkWith({ alg: 'ES384' }))],
  }),
  observes({
    id: 'jwk-use-enc',
    title: 'may refuse a jwk that is for encryption',
    requirements: ['PM-ROBUST'],
    session: { keyType: 'EC' },
    delta: [header.set('jwk', jwkWith({ use: 'enc' }))],
  }),
  observes({
    id: 'jwk-key-ops-encrypt',
    title: 'may refuse a jwk whose key_ops is encrypt',
    requirements: ['PM-ROBUST'],
    session: { keyType: 'EC' },
    delta: [header.set('jwk', jwkWith({ key_ops: ['encrypt'] }))],
  }),
  observes({
    id: 'jwk-key-ops-text',
    title: 'may refuse a jwk whose key_ops is text',
    requirements: ['PM-ROBUST'],
    session: { keyType: 'EC' },
    delta: [header.set('jwk', jwkWith({ key_ops: 'verify' }))],
  }),
];
