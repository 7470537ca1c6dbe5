import type { Finding } from '../record/schema.ts';
import { type Counts, statuses, statusOf } from '../verdict/status.ts';

export function byStatus(one: Finding, other: Finding): number {
  return statuses.indexOf(statusOf(one)) - statuses.indexOf(statusOf(other));
}

/** `2 fail, 1 warn, 40 pass`: worst first, without the zeros. */
export function countsInWords(counts: Counts): string {
  const parts = statuses.filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${status}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
