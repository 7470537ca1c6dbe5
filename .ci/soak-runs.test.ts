import { expect, test } from 'vitest';
import {
  accepted,
  caseFinding,
  caseOf,
  eventsOf,
  recorder,
  refused,
  step,
} from '../src/verdict/recompute/record.fixture.ts';
import { readRun, unsteadyIn, unsteadyText } from './soak-runs.ts';

const spec = { delta: [{ op: 'header-remove' as const, name: 'typ' }], expect: 'refuse' as const };

function recordOf(answer: typeof accepted): string {
  const at = recorder();
  const finding = caseFinding(at, caseOf([spec]), [{ steps: [step(at, spec, answer)] }]);
  return eventsOf([...at.events, finding])
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');
}

test('runs that come to the same are steady', () => {
  const runs = [recordOf(refused), recordOf(refused)].map((text) => readRun(text).result);
  expect(runs[0]?.size).toBe(2);
  expect(unsteadyIn(runs)).toEqual([]);
});

test('what changes from run to run is named, with the runs: verdicts, problems and the end', () => {
  const runs = [refused, refused, accepted, refused, refused].map((answer) => readRun(recordOf(answer)).result);
  expect(unsteadyIn(runs).map(unsteadyText)).toEqual([
    't/c@token: pass (4 runs); fail (run 3)',
    'the end: exit code 0, partial (4 runs); exit code 1, bad (run 3)',
    expect.stringMatching(/^the problem t\/as:\S+: absent \(4 runs\); fail \(run 3\)$/),
  ]);
});
