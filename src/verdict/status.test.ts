import { expect, test } from 'vitest';
import type { Finding, Verdict } from '../record/schema.ts';
import { countStatuses, countVerdicts, isAnyJudged } from './status.ts';

const found = (...verdicts: readonly Verdict[]): readonly Pick<Finding, 'verdict'>[] =>
  verdicts.map((verdict) => ({ verdict }));

test('verdicts are counted, those that did not come left out', () => {
  expect(countVerdicts(found('pass', 'fail', 'pass'))).toEqual({ pass: 2, fail: 1 });
});

test('a target is judged by anything but skips and what could not be judged', () => {
  expect([isAnyJudged(found('skip', 'note')), isAnyJudged(found('skip', 'blocked', 'error')), isAnyJudged([])]).toEqual(
    [true, false, false],
  );
});

test('a breach that somebody answers for is waived, a pass is a pass', () => {
  const waiver = { reason: 'known since last year' };
  expect(countStatuses([{ verdict: 'fail', waiver }, { verdict: 'pass', waiver }, { verdict: 'fail' }])).toEqual({
    fail: 1,
    error: 0,
    blocked: 0,
    warn: 0,
    waived: 1,
    note: 0,
    pass: 1,
    skip: 0,
  });
});
