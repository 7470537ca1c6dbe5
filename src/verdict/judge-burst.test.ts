import { describe, expect, test } from 'vitest';
import { opinionOnBurst } from './judge-burst.ts';
import { outcome } from './verdict.fixture.ts';

const yes = outcome('accepted', 200);
const no = outcome('refused', 400, 'invalid_dpop_proof');
const asked = outcome('challenged', 400, 'use_dpop_nonce');
const busy = outcome('throttled', 429);
const crash = outcome('crashed', 500);

const opinion = (severity: 'fail' | 'warn' | 'info', ...rounds: (readonly (typeof yes)[])[]): readonly string[] => {
  const { verdict, reason } = opinionOnBurst({ times: 3, rounds }, severity);
  return [verdict, reason];
};

describe('of a burst', () => {
  test('one accepted in each round is a pass', () => {
    expect(opinion('fail', [yes, no, no], [no, yes, asked])).toEqual(['pass', 'Accepted 1, 1 of 3 sent at once.']);
  });

  test('two accepted in one round is a breach, as grave as the requirement says', () => {
    const rounds = [
      [yes, no, no],
      [yes, yes, no],
    ];
    const reason = 'Accepted 1, 2 of 3 sent at once.';
    expect(opinion('fail', ...rounds)).toEqual(['fail', reason]);
    expect(opinion('warn', ...rounds)).toEqual(['warn', reason]);
    expect(opinion('info', ...rounds)).toEqual(['note', reason]);
  });

  test('two accepted are a breach whatever became of the others', () => {
    expect(opinion('fail', [yes, yes, crash, busy])[0]).toBe('fail');
  });

  test('none accepted tells nothing', () => {
    const reason = 'Accepted 0 of 3 sent at once, which tells nothing (400 invalid_dpop_proof).';
    expect(opinion('fail', [no, no, no])).toEqual(['blocked', reason]);
  });

  test('one accepted and nothing refused tells nothing: the target may have throttled', () => {
    expect(opinion('fail', [yes, busy, busy])[0]).toBe('blocked');
  });

  test('a crash is no refusal', () => {
    const reason = 'Accepted 1 of 3 sent at once; 2 answered 500: a crash, not a refusal.';
    expect(opinion('fail', [yes, crash, crash])).toEqual(['warn', reason]);
  });
});
