import type { ReplayOutcome, RetriedFinding } from '../../app/replay/outcome.ts';
import type { ReplayStanding } from '../../verdict/replay-standing.ts';
import type { RunRecord } from '../../record/schema.ts';
import { planOps } from '../../report/views/fuzz.ts';
import { findingLines } from '../../report/evidence/replay-text.ts';

const findingStandings = [
  'FAILED',
  'BROKEN',
  'UNSTABLE',
  'ERROR',
  'FIXED',
  'SAME',
] as const satisfies readonly ReplayStanding[];

type OfFindings = Exclude<ReplayOutcome, { readonly kind: 'case' }>;

/** The standing of each finding, and the number of findings with each standing. */
export function findingsLines({ kind, findings, missing, now }: OfFindings): readonly string[] {
  const all: readonly ReplayStanding[] = [
    ...findings.map(({ standing }) => standing),
    ...missing.map(() => 'ERROR' as const),
  ];
  return [
    ...findings.flatMap((one) => (kind === 'several' ? briefLines(one) : linesOf(one, now))),
    ...missing.map((id) => `ERROR  ${id}  not run: the target offers no such place`),
    ...(all.length > 1 ? ['', countsOf(all)] : []),
  ];
}

/** Of many, what has become of each; the evidence is that of a replay of one. */
function briefLines({ standing, before, after }: RetriedFinding): readonly string[] {
  const isAsBefore = before?.verdict === after.verdict;
  return [
    `${standing}  ${after.target}/${after.instance}  ${after.title}`,
    ...(isAsBefore || before === undefined ? [] : [`  recorded  ${before.verdict}: ${before.reason}`]),
    ...(standing === 'SAME' ? [] : [`  now       ${after.verdict}: ${after.reason}`]),
  ];
}

function linesOf({ standing, before, after }: RetriedFinding, now: RunRecord): readonly string[] {
  return [
    `${standing}  ${after.target}/${after.instance}  ${after.title}`,
    ...(before === undefined ? [] : [`  recorded  ${before.verdict}: ${before.reason}`]),
    `  now       ${after.verdict}: ${after.reason}`,
    ...after.requirements.map(({ level, section, summary }) => `  ${level} (${section}): ${summary}`),
    ...planOps(after).map((ops) => `  plan      ${ops}`),
    ...findingLines(now, after).map((line) => `  ${line}`),
  ];
}

function countsOf(all: readonly ReplayStanding[]): string {
  const counts = findingStandings.map((standing) => [standing, all.filter((one) => one === standing).length] as const);
  const parts = counts.filter(([, count]) => count > 0).map(([standing, count]) => `${count} ${standing}`);
  return `${all.length} findings: ${parts.join(', ')}`;
}
