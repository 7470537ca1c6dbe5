import type { Finding, Preflight, RunRecord } from '../record/schema.ts';
import { countStatuses, judgedOf } from './status.ts';

/** `bad`: findings stand against the gate. `unsure`: nothing may be concluded. Only `good` may look green. */
export type Tone = 'good' | 'bad' | 'unsure';

export type Gate = {
  readonly tone: Tone;
  readonly title: string;
  /** Why the run is less than conclusive, or cannot be trusted to be whole; shown as a banner. */
  readonly problems: readonly string[];
  /** The problems that no finding tells of. */
  readonly doubts: readonly string[];
};

export const incompleteText =
  'This record has no end: the run was killed, or is still going. What follows is what it had come to by then.';

const titles: Readonly<Record<Tone, string>> = { good: 'Gate met', bad: 'Gate not met', unsure: 'Not conclusive' };

export function gateOf(record: RunRecord): Gate {
  const doubts = doubtsOf(record);
  const missed = record.started.targets.flatMap(({ name }) => named(name, missedCases(name, record.findings)));
  const problems = [...doubts, ...missed];
  const tone = toneOf(record, problems);
  return { tone, title: titles[tone], problems, doubts };
}

/** Unlike the run's exit code this knows what is in the record: a code 0 alone makes nothing green. */
function toneOf(record: RunRecord, problems: readonly string[]): Tone {
  const counts = countStatuses(record.findings);
  const isBroken = counts.fail > 0 || (record.started.failOn === 'warn' && counts.warn > 0);
  if (isBroken || record.finished?.exitCode === 1) return 'bad';
  return problems.length > 0 || record.finished?.exitCode !== 0 ? 'unsure' : 'good';
}

function doubtsOf(record: RunRecord): readonly string[] {
  const { started, finished, preflights, findings } = record;
  const targets = started.targets.map(({ name }) => name);
  return [
    ...(finished === undefined ? [incompleteText] : []),
    ...(finished !== undefined && finished.ended !== 'complete'
      ? [`The run was ${finished.ended} before its end.`]
      : []),
    ...(finished?.message === undefined ? [] : [finished.message]),
    ...(targets.length === 0 ? ['No target was tested.'] : []),
    ...targets.flatMap((target) => named(target, targetDoubts(target, preflights, findings))),
    ...(finished?.staleWaivers ?? []).map((waiver) => `Stale or expired waiver: ${waiver}`),
  ];
}

function named(target: string, problems: readonly string[]): readonly string[] {
  return problems.map((problem) => `${target}: ${problem}`);
}

/** Why nothing good may be said of one target. */
export function targetProblems(
  target: string,
  preflights: readonly Preflight[],
  findings: readonly Finding[],
): readonly string[] {
  return [...targetDoubts(target, preflights, findings), ...missedCases(target, findings)];
}

function targetDoubts(
  target: string,
  preflights: readonly Preflight[],
  findings: readonly Finding[],
): readonly string[] {
  const own = findings.filter((finding) => finding.target === target);
  const errors = preflights.filter((preflight) => preflight.target === target).flatMap(errorsOf);
  const isJudged = judgedOf(own) > 0;
  return [...errors, ...(isJudged ? [] : ['No case was judged.'])];
}

function missedCases(target: string, findings: readonly Finding[]): readonly string[] {
  const { blocked, error } = countStatuses(findings.filter((finding) => finding.target === target));
  const missed = blocked + error;
  return missed === 0 ? [] : [`${missed} ${missed === 1 ? 'case' : 'cases'} could not be judged.`];
}

function errorsOf({ problems }: Preflight): readonly string[] {
  return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}
