import { resolve as resolvePath } from 'node:path';
import { HarnessError } from '../errors.ts';
import type { KeyPool } from '../proof/keys.ts';
import type { Coverage } from '../record/coverage.ts';
import { inOrder } from '../record/fold.ts';
import { type Finding, type RecordEvent, type RunFinished, type RunStarted, type Waiver } from '../record/schema.ts';
import { proofPlaces } from '../suite/define.ts';
import type { Suite } from '../suite/schema.ts';
import { isOpenAt, type Offer } from '../bench/offer.ts';
import { defined } from '../defined.ts';
import { gatherDisorder } from '../verdict/crash.ts';
import { type Grounds, mark } from '../verdict/marks.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { loadWaivers } from '../target/waivers.ts';
import { conclude } from '../verdict/conclude.ts';
import type { Course } from '../verdict/doubts.ts';
import { createTally } from '../verdict/watch.ts';
import type { Bench } from '../bench/bench.ts';
import { obstacleOf } from '../preflight/inspection.ts';
import { openBench, type OpenedBench } from '../preflight/open-bench.ts';
import { checkGate, startEvent, type StartOptions } from './start-event.ts';
import { runTarget } from './run-target.ts';
import { countApplying, type Resolve, selectInstances } from './select.ts';
import type { TargetRun, Watcher } from './target-run.ts';

export type RunOptions = StartOptions & {
  readonly suites: readonly Suite[];
  /** What the catalogue asks for, for the reports. */
  readonly coverage?: Coverage;
  readonly resolve: Resolve;
  /** There are more suites than these: waivers may name other cases too. */
  readonly isPartial?: boolean;
  /** All suites, where `suites` are not all of them. */
  readonly allSuites?: readonly Suite[];
  readonly unmasked: boolean;
  readonly keys: KeyPool;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly write: (event: RecordEvent) => void;
  readonly progress: (finding: Finding, done: number, total: number) => void;
  readonly log: (line: string) => void;
  /** What follows the cases at each target. */
  readonly afterCases?: (stage: Stage) => Promise<Afterwards>;
  /** What follows the last target, before the end of the record. */
  readonly afterTargets?: () => Promise<RecordEvent>;
  /** Writes evidence beside the record; answers the name of the file. */
  readonly saveEvidence?: (name: string, ending: string, content: Uint8Array) => Promise<string>;
};

/** One target whose cases have run; it is still open. */
export type Stage = {
  readonly bench: Bench;
  readonly findings: readonly Finding[];
  /** The first free place in the order of findings. */
  readonly nextIndex: number;
  readonly width: number;
  readonly emit: (event: RecordEvent) => void;
};

/** The findings by which the next one knows what is known; all else is in the record. */
export type Afterwards = { readonly findings: readonly Finding[] };

/** Runs every target, one after the other, and writes the whole record; the last event says what the run has come to. */
export async function run(options: RunOptions): Promise<RunFinished> {
  const waivers = await Promise.all(options.targets.map((target) => waiversOf(target, options)));
  const started = startEvent(options, waivers);
  checkGate(started);
  const { course, write, disorder } = gathering(started, options.write);
  options.write(started);
  if (options.coverage !== undefined) options.write(options.coverage);
  for (const [index, target] of options.targets.entries()) {
    if (options.signal.aborted) break;
    const marked = started.targets[index];
    if (marked !== undefined)
      await runOne({ ...options, write }, target, { target: marked, today: started.today, disorder });
  }
  if (options.afterTargets !== undefined && !options.signal.aborted) write(await options.afterTargets());
  const ended = options.signal.aborted ? 'interrupted' : 'complete';
  const conclusion = conclude(course(), ended);
  const finished: RunFinished = { type: 'run-finished', finishedAt: new Date().toISOString(), ...conclusion };
  options.write(finished);
  return finished;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };

/** Keeps what the end of the run follows from, while it is written. */
function gathering(started: RunStarted, write: RunOptions['write']) {
  const course: Mutable<Course> = { started, preflights: [], findings: [], fuzzed: [], quirks: [], comparisons: [] };
  const disorder = gatherDisorder();
  return {
    disorder,
    course: (): Course => ({ ...course, findings: inOrder(started, course.findings) }),
    write: (event: RecordEvent): void => {
      if (event.type === 'exchange') disorder.note(event);
      else if (event.type === 'preflight') course.preflights.push(event);
      else if (event.type === 'finding') course.findings.push(event);
      else if (event.type === 'fuzz') course.fuzzed.push(event);
      else if (event.type === 'quirks') course.quirks.push(event);
      else if (event.type === 'comparison') course.comparisons.push(event);
      write(event);
    },
  };
}

function caseIds(suites: readonly Suite[]): readonly string[] {
  return suites.flatMap(({ cases, watches }) => [...cases, ...(watches ?? [])].map(({ id }) => id));
}

/** Read before anything is sent: a bad file must not cost a run. */
async function waiversOf(
  { descriptor, directory }: LoadedDescriptor,
  { suites, isPartial }: RunOptions,
): Promise<readonly Waiver[]> {
  if (descriptor.waivers === undefined) return [];
  return loadWaivers(resolvePath(directory, descriptor.waivers), isPartial === true ? undefined : caseIds(suites));
}

async function runOne(options: RunOptions, loaded: LoadedDescriptor, grounds: Grounds): Promise<void> {
  const watchers: Watcher[] = [];
  const watch: Bench['watch'] = (event, response) => {
    for (const { tally } of watchers) tally.look(event, response);
  };
  let opened: OpenedBench;
  try {
    opened = await openBench(loaded, { ...options, emit: options.write, watch });
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    const obstacles = [obstacleOf(loaded, error)];
    options.write({ type: 'preflight', target: loaded.descriptor.name, facts: [], obstacles });
    return;
  }
  try {
    await runOpened(options, opened, grounds, watchers);
  } finally {
    await opened.close();
  }
}

async function runOpened(
  options: RunOptions,
  { bench }: OpenedBench,
  grounds: Grounds,
  watchers: Watcher[],
): Promise<void> {
  const instances = selectInstances(options.suites, options, bench.offer, options.selection);
  for (const instance of instances)
    if (instance.kind === 'watch') watchers.push({ instance, tally: createTally(instance) });
  const width = bench.loaded.descriptor.limits.concurrency;
  const emit = (event: RecordEvent): void => options.write(event.type === 'finding' ? mark(event, grounds) : event);
  const findings = await runTarget({
    bench,
    instances,
    watchers,
    signal: options.signal,
    emit,
    scope: scopeFor(options, bench.offer),
    progress: (finding, done, total) => options.progress(mark(finding, grounds), done, total),
  });
  // Where cases were to be run and no place with proofs is left, nothing can be fuzzed or measured.
  if (instances.length > 0 && !proofPlaces.some((place) => isOpenAt(bench, place))) return;
  await options.afterCases?.({ bench, findings, nextIndex: instances.length, width, emit });
}

function scopeFor(options: RunOptions, offer: Offer): TargetRun['scope'] {
  const { suites, allSuites = suites, selection } = options;
  const { of, waiting } = countApplying(allSuites, options, offer, selection);
  const withheld = offer.withheld.length === 0 ? undefined : [...offer.withheld];
  return { of, ...defined({ withheld, waiting: waiting === 0 ? undefined : waiting }) };
}
