import { unrun, closedAt, blockingPlace } from './not-run.ts';
import { sortOut } from './sort-out.ts';
import { toFinding } from './to-finding.ts';
import { defined } from '../defined.ts';
import type { AttemptBasis } from '../record/basis.ts';
import type { Finding } from '../record/schema.ts';
import type { Place } from '../suite/schema.ts';

import type { Bench } from '../bench/bench.ts';
import { rest } from '../bench/rest.ts';
import { createControls } from './controls.ts';
import { createLanes } from './lanes.ts';
import { preflight } from '../preflight/preflight.ts';
import type { CaseInstance, Crowding } from './case-context.ts';
import { runCase } from './run-case.ts';
import type { CaseResult } from './case-result.ts';
import { withStrays } from './earlier.ts';
import type { Instance } from './select.ts';
import { roleOf } from '../suite/catalogue.ts';
import { createSessions } from '../bench/sessions.ts';
import { lifeAt } from '../bench/life.ts';
import type { Slots } from './slots.ts';
import type { TargetRun, Watcher } from './target-run.ts';
import { isUnsure } from '../verdict/judgement.ts';
import { watchVerdict } from '../verdict/watch.ts';

/** After so many cases in a row without any answer the target counts as dead and the rest is not tried. */
const deadAfter = 5;

/** Preflight, then every instance; findings are emitted as they come. */
export async function runTarget(run: TargetRun): Promise<readonly Finding[]> {
  const { bench, emit } = run;
  const learnt = await preflight(bench);
  const { kept, leftOut } = sortOut(run);
  const { done, strays } = run.earlier;
  const planned = kept.length;
  const without = leftOut.length === 0 ? {} : { leftOut: [...leftOut] };
  emit({ type: 'preflight', target: bench.loaded.descriptor.name, ...learnt, planned, ...without, ...run.scope });
  const left = kept.filter(({ id }) => !done.has(id));
  const cases = left.filter((instance): instance is CaseInstance => instance.kind === 'case');
  const findings: Finding[] = run.earlier.findings.filter(({ fuzz }) => fuzz === undefined);
  const held: Held = { hung: [], fallen: [], aside: new Map() };
  const finish = (instance: Instance, result: CaseResult, ms: number): void => {
    const whole = withStrays(withAside(result, held.aside.get(instance)), strays.get(instance.id));
    const finding = toFinding(bench, instance, whole, ms);
    findings.push(finding);
    emit(finding);
    run.progress(finding, findings.length, kept.length);
  };
  const together = cases.filter(({ case: item }) => item.destructive !== true);
  const alone = cases.filter(({ case: item }) => item.destructive === true);
  await runPool(run, together, { width: bench.loaded.descriptor.limits.concurrency, crowding: 'crowd', finish, held });
  await runPool(run, held.hung, { width: bench.loaded.descriptor.limits.concurrency, crowding: 'alone', finish });
  await runPool(run, held.fallen, { width: 1, crowding: 'alone', finish });
  await runPool(run, alone, { width: 1, crowding: 'alone', finish });
  const watchers = run.watchers.filter(({ instance }) => left.includes(instance));
  if (!run.signal.aborted) for (const watcher of watchers) finish(watcher.instance, watchResult(bench, watcher), 0);
  return findings.toSorted((a, b) => a.index - b.index);
}

type Finish = (instance: Instance, result: CaseResult, ms: number) => void;

/**
 * Cases during which the target fell silent. `hung`: it went on answering others, so these do not disturb each other.
 * `fallen`: it was away, so one of those that were in flight has felled it; which one shows only when each is alone.
 */
type Held = {
  readonly hung: CaseInstance[];
  readonly fallen: CaseInstance[];
  /** What they had come to by then. */
  readonly aside: Map<Instance, AttemptBasis[]>;
};

type Pool = { readonly width: number; readonly crowding: Crowding; readonly finish: Finish; readonly held?: Held };

