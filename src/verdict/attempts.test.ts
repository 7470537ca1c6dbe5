import { expect, test } from 'vitest';
import type { Outcome } from '../record/schema.ts';
import type { ExchangeSpec } from '../suite/schema.ts';
import { type Attempt, judgeAttempts } from './attempts.ts';
import type { JudgedStep } from './judge-step.ts';
import { graded } from './recompute/record.fixture.ts';
import { outcome } from './verdict.fixture.ts';

const spec: ExchangeSpec = { delta: [], with: [{ op: 'htu', edit: 'own' }] as never, expect: 'accept' };
const lawful = { session: {}, exchanges: [spec] };
const faulty = { session: {}, exchanges: [{ ...spec, expect: 'refuse' as const }] };

const good = outcome('accepted', 200);
const bad = outcome('refused', 401, 'invalid_token');

function step(tested: Outcome, before = good, change: Partial<JudgedStep['tested']> = {}): Attempt {
  const seen = (id: string, of: Outcome) => ({ id, outcome: of });
  const own: ExchangeSpec = change.refusals === undefined ? spec : { ...spec, expect: 'refuse' };
  return {
    steps: [
      {
        spec: own,
        tested: { ...seen('tested', tested), ...change },
        before: seen('before', before),
        after: seen('after', good),
        repeated: 1,
      },
    ],
  };
}

const skipped: Attempt = {
  steps: [],
  spoilt: { by: 'inapplicable', reason: 'not taken here', step: { before: { id: 'before', outcome: bad } } },
};

function comesTo(attempts: readonly Attempt[], item: typeof lawful | typeof faulty = lawful): readonly unknown[] {
  const { judgement, isSettled, skips } = judgeAttempts({ case: item, requirements: [graded()] }, attempts, false);
  return [judgement.verdict, isSettled, skips];
}

test('a case is not left out by one refusal', () => {
  expect(comesTo([skipped])).toEqual(['skip', false, 1]);
  expect(comesTo([skipped, step(good)])).toEqual(['pass', true, 1]);
});

test('a case is left out by two', () => {
  expect(comesTo([skipped, skipped])).toEqual(['skip', false, 2]);
  expect(comesTo([skipped, step(good, bad), skipped])).toEqual(['skip', false, 2]);
});

test('an attempt that came to nothing does not undo that the case does not apply', () => {
  expect(comesTo([skipped, step(good, bad), step(good, bad)])).toEqual(['skip', false, 1]);
});

test('a lawful request that is refused in each attempt is a breach', () => {
  expect(comesTo([step(bad), step(bad), step(bad)])).toEqual(['fail', false, 0]);
});

test('one that is refused once, while the controls of the other attempts were refused, shows nothing', () => {
  expect(comesTo([step(good, bad), step(good, bad), step(bad)])).toEqual(['blocked', false, 0]);
});

test('a fault that was refused several times in a row at a place that wavers is a pass which says so', () => {
  const attempt = step(bad, good, { refusals: ['first', 'second'] });
  const { judgement } = judgeAttempts({ case: faulty, requirements: [graded()] }, [attempt], false);
  expect([judgement.verdict, /3 times in a row/.test(judgement.reason)]).toEqual(['pass', true]);
});
