import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRecord, RunStarted } from '../../record/schema.ts';
import { readCheckedRecord } from '../../report/read-checked.ts';
import type { Policy } from '../../runner/select.ts';
import { loadCatalogue } from '../../suite/catalogue.ts';
import { loadDescriptor, type LoadedDescriptor } from '../../target/load-descriptor.ts';
import { freePort } from '../../target/ports.ts';
import { suites as builtIn } from '../../../suites/index.ts';
import type { Host } from '../host.ts';
import { resolverOf } from '../input/resolver.ts';
import { chooseProfiles } from '../input/selection.ts';
import { beginIn } from '../recording/begin.ts';
import { recordRun } from '../recording/record-run.ts';
import type { Described, Errand } from './errand.ts';
import { loadRecorded } from './recorded-descriptor.ts';

/** What is to be sent, where, and how the run came about that it repeats; of saved cases nothing is known of one. */
export type Work = Omit<Errand, 'descriptors'> & {
  readonly targets: readonly LoadedDescriptor[];
  readonly of: string;
  readonly started: RunStarted | undefined;
  readonly unmasked: boolean;
};

export async function loadTarget({ env, cwd }: Host, described: Described): Promise<LoadedDescriptor> {
  if ('recorded' in described) return loadRecorded({ env }, described.recorded);
  return loadDescriptor(described.file, { env, cwd, port: freePort });
}

/** The grades of a run that is repeated. */
export function policyOf(started: RunStarted | undefined): Policy {
  return { profiles: chooseProfiles(started?.profiles ?? []), strict: started?.strict ?? false };
}

/** Runs with a temporary record, which is deleted after it is read. */
export async function sendAgain(host: Host, { of, started, ...work }: Work): Promise<RunRecord> {
  const directory = await mkdtemp(join(tmpdir(), 'proofmark-replay-'));
  try {
    const beginning = beginIn(directory, `replay of ${started?.runId ?? of}`, host);
    await recordRun(host, beginning, {
      ...work,
      isPartial: true,
      allSuites: builtIn,
      narrowedBy: [{ by: 'replay' }],
      suiteDigest: started?.suiteDigest ?? '',
      catalogue: loadCatalogue(),
      resolve: resolverOf(loadCatalogue()),
      selection: { slow: true },
      policy: policyOf(started),
      seed: started?.seed ?? 0,
      failOn: (started?.failOn ?? []).filter((word) => word !== 'skip'),
    });
    return await readCheckedRecord(beginning.recordPath);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