async function runPool(run: TargetRun, cases: readonly CaseInstance[], pool: Pool): Promise<void> {
  const { bench, signal } = run;
  const { width, crowding, finish } = pool;
  const lanes = createLanes(bench, width);
  const controls = createControls({ width, signal, usual: bench.pulse.usual });
  const context = { bench, sessions: createSessions(bench), controls, crowding };
  const life: Silent = { inARow: 0, suspects: '' };
  const flight: Flight = new Set();
  const tryOne = async (instance: CaseInstance): Promise<CaseResult | undefined> => {
    const slots = outOfFlight(lanes.slotsOf(instance), flight, instance);
    const result = await runCase({ ...context, slots }, instance);
    // What was held back shows nothing of the target, also not that a case does not apply to it.
    if (isAborted(signal) && (isUnsure(result.verdict) || result.verdict === 'skip')) return undefined;
    const suspects = inFlight(flight, instance);
    if (await isHeld(bench, instance, { result, suspects }, pool)) return undefined;
    noteLife(bench, instance.place, { result, suspects }, life);
    return result;
  };
  const runOne = async (instance: CaseInstance): Promise<void> => {
    if (signal.aborted) return;
    const startedAt = performance.now();
    flight.add(instance);
    const result = unrun(bench, instance) ?? (await tryOne(instance));
    flight.delete(instance);
    if (result !== undefined) finish(instance, result, performance.now() - startedAt);
  };
  // Those that wait begin first, so that the run takes as long as the longest of them.
  const inTurn = [...cases.filter(waits), ...cases.filter((instance) => !waits(instance))];
  await Promise.all(inTurn.map((instance) => lanes.slotsOf(instance).hold(() => runOne(instance))));
}

/** A case that only waits is not under way. */
function outOfFlight(slots: Slots, flight: Flight, instance: CaseInstance): Slots {
  const without: Slots['without'] = async (waiting) => {
    flight.delete(instance);
    try {
      return await slots.without(waiting);
    } finally {
      flight.add(instance);
    }
  };
  return { ...slots, without, rest: (ms, signal) => without(() => rest(ms, signal)) };
}

function waits({ case: item }: CaseInstance): boolean {
  return item.exchanges.some(({ after }) => after !== undefined);
}

/** How a case came out, and which were under way then at the same server, this one among them. */
type Seen = { readonly result: CaseResult; readonly suspects: string };

/** Cases without an answer in a row, and what was under way at the first of them. */
type Silent = { inARow: number; suspects: string };

type Flight = Set<CaseInstance>;

function inFlight(flight: Flight, { place }: CaseInstance): string {
  const beside = [...flight].filter((other) => roleOf(other.place) === roleOf(place));
  return beside.map(({ id }) => id).join(', ');
}

/** Put aside to be run again; not where the target does not come back at all. */
async function isHeld(bench: Bench, instance: CaseInstance, seen: Seen, { held }: Pool): Promise<boolean> {
  const { result } = seen;
  if (held === undefined || result.silent === undefined) return false;
  const life = await lifeAt(bench, instance.place);
  if (life === 'gone') {
    // One endpoint was asked for all of the server.
    for (const place of [instance.place, roleOf(instance.place) === 'as' ? 'token' : 'resource'] as const)
      block(bench, place, seen);
    return false;
  }
  (life === 'up' && result.silent.hung ? held.hung : held.fallen).push(instance);
  if (result.basis.by === 'case') held.aside.set(instance, result.basis.attempts);
  return true;
}

function withAside(result: CaseResult, aside: AttemptBasis[] | undefined): CaseResult {
  return result.basis.by === 'case' && aside !== undefined ? { ...result, basis: { ...result.basis, aside } } : result;
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Circuit breaker: a target that has died is reported as that, once, and is left alone. */
function noteLife(bench: Bench, place: Place, { result, suspects }: Seen, life: Silent): void {
  const silent =
    result.verdict === 'error' ||
    (result.verdict === 'blocked' && /\b(timeout|reset|connect|dns)\b:/.test(result.reason));
  life.inARow = silent ? life.inARow + 1 : result.verdict === 'skip' ? life.inARow : 0;
  if (life.inARow === 1 && silent) life.suspects = suspects;
  if (silent && life.inARow >= deadAfter) block(bench, place, { result, suspects: life.suspects });
}

function block({ facts }: Bench, place: Place, { result: { reason }, suspects }: Seen): void {
  if (facts.blocked.has(place)) return;
  const fallen = `the target stopped answering (${roleOf(place)}) while these were under way: ${suspects}: ${reason}`;
  facts.blocked.set(place, budgetSpent(reason) ?? fallen);
}

function budgetSpent(reason: string): string | undefined {
  const spent = /the budget of \d+ requests is spent/.exec(reason)?.[0];
  return spent === undefined ? undefined : `${spent} (limits.maxRequests)`;
}

function watchResult(bench: Bench, { instance, tally }: Watcher): CaseResult {
  const blocked = closedAt(bench, blockingPlace(instance.place));
  const basis = { by: 'watch' as const, ...tally.basis(), ...defined({ blocked }) };
  return { ...watchVerdict(tally.result(), blocked), basis };
}
