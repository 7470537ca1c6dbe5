import { resolve as resolvePath } from 'node:path';
import { HarnessError } from '../errors.ts';
import type { KeyPool } from '../proof/keys.ts';
import type { Coverage } from '../record/coverage.ts';
import { type Finding, type RecordEvent, type RunFinished, type RunStarted, type Waiver } from '../record/schema.ts';
import type { Shard } from '../record/shard.ts';
import type { SuiteLock } from '../record/suite-lock.ts';
import { proofPlaces } from '../suite/define.ts';
import type { Requirement } from '../suite/catalogue.ts';
import type { Suite } from '../suite/schema.ts';
import { isOpenAt, type Offer } from '../bench/offer.ts';
import { defined } from '../defined.ts';
import { type Grounds, mark } from '../verdict/marks.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { loadWaivers } from '../target/waivers.ts';
import { conclude } from '../verdict/conclude.ts';
import { createTally } from '../verdict/watch.ts';
import type { Bench } from '../bench/bench.ts';
import { obstacleOf } from '../preflight/inspection.ts';
import { openBench, type OpenedBench } from '../preflight/open-bench.ts';
import { deal, selectedOf } from './deal.ts';
import {
  checkSelected,
  type Earlier,
  earlierAt,
  type EarlierAt,
  keptOf,
  lastBegun,
  nothingYet,
  type Stages,
} from './earlier.ts';
import { gathering } from './gathering.ts';
import { checkGate, startEvent, type StartOptions } from './start-event.ts';
import { isClient } from './client/open-stage.ts';
import { type AfterClient, runClient } from './client/run-client.ts';
import { runTarget } from './run-target.ts';
import { countApplying, type Instance, type Resolve, selectInstances } from './select.ts';
import type { TargetRun, Watcher } from './target-run.ts';

export type RunOptions = StartOptions & {
  readonly suites: readonly Suite[];
  /** What the catalogue asks for, for the reports. */
  readonly coverage?: Coverage;
  /** What the run is judged by; made when all is judged, so that the first request goes out sooner. */
  readonly lock?: () => SuiteLock;
  readonly resolve: Resolve;
  /** The rules for clients; needed where a client is among the targets. */
  readonly catalogue?: readonly Requirement[];
  /** There are more suites than these: waivers may name other cases too. */
  readonly isPartial?: boolean;
  /** All suites, where `suites` are not all of them. */
  readonly allSuites?: readonly Suite[];
  /** Which part of the cases is run. By default all of them. */
  readonly shard?: Shard;
  /** Which instances are run at a target, beside the selection. */
  readonly only?: (target: string, instance: Named) => boolean;
  /** A run of the same targets and cases that was interrupted: its findings stay, and the rest is run. */
  readonly earlier?: Earlier;
  readonly unmasked: boolean;
  readonly keys: KeyPool;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly write: (event: RecordEvent) => void;
  readonly progress: (finding: Finding, done: number, total: number) => void;
  readonly log: (line: string) => void;
  /** What follows the cases at each target. */
  readonly afterCases?: (stage: Stage) => Promise<Afterwards>;
  /** The same at each client under test. */
  readonly afterClient?: AfterClient;
  /** What follows the last target, before the end of the record. */
  readonly afterTargets?: () => Promise<RecordEvent>;
  /** Writes evidence beside the record; answers the name of the file. */
  readonly saveEvidence?: (name: string, ending: string, content: Uint8Array) => Promise<string>;
};

/** As much of an instance as a choice among them looks at. */
export type Named = { readonly id: string; readonly place: string };

/** One target whose cases have run; it is still open. */
export type Stage = {
  readonly bench: Bench;
  readonly findings: readonly Finding[];
  /** The first free place in the order of findings. */
  readonly nextIndex: number;
  readonly width: number;
  readonly emit: (event: RecordEvent) => void;
  /** What the run had done there before it was interrupted. */
  readonly ended: Stages;
};

/** The findings by which the next one knows what is known; all else is in the record. */
export type Afterwards = { readonly findings: readonly Finding[] };

/** Runs every target, one after the other, and writes the whole record; the last event says what the run has come to. */
export async function run(options: RunOptions): Promise<RunFinished> {
  const { earlier } = options;
  const started = earlier?.record.started ?? (await startOf(options));
  const { course, write, disorder } = gathering(started, options.write);
  options.write(started);
  if (options.coverage !== undefined) write(options.coverage);
  const begun = earlier === undefined ? -1 : lastBegun(earlier.record);
  for (const [index, { name }] of started.targets.entries())
    if (earlier !== undefined && index <= begun)
      for (const event of keptOf(earlier.record, name, index < begun)) write(event);
  for (const [index, target] of options.targets.entries()) {
    if (options.signal.aborted) break;
    const marked = started.targets[index];
    if (marked === undefined || index < begun) continue;
    const before = earlier === undefined || index > begun ? nothingYet : earlierAt(earlier.record, marked.name);
    const grounds = { target: marked, today: started.today, disorder };
    await runOne({ ...options, write }, target, { grounds, before });
  }
  if (options.afterTargets !== undefined && !options.signal.aborted) write(await options.afterTargets());
  if (options.lock !== undefined) write(options.lock());
  const ended = options.signal.aborted ? 'interrupted' : 'complete';
  const conclusion = conclude(course(), ended);
  const finished: RunFinished = { type: 'run-finished', finishedAt: new Date().toISOString(), ...conclusion };
  options.write(finished);
  return finished;
}

