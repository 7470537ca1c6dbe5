import type { Base, GateWord } from '../record/scope.ts';
import { type Shard, shardOption, shardText } from '../record/shard.ts';
import type { Policy } from '../runner/select.ts';
import { loadCatalogue, type Requirement } from '../suite/catalogue.ts';
import type { Suite } from '../suite/schema.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import type { AfterClient } from './after-cases/client-campaign.ts';
import { type AfterCases, inOrder, unless } from './after-cases/in-order.ts';
import { defined } from '../defined.ts';
import type { Host, Outcome } from './host.ts';
import { chooseSuites, type ChosenSuites } from './input/choose-suites.ts';
import { readBases } from './input/base.ts';
import { failedTargets } from './input/failed-targets.ts';
import type { Failed } from './input/last-failed.ts';
import { type LimitsRequest, withLimits } from './input/limits.ts';
import { loadTargets } from './input/load-targets.ts';
import { findRecorded, type Named } from './input/recorded-run.ts';
import { resolverOf } from './input/resolver.ts';
import { readShard } from './input/shard.ts';
import { checkAsked, checkSelection, chooseProfiles } from './input/selection.ts';
import { inOwnFolder, type OutputRequest } from './recording/begin.ts';
import { type CoveredRoles, coverageEvent } from './recording/coverage-event.ts';
import { recordRun, type RunSettings } from './recording/record-run.ts';
import { reportRun } from './recording/report-run.ts';
import { chooseReporters } from './recording/reporters.ts';
import { digestOf } from './recording/suite-digest.ts';
import { lockOf } from './recording/suite-lock.ts';
import type { Resumed } from './resumed.ts';

export type RunRequest = OutputRequest &
  Pick<LimitsRequest, 'concurrency'> & {
    /** Paths of descriptors. */
    readonly descriptors: readonly string[];
    /** Ids of suites, and paths of suite files. */
    readonly suites?: readonly string[] | undefined;
    readonly cases?: readonly string[] | undefined;
    readonly sections?: readonly string[] | undefined;
    readonly levels?: readonly string[] | undefined;
    readonly profiles?: readonly string[] | undefined;
    readonly strict: boolean;
    /** Whether to run cases that wait in real time. */
    readonly slow: boolean;
    readonly seed?: number | undefined;
    /** What counts against a target, beside `fail`. */
    readonly failOn: readonly GateWord[];
    /** Percent of the rules asked of a target that have to be judged; fewer make the run incomplete. */
    readonly minJudged?: number | undefined;
    /** The record of an earlier run. A skip that it does not have is new. */
    readonly base?: string | undefined;
    /** The record of an earlier run: what was broken there, and is no worse now, does not count. It is the base too. */
    readonly newOnly?: string | undefined;
    readonly reporters?: readonly string[] | undefined;
    readonly unmasked: boolean;
    /** Whether to run a short campaign after the cases. Left out where the request selects cases. */
    readonly fuzz: boolean;
    /** Whether to measure the quirks of the targets. */
    readonly quirks: boolean;
    /** Which part of the cases to run: `2/4`, or `ci` for what the CI says. */
    readonly shard?: string | undefined;
    /** Only what came out badly in an earlier run is run. */
    readonly failed?: Failed | undefined;
    /** The record of an interrupted run of the same request, which is gone on with. */
    readonly resume?: Named | undefined;
  };

/** Tests one or more targets, and writes a record and its reports. */
export async function runTargets(host: Host, request: RunRequest): Promise<Outcome> {
  const reporters = chooseReporters(request.reporters, host.env);
  const catalogue = loadCatalogue();
  const chosen = await chooseSuites(host, request.suites ?? [], catalogue);
  const shard = request.shard === undefined ? undefined : readShard(request.shard, host.env);
  const demands = demandsOf({ ...request, shard }, catalogue, chosen);
  const loaded = failedTargets(await loadTargets(host, request.descriptors), request.failed);
  const { profiles } = demands.policy;
  const coverage = coverageEvent(chosen.suites, catalogue, { profiles, roles: rolesIn(loaded) });
  const targets = loaded.map((target) => withLimits(target, request));
  const bases = await basesOf(host, request, targets);
  const { policy, seed } = demands;
  const grading = { catalogue, policy, seed };
  const afterCases = afterCasesOf(host, { ...request, shard }, grading);
  const afterClient = afterClientOf({ ...request, shard }, grading, chosen.suites);
  const settings: RunSettings = { ...demands, coverage, ...defined({ afterCases, afterClient, bases }), targets };
  const earlier = request.resume === undefined ? undefined : await earlierOf(host, request, settings);
  const all = request.quirks ? [...new Set([...reporters, 'quirks'] as const)] : reporters;
  return inOwnFolder(host, outputOf(request, earlier), async (beginning) => {
    const { exitCode } = await recordRun(host, beginning, { ...settings, ...defined({ earlier }) });
    const { recordPath, reports } = await reportRun(host, beginning, all);
    return { exitCode, recordPath, reports };
  });
}

