import { describe, expect, test } from 'vitest';
import type { Finding, Verdict } from '../record/schema.ts';
import {
  caseExitCode,
  caseStanding,
  findingsExitCode,
  type FindingStanding,
  findingStanding,
  isCampaignJudged,
} from './standing.ts';

describe('a case that is sent again', () => {
  test.each<readonly [before: Verdict, now: Verdict, standing: string, exitCode: number]>([
    ['pass', 'pass', 'SAME', 0],
    ['pass', 'note', 'SAME', 0],
    ['pass', 'fail', 'BROKEN', 1],
    ['note', 'warn', 'BROKEN', 1],
    ['fail', 'fail', 'FAILED', 1],
    ['warn', 'fail', 'FAILED', 1],
    ['fail', 'pass', 'FIXED', 0],
    ['blocked', 'pass', 'SAME', 0],
    ['fail', 'skip', 'ERROR', 3],
    ['fail', 'blocked', 'ERROR', 3],
    ['pass', 'error', 'ERROR', 3],
  ])('%s, then %s: %s, exit code %i', (before, now, standing, exitCode) => {
    expect([caseStanding(before, now), caseExitCode(now)]).toEqual([standing, exitCode]);
  });

  test('and is not run ends with 3', () => {
    expect(caseExitCode(undefined)).toBe(3);
  });
});

describe('a finding of fuzzing that is sent again', () => {
  test.each<readonly [verdict: Verdict, seen: number, of: number, standing: FindingStanding]>([
    ['fail', 3, 3, 'FAILED'],
    ['warn', 1, 3, 'UNSTABLE'],
    ['pass', 0, 3, 'FIXED'],
    ['note', 0, 3, 'FIXED'],
    ['skip', 0, 0, 'ERROR'],
    ['blocked', 0, 0, 'ERROR'],
  ])('%s, seen %i times of %i: %s', (verdict, seen, of, standing) => {
    const fuzz = { phase: 'saved', seed: 1, index: 0, seen, of };
    expect(findingStanding({ verdict, fuzz } as Finding)).toBe(standing);
  });

  test.each<readonly [readonly FindingStanding[], number]>([
    [['FIXED', 'FIXED'], 0],
    [['FIXED', 'FAILED', 'ERROR'], 1],
    [['UNSTABLE'], 1],
    [['FIXED', 'ERROR'], 3],
    [[], 3],
  ])('%j end with %i', (all, exitCode) => {
    expect(findingsExitCode(all)).toBe(exitCode);
  });
});

test('a campaign has judged where a plan was answered as a correct server answers it', () => {
  const plans = { agrees: 0, either: 4, surprise: 2, unjudged: 1 };
  expect([isCampaignJudged({ plans }), isCampaignJudged({ plans: { ...plans, agrees: 1 } })]).toEqual([false, true]);
});
