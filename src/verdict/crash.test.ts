import { describe, expect, test } from 'vitest';
import type { Finding } from '../record/schema.ts';
import type { ExchangeSpec } from '../suite/schema.ts';
import type { WireResponse } from '../wire/types.ts';
import { firstInconsistency } from './consistency.ts';
import {
  accepted,
  caseFinding,
  caseOf,
  crashed,
  recorder,
  recordOf,
  refused,
  step,
} from './recompute/record.fixture.ts';
import { answered } from './verdict.fixture.ts';

const refusal: ExchangeSpec = { delta: [], expect: 'refuse' };
const lawful: ExchangeSpec = { delta: [], expect: 'accept' };

/** Verdict and mark of a case whose attempts got these answers. */
function markOf(spec: ExchangeSpec, answers: readonly (WireResponse | undefined)[], repeated = 1): readonly unknown[] {
  const at = recorder();
  const attempts = answers.map((answer) => ({ steps: [step(at, spec, answer, { repeated })] }));
  const item = caseOf([spec]);
  const exchanges = at.events.flatMap((event) => (event.type === 'exchange' ? [event.id] : []));
  const record = recordOf([...at.events, caseFinding(at, item, attempts, { exchanges })]);
  const [finding] = record.findings;
  return [finding?.verdict, finding?.crash === true, firstInconsistency(record)];
}

describe('a finding shows a crash', () => {
  test.each<
    readonly [string, ExchangeSpec, readonly (WireResponse | undefined)[], number, Finding['verdict'], boolean]
  >([
    ['a 500 to a fault', refusal, [crashed], 1, 'warn', true],
    ['a 502 to a fault', refusal, [answered(502)], 1, 'warn', true],
    ['a 500 to a lawful request, each time', lawful, [crashed, crashed, crashed], 1, 'fail', true],
    ['a 500 to a lawful request, once', lawful, [crashed, accepted], 1, 'warn', true],
    ['no answer, time and again', refusal, [undefined], 3, 'warn', true],
    ['no answer, once', refusal, [undefined], 1, 'error', false],
    ['a method that is not implemented', refusal, [answered(501)], 1, 'pass', false],
    ['a server that throttles', refusal, [answered(503)], 1, 'blocked', false],
    ['a clean refusal', refusal, [refused], 1, 'pass', false],
    ['a fault that is accepted', refusal, [accepted], 1, 'fail', false],
  ])('%s', (_, spec, answers, repeated, verdict, isCrash) => {
    expect(markOf(spec, answers, repeated)).toEqual([verdict, isCrash, undefined]);
  });
});
