import { rejects } from '../../src/suite/cases.ts';
import { header, jwkWith } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * RSA and Ed25519 keys with a member missing or of a wrong type. Where a server could work the member out from
 * the rest, taking the proof is leniency, no hole.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7518.html#section-6.3 and https://www.rfc-editor.org/rfc/rfc8037.html#section-2
 */
export const membersOfRsaAndOkpCases: readonly Case[] = [
  rejects({
    id: 'jwk-rsa-n-missing',
    title: 'rejects an RSA jwk without n',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    delta: [header.set('jwk', { $: 'jwk', without: ['n'] })],
  }),
  rejects({
    id: 'jwk-rsa-n-null',
    title: 'rejects an RSA jwk whose n is null',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    delta: [header.set('jwk', jwkWith({ n: null }))],
  }),
  rejects({
    id: 'jwk-rsa-n-number',
    title: 'rejects an RSA jwk whose n is a number',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    delta: [header.set('jwk', jwkWith({ n: 1 }))],
  }),
  rejects({
    id: 'jwk-rsa-n-boolean',
    title: 'rejects an RSA jwk whose n is true',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    delta: [header.set('jwk', jwkWith({ n: true }))],
  }),
  rejects({
    id: 'jwk-rsa-n-array',
    title: 'rejects an RSA jwk whose n is an array',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    delta: [header.set('jwk', jwkWith({ n: ['AQAB'] }))],
  }),
  rejects({
    id: 'jwk-rsa-n-object',
    title: 'rejects an RSA jwk whose n is an object',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    delta: [header.set('jwk', jwkWith({ n: { value: 'AQAB' } }))],
  }),
  rejects({
    id: 'jwk-rsa-n-empty',
    title: 'rejects an RSA jwk whose n is empty',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    delta: [header.set('jwk', jwkWith({ n: '' }))],
  }),
  rejects({
    id: 'jwk-rsa-e-missing',
    title: 'rejects an RSA jwk without e',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    atMost: 'warn',
    delta: [header.set('jwk', { $: 'jwk', without: ['e'] })],
  }),
  rejects({
    id: 'jwk-rsa-e-null',
    title: 'rejects an RSA jwk whose e is null',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    atMost: 'warn',
    delta: [header.set('jwk', jwkWith({ e: null }))],
  }),
  rejects({
    id: 'jwk-rsa-e-number',
    title: 'rejects an RSA jwk whose e is a number',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    atMost: 'warn',
    delta: [header.set('jwk', jwkWith({ e: 1 }))],
  }),
  rejects({
    id: 'jwk-rsa-e-boolean',
    title: 'rejects an RSA jwk whose e is true',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    atMost: 'warn',
    delta: [header.set('jwk', jwkWith({ e: true }))],
  }),
  rejects({
    id: 'jwk-rsa-e-array',
    title: 'rejects an RSA jwk whose e is an array',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    atMost: 'warn',
    delta: [header.set('jwk', jwkWith({ e: ['AQAB'] }))],
  }),
  rejects({
    id: 'jwk-rsa-e-object',
    title: 'rejects an RSA jwk whose e is an object',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    atMost: 'warn',
    delta: [header.set('jwk', jwkWith({ e: { value: 'AQAB' } }))],
  }),
  rejects({
    id: 'jwk-rsa-e-empty',
    title: 'rejects an RSA jwk whose e is empty',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'RSA' },
    atMost: 'warn',
    delta: [header.set('jwk', jwkWith({ e: '' }))],
  }),
  rejects({
    id: 'jwk-okp-x-missing',
    title: 'rejects an OKP jwk without x',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'OKP' },
    delta: [header.set('jwk', { $: 'jwk', without: ['x'] })],
  }),
  rejects({
    id: 'jwk-okp-x-null',
    title: 'rejects an OKP jwk whose x is null',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'OKP' },
    delta: [header.set('jwk', jwkWith({ x: null }))],
  }),
  rejects({
    id: 'jwk-okp-x-number',
    title: 'rejects an OKP jwk whose x is a number',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'OKP' },
    delta: [header.set('jwk', jwkWith({ x: 1 }))],
  }),
  rejects({
    id: 'jwk-okp-x-boolean',
    title: 'rejects an OKP jwk whose x is true',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'OKP' },
    delta: [header.set('jwk', jwkWith({ x: true }))],
  }),
  rejects({
    id: 'jwk-okp-x-array',
    title: 'rejects an OKP jwk whose x is an array',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'OKP' },
    delta: [header.set('jwk', jwkWith({ x: ['AQAB'] }))],
  }),
  rejects({
    id: 'jwk-okp-x-object',
    title: 'rejects an OKP jwk whose x is an object',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'OKP' },
    delta: [header.set('jwk', jwkWith({ x: { value: 'AQAB' } }))],
  }),
  rejects({
    id: 'jwk-okp-x-empty',
    title: 'rejects an OKP jwk whose x is empty',
    requirements: ['RFC9449-4.3-06g'],
    session: { keyType: 'OKP' },
    delta: [header.set('jwk', jwkWith({ x: '' }))],
  }),
];
