import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../record/schema.ts';
import { type Came, failed, passed, runOf, waivedFail } from './difference.fixture.ts';
import { expectations } from '../judge-step.ts';
import { differenceOf, isUncertain, isWorse } from './difference.ts';
import { snapshotsOf } from './snapshot.ts';

const skipped = { verdict: 'skip', reason: 'Does not apply.' } as const;
const blocked = { verdict: 'blocked', reason: 'Throttled.' } as const;
const warned = { verdict: 'warn' } as const;

function compared(before: RunRecord, after: RunRecord) {
  const difference = differenceOf(snapshotsOf(before), snapshotsOf(after));
  if (difference === undefined) throw new Error('the runs share a target');
  return difference;
}

/** What became of each problem. */
function kinds(before: Came | RunRecord, after: Came | RunRecord): readonly string[] {
  const record = (given: Came | RunRecord): RunRecord => ('started' in given ? (given as RunRecord) : runOf(given));
  const { targets } = compared(record(before), record(after));
  return targets.flatMap(({ problems }) => problems.map(({ kind, id }) => `${kind} ${id}`));
}

describe('a problem', () => {
  test('is new where its case was tried before and passed', () => {
    expect(kinds({ 'htu-other-path': passed }, { 'htu-other-path': failed })).toEqual(['new rs:htu']);
  });

  test('is new where its case could not be judged before, or did not apply', () => {
    expect(kinds({ 'htu-other-path': blocked }, { 'htu-other-path': failed })).toEqual(['new rs:htu']);
    expect(kinds({ 'htu-other-path': skipped }, { 'htu-other-path': failed })).toEqual(['new rs:htu']);
  });

  test('that only one run tried is neither new nor gone', () => {
    expect(kinds({ 'iat-hour-ahead': passed }, { 'htu-other-path': failed })).toEqual(['unknown rs:htu']);
    expect(kinds({ 'htu-other-path': failed }, { 'iat-hour-ahead': passed })).toEqual(['unknown rs:htu']);
  });

  test('is gone only when all that showed it is tried again', () => {
    const two = { 'htu-other-path': failed, 'htu-second': failed };
    expect(kinds(two, { 'htu-other-path': passed, 'htu-second': passed })).toEqual(['gone rs:htu']);
    expect(kinds(two, { 'htu-other-path': passed, 'htu-second': blocked })).toEqual(['unknown rs:htu']);
    expect(kinds(two, { 'htu-other-path': passed, 'htu-second': skipped })).toEqual(['unknown rs:htu']);
    expect(kinds(two, { 'htu-other-path': passed })).toEqual(['unknown rs:htu']);
    expect(kinds(two, { 'htu-other-path': blocked, 'htu-second': blocked })).toEqual(['unknown rs:htu']);
  });

  test('is worse by a harder verdict, a further case, a further place, or a lost waiver', () => {
    expect(kinds({ 'htu-other-path': warned }, { 'htu-other-path': failed })).toEqual(['worse rs:htu']);
    expect(kinds({ 'htu-other-path': waivedFail }, { 'htu-other-path': failed })).toEqual(['worse rs:htu']);
    const one = { 'htu-other-path': failed, 'htu-second@introspection': passed };
    const both = { 'htu-other-path': failed, 'htu-second@introspection': failed };
    expect(kinds(one, both)).toEqual(['worse rs:htu']);
    expect(compared(runOf(one), runOf(both)).targets[0]?.problems[0]?.furtherPlaces).toEqual(['introspection']);
  });

  test('is better by a milder verdict, a case less, or a waiver', () => {
    expect(kinds({ 'htu-other-path': failed }, { 'htu-other-path': warned })).toEqual(['better rs:htu']);
    expect(kinds({ 'htu-other-path': failed }, { 'htu-other-path': waivedFail })).toEqual(['better rs:htu']);
    const two = { 'htu-other-path': failed, 'htu-second': failed };
    expect(kinds(two, { ...two, 'htu-second': passed })).toEqual(['better rs:htu']);
  });

  test('that is worse in one case and better in another is worse', () => {
    const before = { 'htu-other-path': failed, 'htu-second': passed };
    expect(kinds(before, { 'htu-other-path': passed, 'htu-second': failed })).toEqual(['worse rs:htu']);
  });

  test('stays as it was where only another run tried more of it', () => {
    const one = { 'htu-other-path': failed };
    expect(kinds(one, { ...one, 'htu-second': failed })).toEqual(['same rs:htu']);
    expect(kinds({ ...one, 'htu-second': failed }, one)).toEqual(['same rs:htu']);
  });

  test('that is there anew and waived does not count', () => {
    const difference = compared(runOf({ 'htu-other-path': passed }), runOf({ 'htu-other-path': waivedFail }));
    expect(isWorse(difference)).toBe(false);
    expect(difference.targets[0]?.problems[0]).toMatchObject({ kind: 'same', after: { waived: true } });
  });

  test('does not come to be new because a coarser one is mended in part', () => {
    const shows = (came: Came[string], op: object): Came[string] => ({
      ...came,
      plan: { exchanges: [{ delta: [op], expect: 'refuse' }] },
      assertions: [
        { requirement: 'RFC9449-4.3-09a', verdict: came.verdict, expected: expectations.refuse, got: 'accepted' },
      ],
    });
    const htu = { 'htu-other-path': shows(failed, { op: 'claim-set', name: 'htu', value: 'x' }) };
    const garbage = (came: Came[string]): Came => ({ garbage: shows(came, { op: 'proof-text', text: 'garbage' }) });
    const before = runOf({ ...htu, ...garbage(failed) });
    const after = runOf({ ...htu, ...garbage(passed) });
    const [target] = compared(before, after).targets;
    expect(target?.problems.map(({ kind, id, alsoAs }) => [kind, id, alsoAs])).toEqual([
      ['better', 'rs:proof', 'rs:htu'],
      ['same', 'rs:htu', 'rs:proof'],
    ]);
    const [back] = compared(after, before).targets;
    expect(back?.problems.map(({ kind, id }) => [kind, id])).toEqual([
      ['new', 'rs:proof'],
      ['same', 'rs:htu'],
    ]);
  });
});

