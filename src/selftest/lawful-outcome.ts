import type { Finding } from '../record/schema.ts';
import type { SelftestRun } from './context.ts';
import type { Outcome } from './job.ts';
import { verdictsOf } from './verdicts.ts';

/** What a whole run at a lawful server came to: the wrong findings, and at least one pass has to be there. */
export function lawfulOutcome({ findings, finished }: SelftestRun, isWrong: (finding: Finding) => boolean): Outcome {
  const wrong = findings.filter(isWrong);
  const problems = wrong.map(({ verdict, instance, reason }) => `${verdict} ${instance}: ${reason}`);
  const passes = finished.counts.pass ?? 0;
  return {
    problems: passes === 0 ? [...problems, 'not a single pass'] : problems,
    kills: [],
    named: 0,
    counts: finished.counts,
    verdicts: verdictsOf(findings),
  };
}
