import { resolve as resolvePath } from 'node:path';
import { HarnessError } from '../errors.ts';
import type { KeyPool } from '../proof/keys.ts';
import {
  type Coverage,
  type ExchangeEvent,
  type Finding,
  type RecordEvent,
  recordVersion,
  type RunFinished,
  type RunStarted,
} from '../record/schema.ts';
import type { Suite } from '../suite/schema.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { loadWaivers, matchWaivers, type Waiver } from '../target/waivers.ts';
import { countVerdicts, gate, isJudged } from '../verdict/gate.ts';
import type { Bench, WatchedExchange } from '../bench/bench.ts';
import { openBench, type OpenedBench } from '../preflight/open-bench.ts';
import { runTarget } from './run-target.ts';
import { type Policy, type Resolve, selectInstances, type Selection } from './select.ts';
import { createWatcher, type Watcher } from './watches.ts';

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

export type Afterwards = {
  readonly findings: readonly Finding[];
  /** Something was judged, though nothing be found. */
  readonly isJudged: boolean;
  /** What kept it from coming to its end. */
  readonly problems?: number;
};

type TargetOutcome = Afterwards & {
  readonly problems: number;
  readonly stale: readonly string[];
};

/** Runs every target, one after the other, and writes the whole record; the last event carries the exit code. */
export async function run(options: RunOptions): Promise<RunFinished> {
  const waivers = await Promise.all(options.targets.map((target) => waiversOf(target, options)));
  options.write(startEvent(options));
  if (options.coverage !== undefined) options.write(options.coverage);
  const outcomes: TargetOutcome[] = [];
  for (const [index, target] of options.targets.entries()) {
    if (options.signal.aborted) break;
    outcomes.push(await runOne(options, target, waivers[index] ?? []));
  }
  const last = options.signal.aborted ? undefined : await options.afterTargets?.();
  if (last !== undefined) options.write(last);
  const uncompared = last?.type === 'comparison' ? last.lost.length : 0;
  const findings = outcomes.flatMap((outcome) => outcome.findings);
  const staleWaivers = outcomes.flatMap((outcome) => outcome.stale);
  const preflightErrors = outcomes.reduce((sum, outcome) => sum + outcome.problems, uncompared);
  const ended = options.signal.aborted ? 'interrupted' : 'complete';
  const finished: RunFinished = {
    type: 'run-finished',
    finishedAt: new Date().toISOString(),
    ended,
    exitCode: gate({
      findings,
      failOn: options.failOn,
      staleWaivers: staleWaivers.length,
      ended,
      unjudged: outcomes.filter((outcome) => !outcome.isJudged).length,
      preflightErrors,
    }),
    counts: countVerdicts(findings),
    waived: findings.filter(({ waiver }) => waiver !== undefined).length,
    staleWaivers,
  };
  options.write(finished);
  return finished;
}

function caseIds(suites: readonly Suite[]): readonly string[] {
  return suites.flatMap(({ cases, watches }) => [...cases, ...(watches ?? [])].map(({ id }) => id));
}

function startEvent(options: RunOptions): RunStarted {
  const { runInfo, seed, policy, failOn, suiteDigest } = options;
  return {
    type: 'run-started',
    recordVersion,
    ...runInfo,
    node: process.version,
    startedAt: new Date().toISOString(),
    seed,
    profiles: policy.profiles.map(({ id }) => id),
    strict: policy.strict,
    failOn,
    suiteDigest,
    targets: options.targets.map(({ descriptor, path, digest }) => ({
      name: descriptor.name,
      descriptor: path,
      digest,
      roles: [
        ...(descriptor.as === undefined ? [] : ['as' as const]),
        ...(descriptor.rs === undefined ? [] : ['rs' as const]),
      ],
    })),
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

async function runOne(
  options: RunOptions,
  loaded: LoadedDescriptor,
  waivers: readonly Waiver[],
): Promise<TargetOutcome> {
  const { name } = loaded.descriptor;
  const watchers: Watcher[] = [];
  const look = (event: ExchangeEvent, seen: WatchedExchange): void => {
    for (const watcher of watchers) watcher.look(event, seen);
  };
  const counter = countProblems(options.write);
  let opened: OpenedBench;
  try {
    opened = await openBench(loaded, { ...options, emit: counter.write, watch: look });
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    counter.write({
      type: 'preflight',
      target: name,
      facts: [],
      problems: [{ severity: 'error', message: error.message.replaceAll(/\n\s*/g, '; ') }],
    });
    return { findings: [], isJudged: false, stale: [], problems: 1 };
  }
  try {
    return await runOpened(options, opened, waivers, watchers, counter);
  } finally {
    await opened.close();
  }
}

type Counter = { readonly write: (event: RecordEvent) => void; problems: number };

function countProblems(write: (event: RecordEvent) => void): Counter {
  const counter: Counter = {
    problems: 0,
    write: (event) => {
      if (event.type === 'preflight')
        counter.problems += event.problems.filter(({ severity }) => severity === 'error').length;
      write(event);
    },
  };
  return counter;
}

async function runOpened(
  options: RunOptions,
  { bench }: OpenedBench,
  waivers: readonly Waiver[],
  watchers: Watcher[],
  counter: Counter,
): Promise<TargetOutcome> {
  const instances = selectInstances(options.suites, options, bench.offer, options.selection);
  for (const instance of instances) if (instance.kind === 'watch') watchers.push(createWatcher(instance));
  const width = options.concurrency ?? bench.loaded.descriptor.limits.concurrency;
  const emit = (event: RecordEvent): void =>
    counter.write(event.type === 'finding' ? waive(event, waivers, options.today) : event);
  const ofCases = await runTarget({
    bench,
    instances,
    watchers,
    concurrency: width,
    signal: options.signal,
    emit,
    progress: (finding, done, total) => options.progress(waive(finding, waivers, options.today), done, total),
  });
  const stage: Stage = { bench, findings: ofCases, nextIndex: instances.length, width, emit };
  const more = await options.afterCases?.(stage);
  const findings = [...ofCases, ...(more?.findings ?? [])];
  const { waived, stale } = matchWaivers(waivers, findings, options.today);
  const marked = findings.map((finding, index) => withWaiver(finding, waived.get(index)));
  const isOneJudged = isJudged(findings) || more?.isJudged === true;
  return {
    findings: marked,
    isJudged: isOneJudged,
    stale: options.signal.aborted ? [] : stale,
    problems: counter.problems + (more?.problems ?? 0),
  };
}

/** A finding on its own, as the record gets it while the run goes on. */
function waive(finding: Finding, waivers: readonly Waiver[], today: string): Finding {
  return withWaiver(finding, matchWaivers(waivers, [finding], today).waived.get(0));
}

function withWaiver(finding: Finding, waiver: Waiver | undefined): Finding {
  if (waiver === undefined) return finding;
  const { reason, expires } = waiver;
  return { ...finding, waiver: { reason, ...(expires === undefined ? {} : { expires }) } };
}
