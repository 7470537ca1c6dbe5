import { describe, expect, test } from 'vitest';
import { type Shot, verdictOnBurst } from './judge-burst.ts';
import { outcome } from './verdict.fixture.ts';

const yes = outcome('accepted', 200);
const no = outcome('refused', 400, 'invalid_dpop_proof');
const asked = outcome('challenged', 400, 'use_dpop_nonce');
const busy = outcome('throttled', 429);
const crash = outcome('crashed', 500);

const ruled = (severity: 'fail' | 'warn' | 'info', ...rounds: (readonly (typeof yes)[])[]): readonly string[] => {
  const { verdict, reason } = verdictOnBurst({ times: 3, rounds: rounds.map((round) => round.map(shot)) }, severity);
  return [verdict, reason];
};

function shot(one: typeof yes): Shot {
  return { id: 'x', outcome: one };
}

describe('of a burst', () => {
  test('one accepted in each round is a pass', () => {
    expect(ruled('fail', [yes, no, no], [no, yes, asked])).toEqual(['pass', 'Accepted 1, 1 of 3 sent at once.']);
  });

  test('two accepted in one round is a breach, as grave as the requirement says', () => {
    const rounds = [
      [yes, no, no],
      [yes, yes, no],
    ];
    const reason = 'Accepted 1, 2 of 3 sent at once.';
    expect(ruled('fail', ...rounds)).toEqual(['fail', reason]);
    expect(ruled('warn', ...rounds)).toEqual(['warn', reason]);
    expect(ruled('info', ...rounds)).toEqual(['note', reason]);
  });

  test('two accepted are a breach whatever became of the others', () => {
    expect(ruled('fail', [yes, yes, crash, busy])[0]).toBe('fail');
  });

  test('none accepted shows nothing', () => {
    const reason = 'Accepted 0 of 3 sent at once, which shows nothing (400 invalid_dpop_proof).';
    expect(ruled('fail', [no, no, no])).toEqual(['blocked', reason]);
  });

  test('one accepted and nothing refused shows nothing: the target may have throttled', () => {
    expect(ruled('fail', [yes, busy, busy])[0]).toBe('blocked');
  });

  test('a crash is no refusal', () => {
    const reason = 'Accepted 1 of 3 sent at once; 2 answered 500: a crash, not a refusal.';
    expect(ruled('fail', [yes, crash, crash])).toEqual(['warn', reason]);
  });
});
