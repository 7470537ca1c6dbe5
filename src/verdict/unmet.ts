import type { Finding, RunStarted } from '../record/schema.ts';
import { isAgainst } from './against.ts';
import { isUnsure } from './judgement.ts';

/** Whether a finding keeps its run from meeting the gate: it counts, or it could not be judged, and nobody answers for it. */
export function isUnmet(finding: Finding, started: Pick<RunStarted, 'failOn'>): boolean {
  return isAgainst(finding, started) || (finding.waiver === undefined && isUnsure(finding.verdict));
}
