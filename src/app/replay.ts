import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readCheckedRecord } from '../report/read-checked.ts';
import type { RunRecord, RunStarted } from '../record/schema.ts';
import { loadCatalogue } from '../suite/catalogue.ts';
import { type LoadedDescriptor, loadDescriptor } from '../target/load-descriptor.ts';
import { freePort } from '../target/ports.ts';
import { suites as builtIn } from '../../suites/index.ts';
import type { Host } from './host.ts';
import { resolverOf } from './input/resolver.ts';
import { chooseProfiles } from './input/selection.ts';
import { beginIn } from './recording/begin.ts';
import { recordRun, type RunSettings } from './recording/record-run.ts';
import { errandOf } from './replay/errand.ts';
import { readReplayed } from './replay/replayed.ts';
import { errandOfSeveral } from './replay/several.ts';
import { outcomeOf, type ReplayOutcome } from './replay/outcome.ts';

export type ReplayRequest = {
  /** A record, a suite that fuzzing saved, or a folder of them. */
  readonly path: string;
  /** A case in the record, or several with `*`. By default every finding of fuzzing. */
  readonly name?: string | undefined;
  /** Everything that is broken and not waived. */
  readonly failures: boolean;
  /** The descriptor of another target than the recorded one. */
  readonly target?: string | undefined;
  readonly unmasked: boolean;
};

/** Sends recorded or saved cases again. */
export async function replayCases(host: Host, request: ReplayRequest): Promise<ReplayOutcome> {
  const { env, cwd } = host;
  const { path, name, failures, target } = request;
  const replayed = await readReplayed(cwd, path, { name, failures });
  const started = replayed.kind === 'saved' ? undefined : replayed.record.started;
  const policy = { profiles: chooseProfiles(started?.profiles ?? []), strict: started?.strict ?? false };
  const where = { cwd, recordFile: resolve(cwd, path), target };
  const { descriptors, ...work } =
    replayed.kind === 'several' ? errandOfSeveral(replayed, where, policy) : errandOf(replayed, where, policy);
  const load = async (descriptor: string) => loadDescriptor(descriptor, { env, cwd, port: freePort });
  const targets = await Promise.all(descriptors.map(load));
  const now = await sendAgain(host, `replay of ${started?.runId ?? path}`, {
    ...work,
    targets,
    isPartial: true,
    allSuites: builtIn,
    narrowedBy: [{ by: 'replay' }],
    suiteDigest: started?.suiteDigest ?? '',
    resolve: resolverOf(loadCatalogue()),
    selection: { slow: true },
    policy,
    seed: started?.seed ?? 0,
    failOn: (started?.failOn ?? []).filter((word) => word !== 'skip'),
    unmasked: request.unmasked,
  });
  const remarks = target === undefined ? changedSince(started, targets) : [];
  return { ...outcomeOf(replayed, now), remarks };
}

/** The descriptor that is there now may describe another server, or this one otherwise. */
function changedSince(started: RunStarted | undefined, targets: readonly LoadedDescriptor[]): readonly string[] {
  return targets
    .filter(({ digest }) => started?.targets.every((recorded) => recorded.digest !== digest) === true)
    .map(({ path }) => `${path} is not as it was in the recorded run; --target names another descriptor`);
}

/** Runs with a temporary record, which is deleted after it is read. */
async function sendAgain(host: Host, runId: string, settings: RunSettings): Promise<RunRecord> {
  const directory = await mkdtemp(join(tmpdir(), 'proofmark-replay-'));
  try {
    const beginning = beginIn(directory, runId, host);
    await recordRun(host, beginning, settings);
    return await readCheckedRecord(beginning.recordPath);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