describe('a finding of fuzzing', () => {
  const fuzz = { phase: 'pairs', seed: 42, index: 3, seen: 3, of: 3 };
  const found = { ...failed, fuzz };
  const none = { 'iat-hour-ahead': passed };
  const some = { ...none, 'fuzz-1': found };

  test('is new after a campaign of the same seed that did not find it', () => {
    expect(kinds(none, some)).toEqual(['new rs:htu']);
    expect(kinds(some, none)).toEqual(['gone rs:htu']);
  });

  test.each([
    ['of another seed', { started: { seed: 43 } }],
    ['of another suite', { started: { suiteDigest: 'other' } }],
    ['of another Proofmark', { started: { proofmark: '0.0.9' } }],
    ['that was cut', { fuzz: { cut: true as const } }],
  ])('shows nothing new after a campaign %s', (_name, given) => {
    expect(kinds(runOf(none, given), some)).toEqual(['unknown rs:htu']);
    expect(kinds(runOf(some, given), none)).toEqual(['unknown rs:htu']);
  });

  test('does not make a known problem worse, nor keep it from being gone', () => {
    const known = { 'htu-other-path': failed };
    expect(kinds(known, { ...known, 'fuzz-1': found })).toEqual(['same rs:htu']);
    const other = runOf({ 'htu-other-path': passed }, { started: { seed: 43 } });
    expect(kinds({ ...known, 'fuzz-1': found }, other)).toEqual(['gone rs:htu']);
  });
});

describe('a comparison', () => {
  test('of a run with itself shows nothing', () => {
    const run = runOf({ 'htu-other-path': failed, 'iat-hour-ahead': warned, 'ath-missing': skipped });
    const difference = compared(run, run);
    expect([isWorse(difference), isUncertain(difference)]).toEqual([false, false]);
    expect(difference.targets[0]).toMatchObject({ moves: [], newSkips: [], unjudged: [], onlyBefore: 0, onlyAfter: 0 });
  });

  test('counts what moved beside the problems, new skips, and what only one run has', () => {
    const before = runOf({ 'a@token': passed, 'b@token': passed, 'c@token': passed, 'd@token': passed });
    const after = runOf({ 'a@token': { verdict: 'note' }, 'b@token': skipped, 'c@token': blocked, 'e@token': passed });
    const difference = compared(before, after);
    expect(difference.targets[0]).toMatchObject({
      moves: [
        { from: 'pass', to: 'note', instances: ['a@token'] },
        { from: 'pass', to: 'skip', instances: ['b@token'] },
        { from: 'pass', to: 'blocked', instances: ['c@token'] },
      ],
      newSkips: ['b@token'],
      unjudged: ['c@token'],
      onlyBefore: 1,
      onlyAfter: 1,
    });
    expect([isWorse(difference), isUncertain(difference)]).toEqual([false, true]);
  });

  test('with a run that did not come to its end is uncertain', () => {
    const run = runOf({ 'a@token': passed });
    expect(isUncertain(compared(run, runOf({ 'a@token': passed }, { finished: { ended: 'interrupted' } })))).toBe(true);
  });

  test('matches targets by name, and one with one whatever they are called', () => {
    const [a, b] = [runOf({ 'a@token': passed }, { target: 'a' }), runOf({ 'a@token': passed }, { target: 'b' })];
    expect(differenceOf(snapshotsOf(a), snapshotsOf(b))?.targets.map(({ after }) => after.target)).toEqual(['b']);
    const both = [...snapshotsOf(a), ...snapshotsOf(b)];
    expect(differenceOf(both, snapshotsOf(b))).toMatchObject({ onlyBefore: ['a'], onlyAfter: [] });
    expect(differenceOf(both, snapshotsOf(runOf({ 'a@token': passed }, { target: 'c' })))).toBeUndefined();
  });
});
