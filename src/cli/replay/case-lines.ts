import type { ReplayOutcome } from '../../app/replay/outcome.ts';
import { evidenceLines } from '../../report/evidence/replay-text.ts';

/** The verdicts of a case then and now, and the differences between requests and answers. */
export function caseLines({
  record,
  before,
  now,
  again,
}: Extract<ReplayOutcome, { readonly kind: 'case' }>): readonly string[] {
  const name = `${before.target}/${before.instance}`;
  if (again === undefined) return [`${name}: not run`];
  const { standing, after } = again;
  return [
    `${standing}  ${name}  ${before.title}`,
    `  recorded  ${before.verdict}: ${before.reason}`,
    `  now       ${after.verdict}: ${after.reason}`,
    ...evidenceLines(record, before, now, after).map((line) => `  ${line}`),
  ];
}