/** Loaded only where a run is gone on with, so that others start faster. */
async function earlierOf(host: Host, { resume = true, out }: RunRequest, settings: RunSettings): Promise<Resumed> {
  const file = await findRecorded(host, resume, { option: '--resume', out });
  return (await import('./resumed.ts')).readResumed(file, settings);
}

/** By default, a run that is gone on with stays in its folder. */
function outputOf({ out, force }: RunRequest, earlier: Resumed | undefined): OutputRequest {
  return earlier === undefined ? { out, force } : { out: out ?? earlier.directory, isResumed: true };
}

/** The request, with its shard as numbers. */
type Narrowed = Omit<RunRequest, 'shard'> & { readonly shard: Shard | undefined };

async function basesOf(
  host: Host,
  { base, newOnly }: RunRequest,
  targets: Parameters<typeof readBases>[2],
): Promise<ReadonlyMap<string, Base> | undefined> {
  const path = newOnly ?? base;
  return path === undefined ? undefined : readBases(host, path, targets, newOnly !== undefined);
}

/** The roles of which rules are asked: those of clients only where one is tested. */
function rolesIn(targets: readonly LoadedDescriptor[]): CoveredRoles {
  const clients = targets.filter(({ client }) => client !== undefined).length;
  return { servers: clients < targets.length, clients: clients > 0 };
}

/** @throws HarnessError `ERR_USAGE` when the request names something that does not exist */
function demandsOf(
  request: Narrowed,
  catalogue: readonly Requirement[],
  { suites, selected }: ChosenSuites,
): Omit<RunSettings, 'targets' | 'afterCases' | 'afterClient' | 'bases' | 'earlier' | 'coverage'> {
  const { cases, sections, levels, slow, strict, seed = 1, failOn, minJudged, fuzz, unmasked, shard, failed } = request;
  const selection = { suites: selected, cases, sections, levels };
  checkSelection(suites, catalogue, selection);
  const policy = { profiles: chooseProfiles(request.profiles ?? []), strict };
  checkAsked(suites, catalogue, cases, policy.profiles);
  return {
    suites,
    suiteDigest: digestOf(suites, catalogue),
    resolve: resolverOf(catalogue),
    selection: { ...defined(selection), slow },
    narrowedBy: [
      ...(fuzz ? [] : [{ by: '--no-fuzz' }]),
      ...(failed === undefined ? [] : [{ by: '--last-failed', to: [failed.runId] }]),
      ...(shard === undefined ? [] : [{ by: shardOption, to: [shardText(shard)] }]),
    ],
    ...defined({ shard, only: failed?.isFailed }),
    catalogue,
    lock: () => lockOf(suites, catalogue, policy.profiles),
    policy,
    seed,
    failOn,
    ...defined({ minJudged }),
    unmasked,
  };
}

type SeededGrading = { readonly catalogue: readonly Requirement[]; readonly policy: Policy; readonly seed: number };

/** Loads fuzzing and quirks only when they begin, so that the first request goes out sooner. */
function afterCasesOf(
  { events }: Host,
  { fuzz, quirks, slow, shard, failed, ...names }: Narrowed,
  grading: SeededGrading,
): AfterCases | undefined {
  // What may fell a server belongs into the last shard, and what waits into the first one.
  const isLast = shard === undefined || shard.index === shard.of;
  const isFirst = shard === undefined || shard.index === 1;
  const short: AfterCases = async (stage) => (await import('./after-cases/campaign.ts')).shortCampaign(grading)(stage);
  const again: AfterCases | undefined =
    failed && (async (stage) => (await import('./after-cases/retry.ts')).retryOnly(grading, failed.found)(stage));
  const usual = fuzz && !isSelective(names) ? unless('fuzzing', short) : undefined;
  const fuzzing = isLast ? (again ?? usual) : undefined;
  if (!quirks || !isFirst) return fuzzing;
  const measuring: AfterCases = async (stage) =>
    (await import('./after-cases/measure.ts')).measure({ slow, log: events.log })(stage);
  return inOrder(fuzzing, unless('quirks', measuring));
}

/** Fuzzing is left out where the request names what is to be run. */
function isSelective({ suites, cases, sections, levels }: Partial<Narrowed>): boolean {
  return [suites, cases, sections, levels].some((names) => names !== undefined);
}

function afterClientOf(
  { fuzz, failed, ...names }: Narrowed,
  grading: SeededGrading,
  suites: readonly Suite[],
): AfterClient | undefined {
  const load = async () => import('./after-cases/client-campaign.ts');
  if (failed !== undefined) return async (played) => (await load()).retryClients(grading, failed.found)(played);
  if (!fuzz || isSelective(names)) return undefined;
  return async (played) => (await load()).shortClientCampaign(grading, suites)(played);
}