/**
 * What the record of a run says first.
 *
 * @throws HarnessError where the waiver file of a target is bad, or the gate could never go red
 */
export async function startOf(options: StartOptions & Pick<RunOptions, 'suites' | 'isPartial'>): Promise<RunStarted> {
  const waivers = await Promise.all(options.targets.map((target) => waiversOf(target, options)));
  const started = startEvent(options, waivers);
  checkGate(started);
  return started;
}

function caseIds(suites: readonly Suite[]): readonly string[] {
  return suites.flatMap(({ cases, watches = [], clientCases = [], clientWatches = [] }) =>
    [...cases, ...watches, ...clientCases, ...clientWatches].map(({ id }) => id),
  );
}

/** Read before anything is sent: a bad file must not cost a run. */
async function waiversOf(
  { descriptor, directory, waivers }: LoadedDescriptor,
  { suites, isPartial }: Pick<RunOptions, 'suites' | 'isPartial'>,
): Promise<readonly Waiver[]> {
  if (waivers !== undefined || descriptor.waivers === undefined) return waivers ?? [];
  return loadWaivers(resolvePath(directory, descriptor.waivers), isPartial === true ? undefined : caseIds(suites));
}

/** What is known of a target before it is opened. */
type Known = { readonly grounds: Grounds; readonly before: EarlierAt };

async function runOne(options: RunOptions, loaded: LoadedDescriptor, known: Known): Promise<void> {
  if (isClient(loaded)) {
    if (known.before !== nothingYet || options.shard !== undefined) throw wholeOnly(loaded.client.name);
    await runClient({ ...options, catalogue: options.catalogue ?? [] }, loaded, known.grounds);
    return;
  }
  const watchers: Watcher[] = [];
  const watch: Bench['watch'] = (event, response) => {
    for (const { tally } of watchers) tally.look(event, response);
  };
  let opened: OpenedBench;
  try {
    const idPart = idPartOf(options);
    opened = await openBench(loaded, { ...options, emit: options.write, watch, ...defined({ idPart }) });
  } catch (error) {
    // What was judged before can still be gone on with: this record has no end then.
    if (!(error instanceof HarnessError) || known.before !== nothingYet) throw error;
    const obstacles = [obstacleOf(loaded, error)];
    options.write({ type: 'preflight', target: loaded.descriptor.name, facts: [], obstacles });
    return;
  }
  try {
    await runOpened(options, opened, known, watchers);
  } finally {
    await opened.close();
  }
}

/** A client is run in a few seconds: there is nothing to divide, and nothing to go on with. */
function wholeOnly(name: string): HarnessError {
  return new HarnessError('ERR_USAGE', `"${name}" is a client: --shard and --resume are for servers; run it whole`);
}

async function runOpened(
  options: RunOptions,
  { bench }: OpenedBench,
  { grounds, before }: Known,
  watchers: Watcher[],
): Promise<void> {
  const instances = instancesFor(options, bench);
  const selected = selectedOf(instances);
  checkSelected(before, selected, grounds.target.name);
  for (const instance of instances)
    if (instance.kind === 'watch') watchers.push({ instance, tally: createTally(instance) });
  for (const exchange of before.exchanges())
    if (exchange.transcript.response !== undefined) for (const { tally } of watchers) tally.look(exchange, 'lost');
  const width = bench.loaded.descriptor.limits.concurrency;
  const found = before.findings.filter(({ fuzz }) => fuzz !== undefined);
  const emit = (event: RecordEvent): void => {
    if (event.type === 'finding') options.write(mark(event, grounds));
    else if (event.type === 'fuzz') options.write({ ...event, findings: event.findings + found.length });
    else options.write(event);
  };
  const findings = await runTarget({
    bench,
    instances,
    watchers,
    signal: options.signal,
    emit,
    scope: { ...scopeFor(options, bench.offer), selected },
    deal: deal(instances, options.shard),
    earlier: before,
    progress: (finding, done, total) => options.progress(mark(finding, grounds), done, total),
  });
  // Where cases were to be run and no place with proofs is left, nothing can be fuzzed or measured.
  if (instances.length > 0 && !proofPlaces.some((place) => isOpenAt(bench, place))) return;
  const nextIndex = instances.length + found.length;
  const { ended } = before;
  await options.afterCases?.({ bench, findings: [...findings, ...found], nextIndex, width, emit, ended });
}

function idPartOf({ shard, earlier }: RunOptions): string | undefined {
  if (earlier !== undefined) return earlier.idPart;
  return shard === undefined ? undefined : `s${shard.index}-`;
}

/** A case that is named is run although it waits. */
function instancesFor(
  { suites, selection, only, ...grading }: RunOptions,
  { offer, loaded }: Bench,
): readonly Instance[] {
  if (only === undefined) return selectInstances(suites, grading, offer, selection);
  const all = selectInstances(suites, grading, offer, { ...selection, slow: true });
  return all.filter((instance) => only(loaded.descriptor.name, instance));
}

function scopeFor(options: RunOptions, offer: Offer): TargetRun['scope'] {
  const { suites, allSuites = suites, selection } = options;
  const { of, waiting } = countApplying(allSuites, options, offer, selection);
  const withheld = offer.withheld.length === 0 ? undefined : [...offer.withheld];
  return { of, ...defined({ withheld, waiting: waiting === 0 ? undefined : waiting }) };
}
