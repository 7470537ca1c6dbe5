import type { Finding, RecordEvent } from '../record/schema.ts';
import type { Place } from '../suite/schema.ts';
import { whyNot } from './applies.ts';
import type { Bench } from './bench.ts';
import { createControls } from './controls.ts';
import { preflight } from './preflight.ts';
import { runCase, type CaseInstance, type CaseResult } from './run-case.ts';
import type { Instance } from './select.ts';
import { roleOf } from '../suite/catalogue.ts';
import { createSessions } from './sessions.ts';
import type { Watcher } from './watches.ts';

export type TargetRun = {
  readonly bench: Bench;
  readonly instances: readonly Instance[];
  readonly watchers: readonly Watcher[];
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly emit: (event: RecordEvent) => void;
  readonly progress: (finding: Finding, done: number, total: number) => void;
};

/** How the reason begins where a place as a whole could not be judged. */
export const notRunText = 'Not run:';

/** After so many cases in a row without any answer the target counts as dead and the rest is not tried. */
const deadAfter = 5;

/** Preflight, then every instance; findings are emitted as they come. */
export async function runTarget(run: TargetRun): Promise<readonly Finding[]> {
  const { bench, emit } = run;
  const learnt = await preflight(bench);
  emit({ type: 'preflight', target: bench.loaded.descriptor.name, ...learnt });
  const cases = run.instances.filter((instance): instance is CaseInstance => instance.kind === 'case');
  const findings: Finding[] = [];
  const finish = (instance: Instance, result: CaseResult, ms: number): void => {
    const finding = toFinding(bench, instance, result, ms);
    findings.push(finding);
    emit(finding);
    run.progress(finding, findings.length, run.instances.length);
  };
  const together = cases.filter(({ case: item }) => item.destructive !== true);
  const alone = cases.filter(({ case: item }) => item.destructive === true);
  await runPool(run, together, run.concurrency, finish);
  await runPool(run, alone, 1, finish);
  if (!run.signal.aborted) for (const watcher of run.watchers) finish(watcher.instance, watchResult(bench, watcher), 0);
  return findings.toSorted((a, b) => a.index - b.index);
}

type Finish = (instance: Instance, result: CaseResult, ms: number) => void;

async function runPool(run: TargetRun, cases: readonly CaseInstance[], width: number, finish: Finish): Promise<void> {
  const queue = cases.values();
  const sessions = createSessions(run.bench);
  const controls = createControls();
  const life = { silent: 0 };
  const worker = async (): Promise<void> => {
    for (const instance of queue) {
      if (run.signal.aborted) return;
      const startedAt = performance.now();
      const held = notRun(run.bench, instance);
      const result = held ?? (await runCase(run.bench, sessions, controls, instance));
      if (isAborted(run.signal) && (result.verdict === 'error' || result.verdict === 'blocked')) return;
      if (held === undefined) noteLife(run.bench, instance.place, result, life);
      finish(instance, result, performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function notRun(bench: Bench, instance: CaseInstance): CaseResult | undefined {
  const blocked = bench.facts.blocked.get(instance.place) ?? bench.facts.blocked.get(blockingPlace(instance.place));
  if (blocked !== undefined && !isAboutPlainProofs(bench, instance))
    return { verdict: 'blocked', reason: `${notRunText} ${blocked}`, assertions: [], exchanges: [] };
  const why = bench.facts.absent.get(instance.place) ?? whyNot(bench, instance);
  return why === undefined
    ? undefined
    : { verdict: 'skip', reason: `Does not apply: ${why}.`, assertions: [], exchanges: [] };
}

/** Where plain lawful proofs are refused as proofs, the cases that send nothing else tell just that. */
function isAboutPlainProofs(bench: Bench, { case: item, place }: CaseInstance): boolean {
  if (!bench.facts.proofRefused.has(place) || item.session !== undefined) return false;
  return item.exchanges.every(({ expect, delta, with: lawful = [], at }) => {
    const plain = delta.every(({ op }) => op === 'nonce') && lawful.length === 0 && at === undefined;
    return plain && (expect === 'challenge' || expect === 'accept');
  });
}

/** What keeps lawful token or resource requests from working keeps everything behind them from being judged. */
function blockingPlace(place: Place): Place {
  switch (place) {
    case 'par':
    case 'introspection':
      return 'token';
    case 'token':
    case 'resource':
    case 'metadata':
    case 'resource-metadata':
      return place;
    default:
      return place satisfies never;
  }
}

/** Circuit breaker: a target that has died is told as that, once, and is left alone. */
function noteLife(bench: Bench, place: Place, result: CaseResult, life: { silent: number }): void {
  const silent =
    result.verdict === 'error' ||
    (result.verdict === 'blocked' && /\b(timeout|reset|connect|dns)\b:/.test(result.reason));
  life.silent = silent ? life.silent + 1 : result.verdict === 'skip' ? life.silent : 0;
  if (life.silent >= deadAfter && !bench.facts.blocked.has(place))
    bench.facts.blocked.set(
      place,
      budgetSpent(result.reason) ?? `the target stopped answering (${roleOf(place)}): ${result.reason}`,
    );
}

function budgetSpent(reason: string): string | undefined {
  const spent = /the budget of \d+ requests is spent/.exec(reason)?.[0];
  return spent === undefined ? undefined : `${spent} (limits.maxRequests)`;
}

function watchResult(bench: Bench, watcher: Watcher): CaseResult {
  const blocked = bench.facts.blocked.get(blockingPlace(watcher.instance.place));
  const result = watcher.result();
  return blocked === undefined || result.verdict !== 'pass'
    ? result
    : { ...result, verdict: 'blocked', reason: `Too little was seen: ${blocked}` };
}

function toFinding(bench: Bench, instance: Instance, result: CaseResult, ms: number): Finding {
  const { suite, place, requirements, index } = instance;
  const subject = instance.kind === 'case' ? instance.case : instance.watch;
  const { why } = subject;
  return {
    type: 'finding',
    target: bench.loaded.descriptor.name,
    index,
    instance: instance.id,
    case: subject.id,
    suite: suite.id,
    suiteTitle: suite.title,
    section: suite.section,
    place,
    role: roleOf(place),
    title: subject.title,
    ...(why === undefined ? {} : { why }),
    requirements: requirements.map((requirement) => ({ ...requirement })),
    verdict: result.verdict,
    ...(result.attribution === undefined ? {} : { attribution: result.attribution }),
    reason: bench.redactor.text(result.reason),
    assertions: result.assertions.map((assertion) => ({
      ...assertion,
      expected: bench.redactor.text(assertion.expected),
      got: bench.redactor.text(assertion.got),
    })),
    exchanges: [...result.exchanges],
    plan: subject,
    ms: Math.round(ms),
  };
}
