import { expect, test } from 'vitest';
import type { ExchangeSpec } from '../suite/schema.ts';
import type { FieldLine } from '../wire/types.ts';
import { whyUnmet } from './premises.ts';
import { answered, answerOf, outcome } from './verdict.fixture.ts';

const exposed: ExchangeSpec = {
  delta: [],
  expect: 'accept',
  premise: 'its answers are not exposed',
  checks: [{ requirement: 'R-1', that: { check: 'exposed-to', origin: 'https://app.example' } }],
};

function seen(fields: readonly FieldLine[], spec = exposed) {
  return { spec, tested: outcome('accepted', 200), answer: answerOf('token', answered(200, fields)) };
}

test('a premise whose check is kept holds', () => {
  expect(whyUnmet(seen([['Access-Control-Allow-Origin', '*']]))).toBeUndefined();
});

test('a premise whose check is not kept does not hold, and says what came', () => {
  expect(whyUnmet(seen([]))).toBe('its answers are not exposed (no access-control-allow-origin)');
});

test('a record may carry the result of the check', () => {
  const carried = new Map([[0, { ok: false, expected: 'it', got: 'nothing' }]]);
  expect(whyUnmet({ ...seen([['Access-Control-Allow-Origin', '*']]), carried })).toBe(
    'its answers are not exposed (nothing)',
  );
});

test('a refusal breaks the premise of an exchange that has to be accepted', () => {
  expect(whyUnmet({ ...seen([]), tested: outcome('refused', 400) })).toBe('its answers are not exposed (400)');
});

test('a check without a premise is left to the verdict', () => {
  const { premise: _premise, ...spec } = exposed;
  expect(whyUnmet(seen([], spec))).toBeUndefined();
});
