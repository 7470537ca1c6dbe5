import type { Finding } from '../record/schema.ts';
import { type Counts, statuses, statusOf } from '../verdict/status.ts';

/** Worst first; a new skip stands behind what was broken. */
export function byStatus(one: Finding, other: Finding): number {
  return rankOf(one) - rankOf(other);
}

function rankOf(finding: Finding): number {
  return finding.news === true ? statuses.indexOf('warn') + 0.5 : statuses.indexOf(statusOf(finding));
}

/** `2 fail, 1 warn, 40 pass`: worst first, without the zeros. */
export function countsInWords(counts: Counts): string {
  const parts = statuses.filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${status}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
