import type { Finding, Verdict } from '../record/schema.ts';
import { type Status, statuses, statusOf } from './status.ts';

/**
 * What a finding says about one of its requirements; `undefined`: nothing. One that its assertions do not single out shares a
 * pass, but no breach: that belongs to the requirement it is asserted of.
 */
function requirementStatus(id: string, finding: Finding): Status | undefined {
  const verdicts = finding.assertions.filter(({ requirement }) => requirement === id).map(({ verdict }) => verdict);
  const verdict = verdictOrder.find((candidate) => verdicts.includes(candidate));
  if (verdict !== undefined) return statusOf({ ...finding, verdict });
  const isShared = finding.assertions.length === 0 || finding.verdict === 'pass' || finding.verdict === 'skip';
  return isShared ? statusOf(finding) : undefined;
}

/** What several findings say about it together: the worst. */
export function requirementStatusOf(id: string, findings: readonly Finding[]): Status | undefined {
  const list = findings.map((finding) => requirementStatus(id, finding));
  return statuses.find((status) => list.includes(status));
}

const verdictOrder: readonly Verdict[] = ['fail', 'error', 'blocked', 'warn', 'note', 'pass', 'skip'];
