import type { Finding, Preflight, RunRecord } from '../record/schema.ts';
import { countStatuses, judgedOf } from './status.ts';

/**
 * `bad`: findings stand against the gate. `unsure`: nothing may be concluded. `measured`: no case was to be run. Only
 * `good` may look green.
 */
export type Tone = 'good' | 'bad' | 'unsure' | 'measured';

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

const titles: Readonly<Record<Tone, string>> = {
  good: 'Gate met',
  bad: 'Gate not met',
  unsure: 'Not conclusive',
  measured: 'Measured, not judged',
};

/** A record of quirks alone. */
export function isMeasuredOnly({ findings, fuzzed, quirks }: RunRecord): boolean {
  return findings.length === 0 && fuzzed.length === 0 && quirks.length > 0;
}

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
  if (problems.length > 0 || record.finished?.exitCode !== 0) return 'unsure';
  return isMeasuredOnly(record) ? 'measured' : 'good';
}

function doubtsOf(record: RunRecord): readonly string[] {
  const { started, finished } = record;
  const targets = started.targets.map(({ name }) => name);
  const measured = new Set(isMeasuredOnly(record) ? record.quirks.map(({ target }) => target) : []);
  return [
    ...(finished === undefined ? [incompleteText] : []),
    ...(finished !== undefined && finished.ended !== 'complete'
      ? [`The run was ${finished.ended} before its end.`]
      : []),
    ...(finished?.message === undefined ? [] : [finished.message]),
    ...(targets.length === 0 ? ['No target was tested.'] : []),
    ...targets.flatMap((target) => named(target, targetDoubts(record, target, measured.has(target)))),
    ...record.comparisons.flatMap(({ lost }) => lost).map((why) => `Not compared, or not to the end: ${why}.`),
    ...(finished?.staleWaivers ?? []).map((waiver) => `Stale or expired waiver: ${waiver}`),
  ];
}

function named(target: string, problems: readonly string[]): readonly string[] {
  return problems.map((problem) => `${target}: ${problem}`);
}

/** Why nothing good may be said of one target. */
export function targetProblems(record: RunRecord, target: string, isMeasured = false): readonly string[] {
  return [...targetDoubts(record, target, isMeasured), ...missedCases(target, record.findings)];
}

function targetDoubts(record: RunRecord, target: string, isMeasured: boolean): readonly string[] {
  const own = record.findings.filter((finding) => finding.target === target);
  const campaigns = record.fuzzed.filter((summary) => summary.target === target);
  const errors = record.preflights.filter((preflight) => preflight.target === target).flatMap(errorsOf);
  const isJudged = isMeasured || judgedOf(own) > 0 || campaigns.some(({ plans }) => plans.agrees > 0);
  const lost = campaigns.flatMap((summary) => summary.lost ?? []);
  return [
    ...errors,
    ...(isJudged ? [] : ['No case was judged.']),
    ...lost.map((why) => `Fuzzing could not go on at ${why}.`),
  ];
}

function missedCases(target: string, findings: readonly Finding[]): readonly string[] {
  const { blocked, error } = countStatuses(findings.filter((finding) => finding.target === target));
  const missed = blocked + error;
  return missed === 0 ? [] : [`${missed} ${missed === 1 ? 'case' : 'cases'} could not be judged.`];
}

function errorsOf({ problems }: Preflight): readonly string[] {
  return problems.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}
