import type { RunRecord, Tone } from '../record/schema.ts';
import { missedCases, targetDoubts } from '../verdict/doubts.ts';
import { toneOfRun } from '../verdict/tone.ts';

export type Gate = {
  readonly tone: Tone;
  readonly title: string;
  /** Why the run is less than conclusive, or cannot be trusted to be whole; shown as a banner. */
  readonly problems: readonly string[];
  /** The problems that no finding shows. */
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

export function gateOf(record: RunRecord): Gate {
  const doubts = doubtsOf(record);
  const missed = record.started.targets.flatMap(({ name }) => named(name, missedCases(record.findings, name)));
  const tone = toneOfRun(record, record.finished);
  return { tone, title: titles[tone], problems: [...doubts, ...missed], doubts };
}

function doubtsOf(record: RunRecord): readonly string[] {
  const { started, finished } = record;
  const targets = started.targets.map(({ name }) => name);
  return [
    ...(finished === undefined ? [incompleteText] : []),
    ...(finished !== undefined && finished.ended !== 'complete'
      ? [`The run was ${finished.ended} before its end.`]
      : []),
    ...(finished?.message === undefined ? [] : [finished.message]),
    ...(targets.length === 0 ? ['No target was tested.'] : []),
    ...targets.flatMap((target) => named(target, targetDoubts(record, target))),
    ...record.comparisons.flatMap(({ lost }) => lost).map((why) => `Not compared, or not to the end: ${why}.`),
    ...(finished?.staleWaivers ?? []).map((waiver) => `Stale or expired waiver: ${waiver}`),
  ];
}

function named(target: string, problems: readonly string[]): readonly string[] {
  return problems.map((problem) => `${target}: ${problem}`);
}

/** Why nothing good may be said of one target. */
export function targetProblems(record: RunRecord, target: string): readonly string[] {
  return [...targetDoubts(record, target), ...missedCases(record.findings, target)];
}
