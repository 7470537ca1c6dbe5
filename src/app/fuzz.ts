import { randomInt } from 'node:crypto';
import { relative, resolve } from 'node:path';
import type { Budget } from '../fuzz/budget.ts';
import { createKeyPool } from '../proof/keys.ts';
import type { GateWord } from '../record/scope.ts';
import type { RunOptions } from '../runner/run.ts';
import { loadCatalogue } from '../suite/catalogue.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { suites as builtIn } from '../../suites/index.ts';
import { campaign } from './after-cases/campaign.ts';
import { clientCampaign } from './after-cases/client-campaign.ts';
import { compareTargets } from './compare-targets.ts';
import { defined } from '../defined.ts';
import type { Host, Outcome } from './host.ts';
import { type LimitsRequest, withLimits } from './input/limits.ts';
import { loadTargets } from './input/load-targets.ts';
import { resolverOf } from './input/resolver.ts';
import { readSavedFolder, saveFindings } from './input/saved-cases.ts';
import { chooseProfiles } from './input/selection.ts';
import { inOwnFolder, type OutputRequest } from './recording/begin.ts';
import { recordRun } from './recording/record-run.ts';
import { reportRun } from './recording/report-run.ts';
import { chooseReporters } from './recording/reporters.ts';
import { digestOf } from './recording/suite-digest.ts';

export type FuzzRequest = OutputRequest &
  LimitsRequest & {
    /** Paths of descriptors. */
    readonly descriptors: readonly string[];
    /** By default a new seed each time. */
    readonly seed?: number | undefined;
    /** Plans at each place, beyond every single change. */
    readonly runs: number;
    /** In seconds. */
    readonly maxTime?: number | undefined;
    readonly maxRequests?: number | undefined;
    readonly profiles?: readonly string[] | undefined;
    readonly strict: boolean;
    readonly failOn: readonly GateWord[];
    readonly reporters?: readonly string[] | undefined;
    /** A folder of saved findings. They are tried first, and new ones are added. */
    readonly saveCases?: string | undefined;
    /** Whether to send the same plans to all targets and compare. By default where there are several targets. */
    readonly compare?: boolean | undefined;
    readonly unmasked: boolean;
  };

export type FuzzOutcome = Outcome & {
  readonly saved?: { readonly files: number; readonly folder: string };
};

/** Runs a long campaign against each target, and writes a record and its reports. */
export async function fuzzTargets(host: Host, request: FuzzRequest): Promise<FuzzOutcome> {
  const wanted = chooseReporters(request.reporters, host.env);
  const catalogue = loadCatalogue();
  const policy = { profiles: chooseProfiles(request.profiles ?? []), strict: request.strict };
  const folder = request.saveCases === undefined ? undefined : resolve(host.cwd, request.saveCases);
  const saved = folder === undefined ? [] : await readSavedFolder(folder);
  const targets = (await loadTargets(host, request.descriptors)).map((target) => withLimits(target, request));
  const { seed = randomInt(0x80000000), failOn, unmasked } = request;
  const budget = budgetOf(request);
  const options = { catalogue, policy, seed, budget, saved, onProgress: host.events.campaign };
  const servers = targets.filter(({ client }) => client === undefined);
  const { ended, record, recordPath, reports } = await inOwnFolder(host, request, async (beginning) => {
    const ended = await recordRun(host, beginning, {
      targets,
      suites: [],
      isPartial: true,
      allSuites: builtIn,
      narrowedBy: [{ by: 'fuzzing only' }],
      suiteDigest: digestOf([], catalogue),
      resolve: resolverOf(catalogue),
      selection: { slow: false },
      policy,
      seed,
      failOn,
      unmasked,
      catalogue,
      afterCases: campaign(options),
      afterClient: clientCampaign({ ...options, suites: builtIn }),
      ...((request.compare ?? servers.length > 1) ? comparison(host, servers, { seed, budget, unmasked }) : {}),
    });
    return { ended, ...(await reportRun(host, beginning, wanted)) };
  });
  const outcome = { exitCode: ended.exitCode, recordPath, reports };
  if (folder === undefined) return outcome;
  const files = await saveFindings(folder, record.findings);
  return { ...outcome, saved: { files, folder: relative(host.cwd, folder) || '.' } };
}

function budgetOf({ runs, maxTime, maxRequests }: FuzzRequest): Budget {
  return { runs, ...defined({ maxTime: maxTime === undefined ? undefined : maxTime * 1000, maxRequests }) };
}

type Comparing = { readonly seed: number; readonly budget: Budget; readonly unmasked: boolean };

function comparison(
  { env, signal, events: { log } }: Host,
  targets: readonly LoadedDescriptor[],
  { seed, budget, unmasked }: Comparing,
): Pick<RunOptions, 'afterTargets'> {
  const rules = { seed, budget, signal };
  return { afterTargets: () => compareTargets(targets, { env, signal, unmasked, keys: createKeyPool(), log }, rules) };
}
