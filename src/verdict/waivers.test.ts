import { describe, expect, test } from 'vitest';
import type { Verdict, Waiver } from '../record/schema.ts';
import { matchWaivers } from './waivers.ts';

describe('matchWaivers', () => {
  const waiver = (more: Partial<Waiver>): Waiver => ({
    case: 'a',
    verdict: 'fail',
    reason: 'not before the summer',
    ...more,
  });
  const finding = (instance: string, verdict: Verdict, target = 't') => ({
    case: instance.split('@')[0] ?? '',
    instance,
    target,
    verdict,
    reason: 'Does not apply: there is one resource.',
  });
  const match = (waivers: readonly Waiver[], ...findings: ReturnType<typeof finding>[]) => {
    const { waived, stale } = matchWaivers(waivers, findings, '2026-06-01');
    return { waived: [...waived.keys()], stale };
  };

  test('a case id waives all its places, an instance id one', () => {
    const findings = [finding('a@token', 'fail'), finding('a@resource', 'fail'), finding('b@token', 'fail')];
    expect(match([waiver({})], ...findings)).toEqual({ waived: [0, 1], stale: [] });
    expect(match([waiver({ case: 'a@resource' })], ...findings)).toEqual({ waived: [1], stale: [] });
  });

  test('an instance id without a subject waives all subjects of the place', () => {
    const findings = [finding('a@resource', 'fail'), finding('a@resource~second', 'fail')];
    expect(match([waiver({ case: 'a@resource' })], ...findings)).toEqual({ waived: [0, 1], stale: [] });
    expect(match([waiver({ case: 'a@resource~second' })], ...findings)).toEqual({ waived: [1], stale: [] });
  });

  test('only the waived verdict is waived, and only at the target named', () => {
    const findings = [finding('a@token', 'warn'), finding('a@token', 'fail', 'u'), finding('a@token', 'fail')];
    expect(match([waiver({ target: 'u' })], ...findings)).toEqual({ waived: [1], stale: [] });
  });

  test('a waiver is stale when its case was judged and did not earn the verdict', () => {
    expect(match([waiver({})], finding('a@token', 'pass'), finding('a@par', 'warn'))).toEqual({
      waived: [],
      stale: ['waiver of fail for a is not needed any more: the verdict is pass, warn'],
    });
  });

  test.each(['skip', 'blocked', 'error'] as const)('a case that ended as %s says nothing of its waiver', (verdict) => {
    expect(match([waiver({})], finding('a@token', verdict))).toEqual({ waived: [], stale: [] });
  });

  test('a case that was not selected says nothing of its waiver', () => {
    expect(match([waiver({})], finding('b@token', 'pass'))).toEqual({ waived: [], stale: [] });
  });

  test('a waiver holds on the day it expires and is stale, without effect, after it', () => {
    expect(match([waiver({ expires: '2026-06-01' })], finding('a@token', 'fail'))).toEqual({ waived: [0], stale: [] });
    expect(match([waiver({ expires: '2026-05-31', target: 't' })], finding('a@token', 'fail'))).toEqual({
      waived: [],
      stale: ['waiver of fail for a at t expired on 2026-05-31'],
    });
  });
});
