import type { Finding } from '../record/schema.ts';
import { statusOf } from '../verdict/status.ts';
import { counted } from './text/counted.ts';

const soonDays = 30;
const dayMs = 86_400_000;

/**
 * How many findings somebody answers for, and for how many of them not much longer.
 *
 * @param today `YYYY-MM-DD`
 */
export function waivedText(findings: readonly Finding[], today: string): string | undefined {
  const waived = findings.filter((finding) => statusOf(finding) === 'waived');
  if (waived.length === 0) return undefined;
  const soon = waived.filter(({ waiver }) => waiver?.expires !== undefined && isSoon(waiver.expires, today)).length;
  const ending = soon === 0 ? '' : `; the waivers of ${soon} expire within ${soonDays} days`;
  return `${counted(waived.length, 'finding')} waived${ending}`;
}

function isSoon(expires: string, today: string): boolean {
  return Date.parse(expires) - Date.parse(today) <= soonDays * dayMs;
}
