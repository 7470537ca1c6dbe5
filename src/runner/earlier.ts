import { defined } from '../defined.ts';
import { HarnessError } from '../errors.ts';
import { eventsInTurn } from '../record/in-turn.ts';
import type { ExchangeEvent, Finding, Preflight, RecordEvent, RunRecord } from '../record/schema.ts';
import { closedResult } from './not-run.ts';
import type { CaseResult } from './case-result.ts';

/** A run that did not come to its end, to be continued. */
export type Earlier = {
  readonly record: RunRecord;
  /** What sets the ids of further exchanges apart. */
  readonly idPart: string;
};

/** What it had come to at one target. */
export type EarlierAt = {
  readonly exchanges: () => Iterable<ExchangeEvent>;
  readonly findings: readonly Finding[];
  /** The instances that have a finding. */
  readonly done: ReadonlySet<string>;
  /** The tested requests of cases that were under way, by instance. */
  readonly strays: ReadonlyMap<string, readonly string[]>;
  /** What has come to its end there, after the cases. */
  readonly ended: Stages;
  /** What its cases were chosen from; absent where none had begun. */
  readonly selected?: Selected;
};

type Selected = NonNullable<Preflight['selected']>;

/** Which parts of the work after the cases have been done. */
export type Stages = { readonly fuzzing: boolean; readonly quirks: boolean };

export const nothingYet: EarlierAt = {
  exchanges: () => [],
  findings: [],
  done: new Set(),
  strays: new Map(),
  ended: { fuzzing: false, quirks: false },
};

/** How far it had come: targets before the last one that it began are done. */
export function lastBegun({ started, preflights, exchanges }: RunRecord): number {
  const begun = new Set([
    ...preflights.map(({ target }) => target),
    ...[...exchanges.heads.values()].map(({ target }) => target),
  ]);
  return started.targets.findLastIndex(({ name }) => begun.has(name));
}

export function earlierAt(record: RunRecord, target: string): EarlierAt {
  const findings = record.findings.filter((finding) => finding.target === target);
  const done = new Set(findings.filter(({ fuzz }) => fuzz === undefined).map(({ instance }) => instance));
  const open = [...record.exchanges.heads.values()].filter(
    (head) => head.target === target && head.purpose === 'tested' && !done.has(head.instance),
  );
  const selected = selectedAt(record, target);
  const strays = Map.groupBy(open, ({ instance }) => instance);
  return {
    exchanges: function* () {
      for (const event of record.exchanges.values()) if (event.target === target) yield event;
    },
    findings,
    done,
    strays: new Map([...strays].map(([instance, heads]) => [instance, heads.map(({ id }) => id)])),
    ended: {
      fuzzing: record.fuzzed.some((one) => one.target === target),
      quirks: record.quirks.some((one) => one.target === target),
    },
    ...defined({ selected }),
  };
}

function selectedAt({ preflights }: RunRecord, target: string): Selected | undefined {
  return preflights.find((one) => one.target === target && one.selected !== undefined)?.selected;
}

/**
 * A server that offers something else than before has other cases: what was judged before is no part of that run.
 *
 * @throws HarnessError `ERR_USAGE`
 */
export function checkSelected({ selected }: EarlierAt, now: Selected, target: string): void {
  if (selected === undefined || selected.digest === now.digest) return;
  throw new HarnessError(
    'ERR_USAGE',
    `--resume: at the target ${JSON.stringify(target)} ${now.count} cases and watches apply now, and ${selected.count} did ` +
      'before the run was interrupted: it offers something else; start anew, without --resume',
  );
}

/** What is kept of a target. Where it is gone on with, its preflight is made anew; of the old one stays what the cases were chosen from. */
export function* keptOf(record: RunRecord, target: string, isDone: boolean): Generator<RecordEvent> {
  const isOwn = (event: { readonly target: string }): boolean => event.target === target;
  if (isDone) yield* record.preflights.filter(isOwn);
  else {
    const selected = selectedAt(record, target);
    if (selected !== undefined) yield { type: 'preflight', target, facts: [], obstacles: [], selected };
  }
  yield* eventsInTurn(record, target);
  yield* record.fuzzed.filter(isOwn);
  yield* record.quirks.filter(isOwn);
  yield* record.leftBehind.filter(isOwn);
}

const interrupted = 'the run was interrupted meanwhile';

/** What an interrupted case had sent counts for nothing, and is named all the same: no answer is left out of a record. */
export function withStrays(result: CaseResult, strays: readonly string[] | undefined): CaseResult {
  if (strays === undefined) return result;
  const { basis } = result;
  if (basis.by === 'inapplicable')
    return closedResult('blocked', `it was tried before the run was interrupted, and now does not apply: ${basis.why}`);
  if (basis.by !== 'case') return result;
  const step = { refusals: [...strays] };
  const aside = [...(basis.aside ?? []), { steps: [], spoilt: { by: 'stopped' as const, reason: interrupted, step } }];
  return { ...result, basis: { ...basis, aside } };
}
