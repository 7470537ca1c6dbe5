import type { Finding, Verdict } from '../record/schema.ts';

export type GateInput = {
  readonly findings: readonly Pick<Finding, 'verdict' | 'waiver'>[];
  readonly failOn: 'fail' | 'warn';
  readonly staleWaivers: number;
  readonly ended: 'complete' | 'interrupted' | 'aborted';
  /** Targets of which no case was judged. */
  readonly unjudged: number;
  /** Problems that kept whole targets or places from being judged. */
  readonly preflightErrors: number;
};

/** Exit codes (docs/run-in-ci.md): 0 gate met, 1 findings, 3 incomplete, 4 stale waiver, 130 interrupted. */
export function gate(input: GateInput): number {
  if (input.ended === 'interrupted') return 130;
  const open = input.findings.filter(({ waiver }) => waiver === undefined).map(({ verdict }) => verdict);
  const failing: readonly Verdict[] = input.failOn === 'warn' ? ['fail', 'warn'] : ['fail'];
  if (open.some((verdict) => failing.includes(verdict))) return 1;
  const unsure = open.includes('blocked') || open.includes('error');
  const lacking = unsure || input.preflightErrors > 0 || input.unjudged > 0;
  if (lacking || input.ended === 'aborted') return 3;
  return input.staleWaivers > 0 ? 4 : 0;
}

/** Whether anything at all can be said by these findings. */
export function isJudged(findings: readonly Pick<Finding, 'verdict'>[]): boolean {
  return findings.some(({ verdict }) => verdict !== 'skip' && verdict !== 'blocked' && verdict !== 'error');
}

export function countVerdicts(findings: readonly Pick<Finding, 'verdict'>[]): Partial<Record<Verdict, number>> {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of findings) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}
