import { observes, rejects } from '../../src/suite/cases.ts';
import { lines } from '../../src/suite/define.ts';
import type { Case } from '../../src/suite/schema.ts';

/**
 * Check 1: there is one DPoP field with one proof in it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9449.html#section-4.3
 */
export const oneFieldCases: readonly Case[] = [
  rejects({
    id: 'two-fields-distinct',
    title: 'rejects two DPoP fields with different proofs',
    requirements: ['RFC9449-4.3-01a'],
    each: true,
    delta: [lines('twice-distinct')],
  }),
  rejects({
    id: 'two-fields-same',
    title: 'rejects two DPoP fields with the same proof',
    requirements: ['RFC9449-4.3-01b'],
    delta: [lines('twice-same')],
  }),
  rejects({
    id: 'two-fields-valid-first',
    title: 'rejects two DPoP fields of which only the first is a proof',
    requirements: ['RFC9449-4.3-01a'],
    delta: [lines('valid-then-garbage')],
  }),
  rejects({
    id: 'two-fields-valid-last',
    title: 'rejects two DPoP fields of which only the last is a proof',
    requirements: ['RFC9449-4.3-01a'],
    delta: [lines('garbage-then-valid')],
  }),
  rejects({
    id: 'comma-distinct',
    title: 'rejects two proofs joined by a comma in one DPoP field',
    requirements: ['RFC9449-4.3-01c'],
    delta: [lines('comma-distinct')],
  }),
  rejects({
    id: 'comma-same',
    title: 'rejects one proof given twice, joined by a comma',
    requirements: ['RFC9449-4.3-01c'],
    delta: [lines('comma-same')],
  }),
  rejects({
    id: 'comma-trailing',
    title: 'rejects a proof followed by a comma',
    requirements: ['RFC9449-4.3-02b'],
    atMost: 'warn',
    delta: [lines('trailing-comma')],
  }),
  rejects({
    id: 'field-empty',
    title: 'rejects a request whose DPoP field is empty',
    requirements: ['RFC9449-7.1-02', 'RFC9449-4.3-02e'],
    why: 'An empty field is a missing proof, not one that passed.',
    at: ['resource'],
    fault: 'proof-missing',
    each: true,
    delta: [lines('empty')],
  }),
  rejects({
    id: 'par-field-empty',
    title: 'rejects a pushed authorization request whose DPoP field is empty',
    requirements: ['RFC9449-10.1-02'],
    why: 'A server may take an empty field for no proof, and then binds no code; §10.1 asks to check what is in the field.',
    at: ['par'],
    atMost: 'warn',
    delta: [lines('empty')],
  }),
  observes({
    id: 'field-empty-binds-nothing',
    title: 'issues no bound access token in answer to an empty DPoP field',
    requirements: ['RFC9449-4.3-02e'],
    why: 'The server may treat an empty field as no proof at all and issue a Bearer token.',
    at: ['token'],
    delta: [lines('empty')],
    checks: [
      { requirement: 'RFC9449-4.3-02e', that: { check: 'cnf-jkt', is: 'absent' } },
      { requirement: 'RFC9449-4.3-02e', that: { check: 'token-type', is: 'other-than-DPoP' } },
    ],
  }),
];
