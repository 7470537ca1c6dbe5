import type { Finding } from '../../record/schema.ts';
import { ClientCase } from '../../suite/client/schema.ts';
import { Case, type Suite } from '../../suite/schema.ts';

/**
 * A finding as a suite of its own, to be kept beside the code of the server: what `run --suite` takes, and `replay`. It
 * says nothing of the campaign that came upon it, so that the same finding is the same file each time.
 */
export function savedSuite(finding: Finding): Suite | undefined {
  if (!isWorthKeeping(finding)) return undefined;
  const { case: id, section, plan, role } = finding;
  const base = { id: `saved-${id}`, title: 'Found by fuzzing', section, cases: [] };
  if (role === 'client') {
    const ofClient = ClientCase.safeParse(plan);
    return ofClient.success ? { ...base, clientCases: [ofClient.data] } : undefined;
  }
  const parsed = Case.safeParse(plan);
  return parsed.success ? { ...base, cases: [parsed.data] } : undefined;
}

/** Seen at least once beside lawful twins. */
function isWorthKeeping({ fuzz, verdict }: Finding): boolean {
  return fuzz !== undefined && fuzz.seen > 0 && (verdict === 'fail' || verdict === 'warn');
}
