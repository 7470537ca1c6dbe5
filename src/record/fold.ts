import { HarnessError } from '../errors.ts';
import { type Gathering, keepExchanges } from './exchanges.ts';
import type { Comparison } from './comparison.ts';
import type { Coverage } from './coverage.ts';
import type { LeftBehind } from './left-behind.ts';
import type { Quirks } from './quirk.ts';
import type { SuiteLock } from './suite-lock.ts';
import type {
  ExchangeEvent,
  Finding,
  FuzzSummary,
  Preflight,
  RecordEvent,
  RunFinished,
  RunRecord,
  RunStarted,
} from './schema.ts';

export type Fold = {
  started?: RunStarted;
  lock?: SuiteLock;
  coverage?: Coverage;
  finished?: RunFinished;
  readonly preflights: Preflight[];
  readonly exchanges: Gathering;
  readonly findings: Finding[];
  readonly answersBefore: Map<Finding, number>;
  readonly answers: Map<string, number>;
  readonly fuzzed: FuzzSummary[];
  readonly quirks: Quirks[];
  readonly comparisons: Comparison[];
  readonly leftBehind: LeftBehind[];
};

export function startFold(exchanges: Gathering = keepExchanges()): Fold {
  const lists = { preflights: [], findings: [], fuzzed: [], quirks: [], comparisons: [], leftBehind: [] };
  return { ...lists, exchanges, answersBefore: new Map(), answers: new Map() };
}

/** Adds an event; says what is wrong when it cannot stand where it does. `bytes`: the event as it stands in its file. */
export function foldInto(fold: Fold, event: RecordEvent, bytes?: Uint8Array): string | undefined {
  if (fold.started === undefined && event.type !== 'run-started') return `${event.type} before run-started`;
  if (fold.finished !== undefined) return `${event.type} after run-finished`;
  switch (event.type) {
    case 'run-started':
    case 'suite-lock':
    case 'coverage':
    case 'run-finished':
      return setOnce(fold, event);
    case 'preflight':
      fold.preflights.push(event);
      return unknownTarget(fold, event.target);
    case 'exchange':
      return addExchange(fold, event, bytes);
    case 'finding':
      fold.findings.push(event);
      fold.answersBefore.set(event, fold.answers.get(event.target) ?? 0);
      return unknownTarget(fold, event.target);
    case 'fuzz':
      fold.fuzzed.push(event);
      return unknownTarget(fold, event.target);
    case 'quirks':
      fold.quirks.push(event);
      return unknownTarget(fold, event.target);
    case 'comparison':
      fold.comparisons.push(event);
      return event.targets.map((name) => unknownTarget(fold, name)).find((fault) => fault !== undefined);
    case 'left-behind':
      fold.leftBehind.push(event);
      return unknownTarget(fold, event.target);
    default:
      event satisfies never;
      return undefined;
  }
}

type Once = Extract<RecordEvent, { type: 'run-started' | 'suite-lock' | 'coverage' | 'run-finished' }>;

function setOnce(fold: Fold, event: Once): string | undefined {
  if (event.type === 'suite-lock') fold.lock = event;
  else if (event.type === 'coverage') fold.coverage = event;
  else if (event.type === 'run-finished') fold.finished = event;
  else if (fold.started !== undefined) return 'a second run-started: two runs in one record';
  else fold.started = event;
  return undefined;
}

function addExchange({ exchanges, answers }: Fold, event: ExchangeEvent, bytes?: Uint8Array): string | undefined {
  const { id, target, transcript } = event;
  if (exchanges.heads.has(id)) return `a second exchange with the id ${JSON.stringify(id)}`;
  exchanges.add(event, bytes);
  if (transcript.response !== undefined) answers.set(target, (answers.get(target) ?? 0) + 1);
  return undefined;
}

/** A target that no report would list must not take its findings with it. */
function unknownTarget({ started }: Fold, target: string): string | undefined {
  const isKnown = started?.targets.some(({ name }) => name === target) ?? false;
  return isKnown ? undefined : `run-started names no target ${JSON.stringify(target)}`;
}

export function recordOf({ started, finished, answers: _answers, ...rest }: Fold): RunRecord | undefined {
  if (started === undefined) return undefined;
  const findings = inOrder(started, rest.findings);
  return { started, ...rest, findings, ...(finished === undefined ? {} : { finished }) };
}

/** Cases end in any order; they are listed in that of the suites, target by target. */
export function inOrder({ targets }: RunStarted, findings: readonly Finding[]): readonly Finding[] {
  const names = targets.map(({ name }) => name);
  const place = ({ target, index }: Finding): number => names.indexOf(target) * 1e6 + index;
  return findings.toSorted((a, b) => place(a) - place(b));
}

/**
 * The record of events at hand.
 *
 * @throws HarnessError `ERR_RECORD_INVALID` naming the event by its place, counted from 1
 */
export function foldRecord(events: Iterable<RecordEvent>): RunRecord {
  const fold = startFold();
  let place = 0;
  for (const event of events) {
    place += 1;
    const problem = foldInto(fold, event);
    if (problem !== undefined) throw new HarnessError('ERR_RECORD_INVALID', `event ${place}: ${problem}`);
  }
  const record = recordOf(fold);
  if (record === undefined) throw new HarnessError('ERR_RECORD_INVALID', 'no run-started event');
  return record;
}
