import { describe, expect, test } from 'vitest';
import type { Profile, Severity } from '../suite/profile.ts';
import { cap, grade } from './policy.ts';

const row = (level: string, severity: Severity): Parameters<typeof grade>[0] => ({
  id: 'R-1',
  role: 'as',
  section: 'RFC 9449 §4.3',
  level,
  summary: 'A rule.',
  severity,
});
const profile = (id: string, severity: Severity, requirement = 'R-1'): Profile => ({
  id,
  title: id,
  kind: 'standard',
  link: '',
  rows: [],
  without: [],
  changes: [{ requirement, severity, source: 'somewhere' }],
});
const graded = (level: string, severity: Severity, profiles: readonly Profile[], strict = false): Severity =>
  grade(row(level, severity), { profiles, strict }).severity;

describe('the severity of a requirement', () => {
  test('is that of the catalogue, and the rest of the row is kept', () => {
    expect(grade(row('MUST', 'fail'), { profiles: [], strict: false })).toEqual({
      id: 'R-1',
      role: 'as',
      section: 'RFC 9449 §4.3',
      level: 'MUST',
      summary: 'A rule.',
      severity: 'fail',
      base: 'fail',
    });
  });

  test('is changed by a profile, either way', () => {
    expect(graded('MUST', 'warn', [profile('a', 'fail')])).toBe('fail');
    expect(graded('MUST', 'warn', [profile('a', 'info')])).toBe('info');
  });

  test('is not changed by a profile that speaks of another requirement', () => {
    expect(graded('MUST', 'warn', [profile('a', 'fail', 'R-2')])).toBe('warn');
  });

  test('is that of the strictest profile, in whatever order', () => {
    const profiles = [profile('a', 'info'), profile('b', 'fail'), profile('c', 'warn')];
    expect([graded('MAY', 'info', profiles), graded('MAY', 'info', profiles.toReversed())]).toEqual(['fail', 'fail']);
  });

  test.each<readonly [string, Severity, Severity]>([
    ['SHOULD', 'warn', 'fail'],
    ['SHOULD NOT', 'warn', 'fail'],
    ['SHOULD', 'info', 'info'],
    ['MUST', 'warn', 'warn'],
    ['implied', 'warn', 'warn'],
    ['MAY', 'info', 'info'],
  ])('when strict: a %s graded %s is %s', (level, severity, strict) => {
    expect(graded(level, severity, [], true)).toBe(strict);
  });
});

describe('a cap', () => {
  test.each<readonly [Severity, 'warn' | 'info' | undefined, Severity]>([
    ['fail', undefined, 'fail'],
    ['fail', 'warn', 'warn'],
    ['fail', 'info', 'info'],
    ['warn', 'warn', 'warn'],
    ['info', 'warn', 'info'],
  ])('%s, at most %s: %s', (severity, atMost, capped) => {
    expect(cap(severity, atMost)).toBe(capped);
  });
});
