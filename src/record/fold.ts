import { HarnessError } from '../errors.ts';
import type { Comparison } from './comparison.ts';
import type { Quirks } from './quirk.ts';
import type {
  Coverage,
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
  coverage?: Coverage;
  finished?: RunFinished;
  readonly preflights: Preflight[];
  readonly exchanges: Map<string, ExchangeEvent>;
  readonly findings: Finding[];
  readonly fuzzed: FuzzSummary[];
  readonly quirks: Quirks[];
  readonly comparisons: Comparison[];
};

export function startFold(): Fold {
  return { preflights: [], exchanges: new Map(), findings: [], fuzzed: [], quirks: [], comparisons: [] };
}

/** Adds an event; says what is wrong when it cannot stand where it does. */
export function foldInto(fold: Fold, event: RecordEvent): string | undefined {
  if (fold.started === undefined && event.type !== 'run-started') return `${event.type} before run-started`;
  if (fold.finished !== undefined) return `${event.type} after run-finished`;
  switch (event.type) {
    case 'run-started':
      if (fold.started !== undefined) return 'a second run-started: two runs in one record';
      fold.started = event;
      return undefined;
    case 'coverage':
      fold.coverage = event;
      return undefined;
    case 'preflight':
      fold.preflights.push(event);
      return unknownTarget(fold, event.target);
    case 'exchange':
      if (fold.exchanges.has(event.id)) return `a second exchange with the id ${JSON.stringify(event.id)}`;
      fold.exchanges.set(event.id, event);
      return undefined;
    case 'finding':
      fold.findings.push(event);
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
    case 'run-finished':
      fold.finished = event;
      return undefined;
    default:
      event satisfies never;
      return undefined;
  }
}

/** A target that no report would list must not take its findings with it. */
function unknownTarget({ started }: Fold, target: string): string | undefined {
  const isKnown = started?.targets.some(({ name }) => name === target) ?? false;
  return isKnown ? undefined : `run-started names no target ${JSON.stringify(target)}`;
}

export function recordOf({ started, finished, ...rest }: Fold): RunRecord | undefined {
  if (started === undefined) return undefined;
  // Cases end in any order; a report tells them in that of the suites, target by target.
  const targets = started.targets.map(({ name }) => name);
  const place = ({ target, index }: Finding): number => targets.indexOf(target) * 1e6 + index;
  const findings = rest.findings.toSorted((a, b) => place(a) - place(b));
  return { started, ...rest, findings, ...(finished === undefined ? {} : { finished }) };
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
