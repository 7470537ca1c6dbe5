import { observes, rejects } from '../../src/suite/cases.ts';
import { certificates, claim, header, jwk, thumbprint } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

const lookedUp = 'The proof has to be verified with the key it shows, not with one found by other means.';

/**
 * Check 6: the key is the one in jwk, not one found by other means.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3
 */
export const publicKeyCases: readonly Case[] = [
  rejects({
    id: 'jwk-missing',
    title: 'rejects a proof without jwk',
    requirements: ['RFC9449-4.3-06c'],
    why: lookedUp,
    delta: [header.remove('jwk')],
  }),
  rejects({
    id: 'jwk-missing-kid',
    title: 'rejects a proof that names its key by kid only',
    requirements: ['RFC9449-4.3-06c'],
    why: lookedUp,
    delta: [header.remove('jwk'), header.set('kid', thumbprint('own'))],
  }),
  rejects({
    id: 'jwk-missing-jku',
    title: 'rejects a proof that names its key by jku only',
    requirements: ['RFC9449-4.3-06c'],
    why: lookedUp,
    delta: [header.remove('jwk'), header.set('jku', 'https://proofmark.invalid/jwks.json')],
  }),
  rejects({
    id: 'jwk-missing-x5c',
    title: 'rejects a proof that shows its key in a certificate only',
    requirements: ['RFC9449-4.3-06c'],
    why: lookedUp,
    session: { alg: 'ES256' },
    delta: [header.remove('jwk'), header.set('x5c', certificates('own'))],
  }),
  rejects({
    id: 'jwk-in-payload',
    title: 'rejects a proof that has its jwk in the payload only',
    requirements: ['RFC9449-4.3-06c'],
    delta: [header.remove('jwk'), claim.set('jwk', jwk())],
  }),
  rejects({
    id: 'jwk-in-cnf',
    title: 'rejects a proof that has its key in a cnf claim only',
    requirements: ['RFC9449-4.3-06c'],
    delta: [header.remove('jwk'), claim.set('cnf', { jwk: jwk() })],
  }),
  rejects({
    id: 'jwk-null',
    title: 'rejects a proof whose jwk is null',
    requirements: ['RFC9449-4.3-06c'],
    delta: [header.set('jwk', null)],
  }),
  rejects({
    id: 'jwk-empty',
    title: 'rejects a proof whose jwk is an empty object',
    requirements: ['RFC9449-4.3-06c'],
    delta: [header.set('jwk', jwk('empty'))],
  }),
  rejects({
    id: 'jwk-kid-string',
    title: 'rejects a proof whose jwk is the thumbprint of the key',
    requirements: ['RFC9449-4.3-06c'],
    why: lookedUp,
    delta: [header.set('jwk', thumbprint('own'))],
  }),
  rejects({
    id: 'jwk-text',
    title: 'rejects a proof whose jwk is JSON text in a string',
    requirements: ['RFC9449-4.3-06c'],
    atMost: 'warn',
    delta: [header.set('jwk', { $: 'jwk-text' })],
  }),
  rejects({
    id: 'jwk-array',
    title: 'rejects a proof whose jwk is an array that holds the key',
    requirements: ['RFC9449-4.3-06c'],
    atMost: 'warn',
    delta: [header.set('jwk', [jwk()])],
  }),
  rejects({
    id: 'jwk-set',
    title: 'rejects a proof whose jwk is a key set',
    requirements: ['RFC9449-4.3-06c'],
    atMost: 'warn',
    delta: [header.set('jwk', { keys: [jwk()] })],
  }),
  rejects({
    id: 'jwk-oct',
    title: 'rejects a proof whose jwk is a symmetric key',
    requirements: ['RFC9449-4.3-05d'],
    delta: [header.set('jwk', jwk('oct'))],
  }),
  rejects({
    id: 'jwk-off-curve',
    title: 'rejects a jwk whose point is not on the curve',
    requirements: ['RFC9449-4.3-06f'],
    session: { keyType: 'EC' },
    delta: [header.set('jwk', jwk('off-curve'))],
  }),
  rejects({
    id: 'jwk-wrong-curve',
    title: 'rejects a jwk that names another curve than its point is on',
    requirements: ['RFC9449-4.3-05d', 'RFC9449-4.3-06f'],
    session: { keyType: 'EC' },
    delta: [header.set('jwk', jwk('wrong-curve'))],
  }),
  observes({
    id: 'jwk-padded-coordinate',
    title: 'may refuse a jwk whose x is padded with =',
    requirements: ['RFC9449-4.3-02d'],
    session: { keyType: 'EC' },
    delta: [header.set('jwk', jwk('padded-coordinates'))],
  }),
];
