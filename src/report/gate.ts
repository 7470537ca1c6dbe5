import { exitCodes } from '../verdict/exit-code.ts';
import type { RunRecord, Tone } from '../record/schema.ts';
import type { Scope } from '../record/scope.ts';
import { missedCases, otherDoubts, targetDoubts } from '../verdict/doubts.ts';
import { isWhole, scopeOfRun } from '../verdict/scope.ts';
import { toneOfRun } from '../verdict/tone.ts';
import { crashesIn, partText, type Remarks, remarksOf } from './remarks.ts';

export type Gate = {
  readonly tone: Tone;
  readonly title: string;
  /** Why the run is less than conclusive, or cannot be trusted to be whole; shown as a banner. */
  readonly caveats: readonly string[];
  /** The caveats that no finding shows. */
  readonly doubts: readonly string[];
  readonly scope: Scope;
  /** What was run, where it was not everything: the headline has it too. */
  readonly part: string | undefined;
  readonly remarks: Remarks;
  /** The caveats without the errors of a preflight, for a report that shows those by themselves. */
  readonly others: readonly string[];
};

export const incompleteText =
  'This record has no end: the run was killed, or is still going. What follows is what it had come to by then.';

const titles: Readonly<Record<Tone, string>> = {
  good: 'Gate met',
  partial: 'Partial',
  bad: 'Gate not met',
  unsure: 'Not conclusive',
  measured: 'Measured, not judged',
};

export function gateOf(record: RunRecord): Gate {
  const doubts = doubtsOf(record, targetDoubts);
  const missed = record.started.targets.flatMap(({ name }) => named(name, missedCases(record.findings, name)));
  const tone = toneOfRun(record, record.finished);
  const scope = scopeOfRun(record);
  const part = isWhole(scope) || tone === 'measured' ? undefined : partText(scope);
  const remarks = remarksOf(record, scope);
  const caveats = [...doubts, ...missed];
  const others = [...doubtsOf(record, otherDoubts), ...missed];
  return { tone, title: titleOf(record, tone, part), caveats, doubts, others, scope, part, remarks };
}

/** The sentences beside the headline, in the order in which they are shown. */
export function remarkLines({ remarks, tone }: Gate): readonly string[] {
  const { against, scope, crashes, newSkips, missing, leftBehind } = remarks;
  const shown = tone === 'measured' ? [] : [against, crashes, newSkips, missing, scope, leftBehind];
  return shown.flatMap((line) => line ?? []);
}

/** What a reader may not overlook stands in the headline itself: that not everything was run, and that a server crashes. */
function titleOf({ findings, started, finished }: RunRecord, tone: Tone, part: string | undefined): string {
  const crashing = [...new Set(crashesIn(findings).map(({ target }) => target))];
  const who =
    started.targets.length === 1
      ? 'the server crashes'
      : `${crashing.join(' and ')} ${crashing.length === 1 ? 'crashes' : 'crash'}`;
  const title = finished?.exitCode === exitCodes.staleWaiver ? 'Waivers out of date' : titles[tone];
  return `${titleWith(title, tone, part)}${crashing.length === 0 ? '' : `; ${who}`}`;
}

function titleWith(title: string, tone: Tone, part: string | undefined): string {
  if (part === undefined) return title;
  return tone === 'partial' ? `P${part.slice(1)}` : `${title} (${part})`;
}

function doubtsOf(record: RunRecord, ofTarget: typeof targetDoubts): readonly string[] {
  const { started, finished } = record;
  const targets = started.targets.map(({ name }) => name);
  return [
    ...(finished === undefined ? [incompleteText] : []),
    ...(finished !== undefined && finished.ended !== 'complete'
      ? [`The run was ${finished.ended} before its end.`]
      : []),
    ...(finished?.message === undefined ? [] : [finished.message]),
    ...(targets.length === 0 ? ['No target was tested.'] : []),
    ...targets.flatMap((target) => named(target, ofTarget(record, target))),
    ...record.comparisons.flatMap(({ lost }) => lost).map((why) => `Not compared, or not to the end: ${why}.`),
    ...(finished?.staleWaivers ?? []).map((waiver) => `Stale or expired waiver: ${waiver}`),
  ];
}

function named(target: string, caveats: readonly string[]): readonly string[] {
  return caveats.map((caveat) => `${target}: ${caveat}`);
}

/** Why nothing good may be said of one target. */
export function targetCaveats(record: RunRecord, target: string): readonly string[] {
  return [...targetDoubts(record, target), ...missedCases(record.findings, target)];
}
