import { expect, test } from 'vitest';
import type { Finding } from '../../record/schema.ts';
import { expectations } from '../judge-step.ts';
import { findingOf, graded, caseOf, recorder, recordOf } from '../recompute/record.fixture.ts';
import { problemsOf } from './problems.ts';

type Sketch = {
  readonly id: string;
  readonly row: string;
  readonly ops?: readonly object[];
  readonly expect?: 'accept' | 'refuse';
  readonly change?: Partial<Finding>;
};

let count = 0;

/** A finding that shows a breach of the row. */
function broken({
  id,
  row,
  ops = [{ op: 'header-remove', name: 'typ' }],
  expect: due = 'refuse',
  change = {},
}: Sketch): Finding {
  const plan = caseOf([{ delta: ops as never, expect: due }], {
    id,
    title: `${due === 'accept' ? 'accepts' : 'rejects'} ${id}`,
  });
  const assertions = [{ requirement: row, verdict: 'fail' as const, expected: expectations[due], got: '200' }];
  const judgement = { verdict: 'fail' as const, reason: '', assertions };
  const basis = { by: 'inapplicable' as const, why: '' };
  count += 1;
  return findingOf(recorder('x', [], 'token'), plan, judgement, {
    basis,
    requirements: [graded(row)],
    index: count,
    ...change,
  });
}

function problems(...findings: readonly Finding[]) {
  return problemsOf({ findings, started: recordOf([]).started });
}

const ids = (...findings: readonly Finding[]): readonly string[] =>
  problems(...findings).map(({ id, findings: own }) => `${id} ${own.length}`);

const typ = (id: string): Finding => broken({ id, row: 'RFC9449-4.3-04a' });

test('what breaks rules of one cause is one problem, shown by the smallest change', () => {
  const long = broken({
    id: 'long',
    row: 'RFC9449-4.3-04b',
    ops: [
      { op: 'header-set', name: 'typ', value: 'JWT' },
      { op: 'claim-set', name: 'x', value: 1 },
    ],
  });
  expect(problems(long, typ('short'))).toMatchObject([
    {
      id: 'as:typ',
      kind: 'acceptance',
      title: 'accepts short',
      findings: ['short@token', 'long@token'],
      requirements: ['RFC9449-4.3-04a', 'RFC9449-4.3-04b'],
      places: ['token'],
      verdict: 'fail',
    },
  ]);
});

test('other roles, other causes, refusals and crashes are problems of their own', () => {
  const refusal = broken({ id: 'lawful', row: 'RFC9449-4.3-13a', expect: 'accept' });
  const crash = broken({ id: 'crash', row: 'RFC9449-4.3-04a', change: { crash: true } });
  const resource = broken({ id: 'r', row: 'RFC9449-4.3-04a', change: { role: 'rs', place: 'resource' } });
  const htu = broken({ id: 'htu', row: 'RFC9449-4.3-09a' });
  expect(ids(typ('a'), refusal, crash, resource, htu).toSorted()).toEqual([
    'as:crash 1',
    'as:htu 1',
    'as:htu:refusal 1',
    'as:typ 1',
    'rs:typ 1',
  ]);
});

const text = (place = 'token'): Finding =>
  broken({ id: 'text', row: 'RFC9449-4.3-02b', ops: [{ op: 'proof-text', text: 'no-jwt' }], change: { place } });

test('a place that takes any text for a proof explains all that is accepted there, and nothing elsewhere', () => {
  const elsewhere = broken({ id: 'other', row: 'RFC9449-4.3-09a', change: { place: 'par' } });
  const answer = broken({ id: 'cache', row: 'RFC6749-5.1-01' });
  expect(ids(text(), typ('a'), broken({ id: 'b', row: 'RFC9449-4.3-08a' }), elsewhere, answer).toSorted()).toEqual([
    'as:caching 1',
    'as:htu 1',
    'as:proof 3',
  ]);
});

test('a pushed request whose proof is not looked at lets codes be taken, and no access token', () => {
  const [pushed] = problems(text('par'));
  expect(pushed?.harm).toBe(
    'Whoever gets hold of an authorization code can have its tokens bound to a key of his own.',
  );
  const [both] = problems(text('par'), text('token'));
  expect(both?.harm).toMatch(/^Whoever gets hold of an access token can use it/);
});

test('a place that looks neither at the proof nor at the client looks at nothing', () => {
  const nobody = broken({ id: 'nobody', row: 'RFC9449-3-01' });
  const cache = broken({ id: 'cache', row: 'RFC6749-5.1-01' });
  expect(ids(text(), typ('a'), nobody, cache)).toEqual(['as:request 4']);
});

test('an htu that is not compared explains fields that seem to decide which one is right', () => {
  const path = broken({ id: 'path', row: 'RFC9449-4.3-09a' });
  const forwarded = broken({ id: 'forwarded', row: 'RFC9449-4.3-09m' });
  expect(ids(path, forwarded)).toEqual(['as:htu 2']);
  expect(ids(forwarded)).toEqual(['as:request-uri 1']);
});

test('an empty field that counts as no proof explains nothing', () => {
  const empty = broken({ id: 'empty', row: 'RFC9449-4.3-02e', ops: [{ op: 'proof-text', text: '' }] });
  expect(ids(empty, typ('a')).toSorted()).toEqual(['as:form 1', 'as:typ 1']);
});

test('a signature that is not verified explains keys and algorithms that cannot verify it', () => {
  const unsigned = broken({ id: 'flipped', row: 'RFC9449-4.3-06a' });
  const none = broken({ id: 'none', row: 'RFC9449-4.3-05a' });
  const key = broken({ id: 'key', row: 'RFC9449-4.3-06g' });
  expect(ids(unsigned, none, key, typ('a')).toSorted()).toEqual(['as:signature 3', 'as:typ 1']);
});

test('where the rule speaks of all claims, the claim that was changed decides', () => {
  const of = (name: string): Finding =>
    broken({ id: name, row: 'RFC9449-4.3-03e', ops: [{ op: 'claim-set', name, value: 7 }] });
  expect(ids(of('htm'), of('iat'), of('mine')).toSorted()).toEqual(['as:form 1', 'as:htm 1', 'as:iat 1']);
});

test('a problem is waived where all of its findings are, and weighs what the others weigh', () => {
  const waiver = { reason: 'known' };
  const warn = { ...typ('b'), verdict: 'warn' as const };
  expect(problems({ ...typ('a'), waiver }, warn)).toMatchObject([
    { verdict: 'warn', findings: ['b@token', 'a@token'] },
  ]);
  expect(problems({ ...typ('a'), waiver })).toMatchObject([{ verdict: 'fail', waived: true }]);
});

test('a rule of a suite of the user is its own cause', () => {
  expect(problems(broken({ id: 'mine', row: 'MINE-1' })).map(({ id, harm }) => [id, harm.length > 0])).toEqual([
    ['as:MINE-1', true],
  ]);
});

test('what is no breach is no problem', () => {
  const calm = (['pass', 'note', 'skip', 'blocked', 'error'] as const).map((verdict) => ({ ...typ('a'), verdict }));
  expect(problems(...calm)).toEqual([]);
});
