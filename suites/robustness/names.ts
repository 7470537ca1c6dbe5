import { observes, rejects, sequence } from '../../src/suite/cases.ts';
import { claim, header, now } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

const polluted = 'A merge that follows this name changes every object of the process.';

/** Members whose names have a meaning in programming languages. */
export const namesCases: readonly Case[] = [
  // Every JavaScript object has these names. A careless merge would give their values to every object.
  rejects({
    id: 'typ-in-proto',
    title: 'rejects a proof that has its typ in __proto__ only',
    requirements: ['RFC9449-4.3-04a'],
    why: polluted,
    delta: [header.remove('typ'), header.set('__proto__', { typ: 'dpop+jwt' })],
  }),
  rejects({
    id: 'jti-in-proto',
    title: 'rejects a proof that has its jti in __proto__ only',
    requirements: ['RFC9449-4.3-03a'],
    why: polluted,
    delta: [claim.remove('jti'), claim.set('__proto__', { jti: { $: 'random', bytes: 16 } })],
  }),
  sequence({
    id: 'typ-left-out-after-proto',
    title: 'rejects a proof without typ after one with typ in __proto__',
    requirements: ['RFC9449-4.3-04a'],
    why: polluted,
    fault: 'proof',
    destructive: true,
    exchanges: [
      { delta: [header.set('__proto__', { typ: 'dpop+jwt' })], expect: 'observe' },
      { delta: [header.remove('typ')], expect: 'refuse' },
    ],
  }),
  rejects({
    id: 'typ-in-constructor',
    title: 'rejects a proof that has its typ in constructor only',
    requirements: ['RFC9449-4.3-04a'],
    why: polluted,
    delta: [header.remove('typ'), header.set('constructor', { prototype: { typ: 'dpop+jwt' } })],
  }),
  rejects({
    id: 'jti-in-constructor',
    title: 'rejects a proof that has its jti in constructor only',
    requirements: ['RFC9449-4.3-03a'],
    why: polluted,
    delta: [claim.remove('jti'), claim.set('constructor', { prototype: { jti: { $: 'random', bytes: 16 } } })],
  }),
  sequence({
    id: 'typ-left-out-after-constructor',
    title: 'rejects a proof without typ after one with typ in constructor',
    requirements: ['RFC9449-4.3-04a'],
    why: polluted,
    fault: 'proof',
    destructive: true,
    exchanges: [
      { delta: [header.set('constructor', { prototype: { typ: 'dpop+jwt' } })], expect: 'observe' },
      { delta: [header.remove('typ')], expect: 'refuse' },
    ],
  }),
  observes({
    id: 'claim-to-string',
    title: 'may refuse claims named as the methods of objects',
    requirements: ['PM-ROBUST'],
    delta: [claim.set('toString', 1), claim.set('valueOf', null), claim.set('hasOwnProperty', true)],
  }),
  observes({
    id: 'header-to-json',
    title: 'may refuse header members named as the methods of objects',
    requirements: ['PM-ROBUST'],
    delta: [header.set('toJSON', 1), header.set('then', 'x'), header.set('length', -1)],
  }),
  observes({
    id: 'crit-null',
    title: 'may refuse a proof whose crit is null',
    requirements: ['RFC7515-4.1.11-01'],
    delta: [header.set('crit', null)],
  }),
  observes({
    id: 'crit-number',
    title: 'may refuse a proof whose crit is a number',
    requirements: ['RFC7515-4.1.11-01'],
    delta: [header.set('crit', 1)],
  }),
  rejects({
    id: 'crit-mixed',
    title: 'rejects a proof whose crit names things that are no names',
    requirements: ['RFC7515-4.1.11-01'],
    atMost: 'warn',
    delta: [header.set('crit', [null, 1, {}])],
  }),
  observes({
    id: 'zip',
    title: 'may refuse a proof whose header says zip',
    requirements: ['PM-ROBUST'],
    why: 'The word belongs to JWE (RFC 7516 §4.1.3).',
    delta: [header.set('zip', 'DEF')],
  }),
  observes({
    id: 'b64-true',
    title: 'may refuse a proof with b64 true',
    requirements: ['PM-ROBUST'],
    delta: [header.set('b64', true)],
  }),
  observes({
    id: 'x5c-garbage',
    title: 'may refuse a proof with an x5c that is no certificate',
    requirements: ['PM-ROBUST'],
    delta: [header.set('x5c', ['AAAA', 'not base64 !'])],
  }),
  observes({
    id: 'x5c-mistyped',
    title: 'may refuse a proof whose x5c is an object',
    requirements: ['PM-ROBUST'],
    delta: [header.set('x5c', { length: 1e9 })],
  }),
  observes({
    id: 'x5t',
    title: 'may refuse a proof with an x5t of nothing',
    requirements: ['PM-ROBUST'],
    delta: [header.set('x5t', ''), header.set('x5t#S256', 1)],
  }),
  observes({
    id: 'cty-jwt',
    title: 'may refuse a proof whose cty says that another JWT is inside',
    requirements: ['PM-ROBUST'],
    delta: [header.set('cty', 'JWT')],
  }),
  observes({
    id: 'exp-mistyped',
    title: 'may refuse a proof whose exp is an object',
    requirements: ['RFC7519-4.1.4-02'],
    delta: [claim.set('exp', {})],
  }),
  observes({
    id: 'iat-duplicate-huge',
    title: 'may refuse a proof with an unknown claim given twice',
    requirements: ['PM-ROBUST'],
    delta: [
      claim.set('proofmark', now(0)),
      {
        op: 'duplicate-member',
        part: 'payload',
        name: 'proofmark',
        value: { $: 'nested', depth: 200 },
        position: 'last',
      },
    ],
  }),
];
