import type { GateWord } from '../record/scope.ts';
import type { Policy } from '../runner/select.ts';
import { loadCatalogue, type Requirement } from '../suite/catalogue.ts';
import { type AfterCases, inOrder } from './after-cases/in-order.ts';
import { defined } from '../defined.ts';
import type { Host, Outcome } from './host.ts';
import { chooseSuites, type ChosenSuites } from './input/choose-suites.ts';
import { readBases } from './input/base.ts';
import { type LimitsRequest, withLimits } from './input/limits.ts';
import { loadTargets } from './input/load-targets.ts';
import { resolverOf } from './input/resolver.ts';
import { checkAsked, checkSelection, chooseProfiles } from './input/selection.ts';
import { inOwnFolder, type OutputRequest } from './recording/begin.ts';
import { coverageEvent } from './recording/coverage-event.ts';
import { recordRun, type RunSettings } from './recording/record-run.ts';
import { reportRun } from './recording/report-run.ts';
import { chooseReporters } from './recording/reporters.ts';
import { digestOf } from './recording/suite-digest.ts';

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
    /** The record of an earlier run. A skip that it does not have is new. */
    readonly base?: string | undefined;
    readonly reporters?: readonly string[] | undefined;
    readonly unmasked: boolean;
    /** Whether to run a short campaign after the cases. Left out where the request selects cases. */
    readonly fuzz: boolean;
    /** Whether to measure the quirks of the targets. */
    readonly quirks: boolean;
  };

/** Tests one or more targets, and writes a record and its reports. */
export async function runTargets(host: Host, request: RunRequest): Promise<Outcome> {
  const reporters = chooseReporters(request.reporters, host.env);
  const catalogue = loadCatalogue();
  const chosen = await chooseSuites(host, request.suites ?? [], catalogue);
  const settings = demandsOf(request, catalogue, chosen);
  const targets = (await loadTargets(host, request.descriptors)).map((target) => withLimits(target, request));
  const bases = request.base === undefined ? undefined : await readBases(host, request.base, targets);
  const afterCases = afterCasesOf(host, request, { catalogue, policy: settings.policy, seed: settings.seed });
  const all = request.quirks ? [...new Set([...reporters, 'quirks'] as const)] : reporters;
  return inOwnFolder(host, request, async (beginning) => {
    const { exitCode } = await recordRun(host, beginning, { ...settings, ...defined({ afterCases, bases }), targets });
    const { recordPath, reports } = await reportRun(host, beginning, all);
    return { exitCode, recordPath, reports };
  });
}

/** @throws HarnessError `ERR_USAGE` when the request names something that does not exist */
function demandsOf(
  request: RunRequest,
  catalogue: readonly Requirement[],
  { suites, selected }: ChosenSuites,
): Omit<RunSettings, 'targets' | 'afterCases' | 'bases'> {
  const { cases, sections, levels, slow, strict, seed = 1, failOn, fuzz, unmasked } = request;
  const selection = { suites: selected, cases, sections, levels };
  checkSelection(suites, catalogue, selection);
  const policy = { profiles: chooseProfiles(request.profiles ?? []), strict };
  checkAsked(suites, catalogue, cases, policy.profiles);
  return {
    suites,
    suiteDigest: digestOf(suites, catalogue),
    resolve: resolverOf(catalogue),
    selection: { ...defined(selection), slow },
    narrowedBy: fuzz ? [] : [{ by: '--no-fuzz' }],
    coverage: coverageEvent(suites, catalogue, policy.profiles),
    policy,
    seed,
    failOn,
    unmasked,
  };
}

type SeededGrading = { readonly catalogue: readonly Requirement[]; readonly policy: Policy; readonly seed: number };

/** Loads fuzzing and quirks only when they begin, so that the first request goes out sooner. */
function afterCasesOf(
  { events }: Host,
  { suites, cases, sections, levels, fuzz, quirks, slow }: RunRequest,
  grading: SeededGrading,
): AfterCases | undefined {
  const isNarrowed = [suites, cases, sections, levels].some((names) => names !== undefined);
  const fuzzing: AfterCases | undefined =
    fuzz && !isNarrowed
      ? async (stage) => (await import('./after-cases/campaign.ts')).shortCampaign(grading)(stage)
      : undefined;
  if (!quirks) return fuzzing;
  return inOrder(fuzzing, async (stage) =>
    (await import('./after-cases/measure.ts')).measure({ slow, log: events.log })(stage),
  );
}
