import type { Finding, Verdict } from '../record/schema.ts';
import { isJudged } from './judgement.ts';

/** What a finding counts as: its verdict, or `waived` where somebody answers for it. Worst first. */
export const statuses = ['fail', 'error', 'blocked', 'warn', 'waived', 'note', 'pass', 'skip'] as const;
export type Status = (typeof statuses)[number];
export type Counts = Readonly<Record<Status, number>>;

type Counted = Pick<Finding, 'verdict' | 'waiver'>;

const waivable: readonly Verdict[] = ['fail', 'error', 'blocked', 'warn'];

export function statusOf({ verdict, waiver }: Counted): Status {
  return waiver !== undefined && waivable.includes(verdict) ? 'waived' : verdict;
}

export function countStatuses(findings: readonly Counted[]): Counts {
  const counts = { fail: 0, error: 0, blocked: 0, warn: 0, waived: 0, note: 0, pass: 0, skip: 0 };
  for (const finding of findings) counts[statusOf(finding)] += 1;
  return counts;
}

export function countVerdicts(findings: readonly Pick<Finding, 'verdict'>[]): Partial<Record<Verdict, number>> {
  const counts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of findings) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

/** Whether anything at all can be said by these findings. */
export function isAnyJudged(findings: readonly Pick<Finding, 'verdict'>[]): boolean {
  return findings.some(({ verdict }) => isJudged(verdict));
}
