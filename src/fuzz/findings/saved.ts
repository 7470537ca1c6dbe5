import type { Finding } from '../../record/schema.ts';
import { Case, type Suite } from '../../suite/schema.ts';

/**
 * A finding as a suite of its own, to be kept beside the code of the server: what `run --suite` takes, and `replay`. It
 * says nothing of the campaign that came upon it, so that the same finding is the same file each time.
 */
export function savedSuite(finding: Finding): Suite | undefined {
  const parsed = Case.safeParse(finding.plan);
  if (!parsed.success || !isWorthKeeping(finding)) return undefined;
  const { case: id, section } = finding;
  return { id: `saved-${id}`, title: 'Found by fuzzing', section, cases: [parsed.data] };
}

/** Seen at least once beside lawful twins. */
function isWorthKeeping({ fuzz, verdict }: Finding): boolean {
  return fuzz !== undefined && fuzz.seen > 0 && (verdict === 'fail' || verdict === 'warn');
}
