import { expect, test } from 'vitest';
import type { Coverage } from '../record/coverage.ts';
import { belowMark } from './coverage-mark.ts';
import { caseOf, findingOf, graded, recorder, recordOf } from './recompute/record.fixture.ts';

type Row = Coverage['rows'][number];

const row = (id: string, change: Partial<Row> = {}): Row => ({
  id,
  section: '',
  heading: '',
  level: 'MUST',
  role: 'as',
  summary: '',
  profile: 'core',
  isAsked: true,
  cases: 1,
  isSlow: false,
  ...change,
});

/** Four rules are asked of the target, and one of them is judged. */
const rows = [
  row('R-1'),
  row('R-2'),
  row('R-3'),
  row('R-4'),
  row('R-slow', { isSlow: true }),
  row('R-rs', { role: 'rs' }),
  row('R-profile', { isAsked: false }),
  row('R-out', { excluded: { reason: 'no case can judge it', rows: [] } }),
];

function recordWith(minJudged: number | undefined, verdict: 'pass' | 'skip' = 'pass') {
  const judgement = { verdict, reason: '', assertions: [] };
  const change = { basis: { by: 'inapplicable' as const, why: '' }, requirements: [graded('R-1')] };
  const finding = findingOf(recorder('c'), caseOf([{ delta: [], expect: 'refuse' }]), judgement, change);
  const started = minJudged === undefined ? {} : { minJudged };
  return recordOf([finding], { started, coverage: { type: 'coverage', rows } });
}

test('fewer judged rules than are due make a run incomplete, and a sentence says how many', () => {
  const below = recordWith(50);
  expect(belowMark(below, 't')).toBe(
    'Only 25 % of the 4 rules that are asked of it were judged; 50 % are due (--min-judged).',
  );
  expect([below.finished?.exitCode, below.finished?.tone]).toEqual([3, 'unsure']);
});

test('as many as are due are enough, and without the option nothing is due', () => {
  expect([belowMark(recordWith(25), 't'), belowMark(recordWith(undefined), 't')]).toEqual([undefined, undefined]);
  expect(recordWith(25).finished?.exitCode).toBe(0);
});

test('a rule whose cases were skipped is not judged', () => {
  expect(belowMark(recordWith(25, 'skip'), 't')).toContain('Only 0 %');
});
