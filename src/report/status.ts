import type { Finding, Verdict } from '../record/schema.ts';

/** What a report counts a finding as: its verdict, or `waived` where somebody answers for it. Worst first. */
export const statuses = ['fail', 'error', 'blocked', 'warn', 'waived', 'note', 'pass', 'skip'] as const;
export type Status = (typeof statuses)[number];
export type Counts = Readonly<Record<Status, number>>;

const waivable: readonly Verdict[] = ['fail', 'error', 'blocked', 'warn'];

export function statusOf(finding: Finding): Status {
  return finding.waiver !== undefined && waivable.includes(finding.verdict) ? 'waived' : finding.verdict;
}

export function countStatuses(findings: readonly Finding[]): Counts {
  const counts = { fail: 0, error: 0, blocked: 0, warn: 0, waived: 0, note: 0, pass: 0, skip: 0 };
  for (const finding of findings) counts[statusOf(finding)] += 1;
  return counts;
}

/** Findings in which something was seen and weighed: all but those that do not apply or could not be judged. */
export function judgedOf(findings: readonly Finding[]): number {
  return findings.filter(({ verdict }) => verdict !== 'skip' && verdict !== 'blocked' && verdict !== 'error').length;
}

export function byStatus(one: Finding, other: Finding): number {
  return statuses.indexOf(statusOf(one)) - statuses.indexOf(statusOf(other));
}

/** `2 fail, 1 warn, 40 pass`: worst first, without the zeros. */
export function countsInWords(counts: Counts): string {
  const parts = statuses.filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${status}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
