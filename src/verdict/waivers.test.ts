import { describe, expect, test } from 'vitest';
import type { Finding, Verdict, Waiver } from '../record/schema.ts';
import { expectations } from './judge-step.ts';
import { caseOf, findingOf, recorder } from './recompute/record.fixture.ts';
import { matchWaivers } from './waivers.ts';

const basis = { by: 'inapplicable' as const, why: '' };
const judged = (verdict: Verdict) => ({ verdict, reason: '', assertions: [] });

describe('matchWaivers', () => {
  const waiver = (more: Partial<Waiver>): Waiver => ({
    case: 'a',
    verdict: 'fail',
    reason: 'not before the summer',
    ...more,
  });
  const finding = (instance: string, verdict: Verdict, target = 't', change: Partial<Finding> = {}): Finding => ({
    ...findingOf(recorder('x', [], 'token'), caseOf([{ delta: [], expect: 'refuse' }]), judged(verdict), { basis }),
    case: instance.split('@')[0] ?? '',
    instance,
    target,
    reason: 'Does not apply: there is one resource.',
    ...change,
  });
  const of = (requirement: string, verdict: Verdict): Partial<Finding> => ({
    assertions: [{ requirement, verdict, expected: expectations.refuse, got: '200' }],
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

  test('a problem is waived with all its findings, also those that a wider problem explains elsewhere', () => {
    const findings = [
      finding('typ-missing@token', 'fail', 't', of('RFC9449-4.3-04a', 'fail')),
      finding('htu-path@token', 'fail', 't', of('RFC9449-4.3-09a', 'fail')),
    ];
    expect(match([{ problem: 'as:typ', verdict: 'fail', reason: 'known' }], ...findings).waived).toEqual([0]);
    expect(match([{ problem: 'as:proof', verdict: 'fail', reason: 'known' }], ...findings).waived).toEqual([0, 1]);
    expect(match([{ problem: 'rs:typ', verdict: 'fail', reason: 'known' }], ...findings).waived).toEqual([]);
  });

  test('a requirement is waived where its breach makes the verdict', () => {
    const findings = [
      finding('a@token', 'fail', 't', of('RFC9449-4.3-04a', 'fail')),
      finding('b@token', 'fail', 't', of('RFC9449-4.3-04b', 'fail')),
    ];
    expect(match([{ requirement: 'RFC9449-4.3-04b', verdict: 'fail', reason: 'known' }], ...findings).waived).toEqual([
      1,
    ]);
  });

  test('a pattern, and any waiver with a reason of the report, hold for that reason only', () => {
    const one = finding('typ-jwt@token', 'fail', 't', { reason: 'Accepted (200), although it must be refused.' });
    const other = finding('typ-nul@token', 'fail', 't', { reason: 'No answer.' });
    expect(match([waiver({ case: 'typ-*', because: 'Accepted (200)' })], one, other)).toEqual({
      waived: [0],
      stale: [],
    });
    expect(match([waiver({ case: 'typ-nul', because: 'Accepted (200)', where: 'w.yaml:7' })], other)).toEqual({
      waived: [],
      stale: ['w.yaml:7 waiver of fail for typ-nul does not hold any more: the reason is another'],
    });
  });

  test('a waived warn that has become a fail says so', () => {
    expect(match([waiver({ verdict: 'warn' })], finding('a@token', 'fail')).stale).toEqual([
      'waiver of warn for a does not hold any more: it has become a fail',
    ]);
  });

  test('a problem that is gone makes its waiver stale, where everything was asked for', () => {
    const gone = { problem: 'as:typ', verdict: 'fail' as const, reason: 'known', where: 'w.yaml:3' };
    const calm = finding('a@token', 'pass');
    expect(matchWaivers([gone], [calm], '2026-06-01').stale).toEqual([
      'w.yaml:3 waiver of fail for problem as:typ is not needed any more',
    ]);
    expect(matchWaivers([gone], [calm], '2026-06-01', false).stale).toEqual([]);
    expect(matchWaivers([gone], [finding('a@token', 'blocked')], '2026-06-01').stale).toEqual([]);
  });
});
