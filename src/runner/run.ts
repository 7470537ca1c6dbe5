import { resolve as resolvePath } from 'node:path';
import { HarnessError } from '../errors.ts';
import type { KeyPool } from '../proof/keys.ts';
import type { Coverage } from '../record/coverage.ts';
import { inOrder } from '../record/fold.ts';
import {
  type Finding,
  type RecordEvent,
  recordVersion,
  type RunFinished,
  type RunStarted,
  type Waiver,
} from '../record/schema.ts';
import type { Suite } from '../suite/schema.ts';
import { claimed } from '../bench/offer.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { loadWaivers } from '../target/waivers.ts';
import { conclude } from '../verdict/conclude.ts';
import type { Course } from '../verdict/doubts.ts';
import { waive } from '../verdict/waivers.ts';
import { createTally } from '../verdict/watch.ts';
import type { Bench } from '../bench/bench.ts';
import { openBench, type OpenedBench } from '../preflight/open-bench.ts';
import { runTarget, type Watcher } from './run-target.ts';
import { type Policy, type Resolve, selectInstances, type Selection } from './select.ts';

export type RunOptions = {
  readonly targets: readonly LoadedDescriptor[];
  readonly suites: readonly Suite[];
  readonly suiteDigest: string;
  /** What the catalogue asks for, for the reports. */
  readonly coverage?: Coverage;
  readonly resolve: Resolve;
  /** There are more suites than these: waivers may name other cases too. */
  readonly isPartial?: boolean;
  readonly selection: Selection;
  readonly policy: Policy;
  readonly seed: number;
  readonly concurrency?: number;
  readonly failOn: 'fail' | 'warn';
  readonly unmasked: boolean;
  /** Nothing is to be judged: the targets are only measured. */
  readonly measuresOnly?: boolean;
  readonly keys: KeyPool;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** What to put into the record about this run itself. */
  readonly runInfo: Pick<RunStarted, 'runId' | 'proofmark' | 'command'>;
  /** Today's date, `YYYY-MM-DD`, for waivers that expire. */
  readonly today: string;
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
  const { course, write } = gathering(started, options.write);
  options.write(started);
  if (options.coverage !== undefined) options.write(options.coverage);
  for (const [index, target] of options.targets.entries()) {
    if (options.signal.aborted) break;
    await runOne({ ...options, write }, target, waivers[index] ?? []);
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
  return {
    course: (): Course => ({ ...course, findings: inOrder(started, course.findings) }),
    write: (event: RecordEvent): void => {
      if (event.type === 'preflight') course.preflights.push(event);
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

function startEvent(options: RunOptions, waivers: readonly (readonly Waiver[])[]): RunStarted {
  const { runInfo, seed, policy, failOn, suiteDigest, today, measuresOnly } = options;
  return {
    type: 'run-started',
    recordVersion,
    ...runInfo,
    node: process.version,
    startedAt: new Date().toISOString(),
    today,
    ...(measuresOnly === true ? { measuresOnly } : {}),
    seed,
    profiles: policy.profiles.map(({ id }) => id),
    strict: policy.strict,
    failOn,
    suiteDigest,
    targets: options.targets.map((target, index) => targetStart(target, waivers[index] ?? [])),
  };
}

function targetStart(
  { descriptor, path, digest }: LoadedDescriptor,
  waivers: readonly Waiver[],
): RunStarted['targets'][number] {
  const claims = [...claimed(descriptor)];
  return {
    name: descriptor.name,
    descriptor: path,
    digest,
    roles: [
      ...(descriptor.as === undefined ? [] : ['as' as const]),
      ...(descriptor.rs === undefined ? [] : ['rs' as const]),
    ],
    ...(claims.length === 0 ? {} : { claims }),
    ...(waivers.length === 0 ? {} : { waivers: [...waivers] }),
  };
}

/** Read before anything is sent: a bad file must not cost a run. */
async function waiversOf(
  { descriptor, directory }: LoadedDescriptor,
  { suites, isPartial }: RunOptions,
): Promise<readonly Waiver[]> {
  if (descriptor.waivers === undefined) return [];
  return loadWaivers(resolvePath(directory, descriptor.waivers), isPartial === true ? undefined : caseIds(suites));
}

async function runOne(options: RunOptions, loaded: LoadedDescriptor, waivers: readonly Waiver[]): Promise<void> {
  const watchers: Watcher[] = [];
  const watch: Bench['watch'] = (event, response) => {
    for (const { tally } of watchers) tally.look(event, response);
  };
  let opened: OpenedBench;
  try {
    opened = await openBench(loaded, { ...options, emit: options.write, watch });
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    const problem = { severity: 'error' as const, message: error.message.replaceAll(/\n\s*/g, '; ') };
    options.write({ type: 'preflight', target: loaded.descriptor.name, facts: [], problems: [problem] });
    return;
  }
  try {
    await runOpened(options, opened, waivers, watchers);
  } finally {
    await opened.close();
  }
}

async function runOpened(
  options: RunOptions,
  { bench }: OpenedBench,
  waivers: readonly Waiver[],
  watchers: Watcher[],
): Promise<void> {
  const instances = selectInstances(options.suites, options, bench.offer, options.selection);
  for (const instance of instances)
    if (instance.kind === 'watch') watchers.push({ instance, tally: createTally(instance) });
  const width = options.concurrency ?? bench.loaded.descriptor.limits.concurrency;
  const emit = (event: RecordEvent): void =>
    options.write(event.type === 'finding' ? waive(event, waivers, options.today) : event);
  const findings = await runTarget({
    bench,
    instances,
    watchers,
    concurrency: width,
    signal: options.signal,
    emit,
    progress: (finding, done, total) => options.progress(waive(finding, waivers, options.today), done, total),
  });
  await options.afterCases?.({ bench, findings, nextIndex: instances.length, width, emit });
}
