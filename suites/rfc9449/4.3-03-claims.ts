import { accepts, observes, rejects } from '../../src/suite/cases.ts';
import { asPlaces, claim, htu, method, now } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Check 3: every required claim is present and has the right type.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3 and section 4.2
 */
export const claimsCases: readonly Case[] = [
  rejects({
    id: 'jti-missing',
    title: 'rejects a proof without jti',
    requirements: ['RFC9449-4.3-03a'],
    each: true,
    delta: [claim.remove('jti')],
  }),
  rejects({
    id: 'htm-missing',
    title: 'rejects a proof without htm',
    requirements: ['RFC9449-4.3-03b'],
    delta: [claim.remove('htm')],
  }),
  rejects({
    id: 'htu-missing',
    title: 'rejects a proof without htu',
    requirements: ['RFC9449-4.3-03c'],
    delta: [claim.remove('htu')],
  }),
  rejects({
    id: 'iat-missing',
    title: 'rejects a proof without iat',
    requirements: ['RFC9449-4.3-03d'],
    why: 'Without iat nothing limits the life of the proof, with a nonce or without.',
    delta: [claim.remove('iat')],
  }),
  rejects({
    id: 'jti-null',
    title: 'rejects a proof whose jti is null',
    requirements: ['RFC9449-4.3-03e'],
    delta: [claim.set('jti', null)],
  }),
  rejects({
    id: 'jti-number',
    title: 'rejects a proof whose jti is a number',
    requirements: ['RFC9449-4.3-03e'],
    delta: [claim.set('jti', 4211)],
  }),
  rejects({
    id: 'jti-boolean',
    title: 'rejects a proof whose jti is true',
    requirements: ['RFC9449-4.3-03e'],
    delta: [claim.set('jti', true)],
  }),
  rejects({
    id: 'jti-array',
    title: 'rejects a proof whose jti is an array of one string',
    requirements: ['RFC9449-4.3-03e'],
    delta: [claim.set('jti', [{ $: 'random', bytes: 16 }])],
  }),
  rejects({
    id: 'jti-object',
    title: 'rejects a proof whose jti is an object',
    requirements: ['RFC9449-4.3-03e'],
    delta: [claim.set('jti', { id: { $: 'random', bytes: 16 } })],
  }),
  rejects({
    id: 'jti-empty',
    title: 'rejects a proof whose jti is empty',
    requirements: ['RFC9449-4.3-03f'],
    delta: [claim.set('jti', '')],
  }),
  rejects({
    id: 'htm-null',
    title: 'rejects a proof whose htm is null',
    requirements: ['RFC9449-4.3-08a', 'RFC9449-4.3-03e'],
    delta: [claim.set('htm', null)],
  }),
  rejects({
    id: 'htm-number',
    title: 'rejects a proof whose htm is a number',
    requirements: ['RFC9449-4.3-08a', 'RFC9449-4.3-03e'],
    delta: [claim.set('htm', 1)],
  }),
  rejects({
    id: 'htm-boolean',
    title: 'rejects a proof whose htm is true',
    requirements: ['RFC9449-4.3-08a', 'RFC9449-4.3-03e'],
    why: 'A loose comparison holds true equal to any text.',
    delta: [claim.set('htm', true)],
  }),
  rejects({
    id: 'htm-array',
    title: 'rejects a proof whose htm is an array that holds the method',
    requirements: ['RFC9449-4.3-03e'],
    delta: [claim.set('htm', [method()])],
  }),
  rejects({
    id: 'htm-object',
    title: 'rejects a proof whose htm is an object',
    requirements: ['RFC9449-4.3-08a', 'RFC9449-4.3-03e'],
    delta: [claim.set('htm', { method: method() })],
  }),
  rejects({
    id: 'htu-null',
    title: 'rejects a proof whose htu is null',
    requirements: ['RFC9449-4.3-09a', 'RFC9449-4.3-03e'],
    delta: [claim.set('htu', null)],
  }),
  rejects({
    id: 'htu-number',
    title: 'rejects a proof whose htu is a number',
    requirements: ['RFC9449-4.3-09a', 'RFC9449-4.3-03e'],
    delta: [claim.set('htu', 1)],
  }),
  rejects({
    id: 'htu-boolean',
    title: 'rejects a proof whose htu is true',
    requirements: ['RFC9449-4.3-09a', 'RFC9449-4.3-03e'],
    why: 'A loose comparison holds true equal to any text.',
    delta: [claim.set('htu', true)],
  }),
  rejects({
    id: 'htu-array',
    title: 'rejects a proof whose htu is an array that holds the URI',
    requirements: ['RFC9449-4.3-03e'],
    delta: [claim.set('htu', [htu()])],
  }),
  rejects({
    id: 'htu-array-of-two',
    title: 'rejects a proof whose htu lists another URI beside the right one',
    requirements: ['RFC9449-4.3-09a', 'RFC9449-4.3-03e'],
    atMost: 'warn',
    delta: [claim.set('htu', [htu('other-path'), htu()])],
  }),
  rejects({
    id: 'htu-object',
    title: 'rejects a proof whose htu is an object',
    requirements: ['RFC9449-4.3-09a', 'RFC9449-4.3-03e'],
    delta: [claim.set('htu', { href: htu() })],
  }),
  rejects({
    id: 'iat-null',
    title: 'rejects a proof whose iat is null',
    requirements: ['RFC9449-4.3-03e'],
    why: 'Without iat nothing limits the life of the proof, with a nonce or without.',
    delta: [claim.set('iat', null)],
  }),
  rejects({
    id: 'iat-string',
    title: 'rejects a proof whose iat is a string of digits',
    requirements: ['RFC9449-4.3-03e'],
    delta: [claim.set('iat', now(0, 'string'))],
  }),
  rejects({
    id: 'iat-date',
    title: 'rejects a proof whose iat is written as a date',
    requirements: ['RFC9449-4.3-03e'],
    delta: [claim.set('iat', '2099-01-01T00:00:00Z')],
  }),
  rejects({
    id: 'iat-empty',
    title: 'rejects a proof whose iat is an empty string',
    requirements: ['RFC9449-4.3-03e'],
    delta: [claim.set('iat', '')],
  }),
  rejects({
    id: 'iat-boolean',
    title: 'rejects a proof whose iat is true',
    requirements: ['RFC9449-4.3-03e'],
    delta: [claim.set('iat', true)],
  }),
  rejects({
    id: 'iat-array',
    title: 'rejects a proof whose iat is an array of one number',
    requirements: ['RFC9449-4.3-03e'],
    delta: [claim.set('iat', [now(0)])],
  }),
  rejects({
    id: 'iat-object',
    title: 'rejects a proof whose iat is an object',
    requirements: ['RFC9449-4.3-03e'],
    delta: [claim.set('iat', {})],
  }),
  accepts({
    id: 'claims-unknown',
    title: 'accepts a proof with a claim that nobody knows',
    requirements: ['RFC7519-4-01'],
    delta: [claim.set('proofmark', 'harmless')],
  }),
  accepts({
    id: 'claims-unknown-object',
    title: 'accepts a proof with an unknown claim that is an object',
    requirements: ['RFC7519-4-01'],
    delta: [claim.set('https://proofmark.example/extra', { a: [1, 2, null], b: false })],
  }),
  observes({
    id: 'claims-nested',
    title: 'may refuse a proof with a claim nested a hundred deep',
    requirements: ['RFC7519-4-01'],
    delta: [claim.set('proofmark', { $: 'nested', depth: 100 })],
  }),
  observes({
    id: 'claims-ath',
    title: 'may refuse a proof with ath where there is no access token',
    requirements: ['RFC7519-4-01'],
    at: asPlaces,
    delta: [claim.set('ath', 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo')],
  }),
  observes({
    id: 'jti-200',
    title: 'may refuse a proof whose jti has 200 characters',
    requirements: ['RFC9449-11.1-04'],
    delta: [claim.set('jti', { $: 'random', bytes: 150 })],
  }),
  observes({
    id: 'jti-1-kib',
    title: 'may refuse a proof whose jti has one KiB',
    requirements: ['RFC9449-11.1-04'],
    delta: [claim.set('jti', { $: 'random', bytes: 768 })],
  }),
  observes({
    id: 'jti-4-kib',
    title: 'may refuse a proof whose jti has four KiB',
    requirements: ['RFC9449-11.1-04'],
    delta: [claim.set('jti', { $: 'random', bytes: 3072 })],
  }),
];
