import { describe, expect, test } from 'vitest';
import type { Verdict } from '../record/schema.ts';
import { exitCodeOfReplay, standingOfCase, standingOfFinding } from './replay-standing.ts';

describe('a case that was sent again', () => {
  test.each<readonly [Verdict, Verdict, string]>([
    ['fail', 'pass', 'FIXED'],
    ['warn', 'note', 'FIXED'],
    ['pass', 'pass', 'SAME'],
    ['blocked', 'pass', 'SAME'],
    ['fail', 'warn', 'FAILED'],
    ['pass', 'fail', 'BROKEN'],
    ['fail', 'skip', 'ERROR'],
    ['fail', 'blocked', 'ERROR'],
    ['pass', 'error', 'ERROR'],
  ])('was %s, is %s: %s', (before, now, standing) => {
    expect(standingOfCase({ verdict: before }, { verdict: now })).toBe(standing);
  });
});

describe('a finding of fuzzing that was tried again', () => {
  const fuzz = (seen: number, of: number) => ({ phase: 'saved', seed: 1, index: 1, seen, of });

  test('stands by how often it was seen', () => {
    expect([
      standingOfFinding({ verdict: 'fail', fuzz: fuzz(3, 3) }),
      standingOfFinding({ verdict: 'warn', fuzz: fuzz(1, 3) }),
      standingOfFinding({ verdict: 'pass', fuzz: fuzz(0, 3) }),
      standingOfFinding({ verdict: 'skip', fuzz: fuzz(0, 0) }),
    ]).toEqual(['FAILED', 'UNSTABLE', 'FIXED', 'ERROR']);
  });
});

test('a replay ends with 1 where one is broken, with 3 where one could not be judged, or none was sent', () => {
  expect([
    exitCodeOfReplay(['FIXED', 'SAME']),
    exitCodeOfReplay(['FIXED', 'ERROR', 'FAILED']),
    exitCodeOfReplay(['UNSTABLE']),
    exitCodeOfReplay(['BROKEN']),
    exitCodeOfReplay(['FIXED', 'ERROR']),
    exitCodeOfReplay([]),
  ]).toEqual([0, 1, 1, 1, 3, 3]);
});
