import { randomUUID } from 'node:crypto';
import { defined } from '../defined.ts';
import type { KeyPool } from '../proof/keys.ts';
import type { Finding, RecordEvent, RunFinished, RunRecord } from '../record/schema.ts';
import { foldRecord } from '../record/fold.ts';
import { refuseInconsistent } from '../verdict/consistency.ts';
import { run, type RunOptions } from '../runner/run.ts';
import type { Selection } from '../runner/select.ts';
import { findRequirement, type Requirement } from '../suite/catalogue.ts';
import type { Profile } from '../suite/profile.ts';
import type { Suite } from '../suite/schema.ts';
import { Descriptor } from '../target/descriptor.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';

/** What every run of the self-test shares. */
export type SelftestContext = {
  readonly suites: readonly Suite[];
  readonly catalogue: readonly Requirement[];
  readonly signal: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
  readonly keys: KeyPool;
  /** Gets the record of each run. */
  readonly onRecord?: (record: RunRecord) => void;
  /** The runs against sound servers so far, by server and selection. */
  readonly soundRuns: Map<string, Promise<SelftestRun>>;
};

export type SelftestRun = { readonly findings: readonly Finding[]; readonly finished: RunFinished };

type WhatToRun = {
  readonly selection: Selection;
  readonly profiles?: readonly Profile[];
  readonly afterCases?: RunOptions['afterCases'];
  readonly afterClient?: RunOptions['afterClient'];
};

/**
 * Runs against one target in this process, and keeps the record in memory.
 *
 * @throws HarnessError where the record does not bear out what the run has come to
 */
export async function runInMemory(
  { suites, catalogue, env, keys, signal, onRecord }: SelftestContext,
  target: LoadedDescriptor,
  { selection, profiles = [], afterCases, afterClient }: WhatToRun,
): Promise<SelftestRun> {
  const events: RecordEvent[] = [];
  const finished = await run({
    targets: [target],
    suites,
    suiteDigest: '',
    catalogue,
    resolve: (id, place) => findRequirement(catalogue, id, place),
    selection,
    policy: { profiles, strict: false },
    seed: 1,
    failOn: ['fail'],
    narrowedBy: afterCases === undefined && afterClient === undefined ? [{ by: '--no-fuzz' }] : [],
    ...defined({ afterCases, afterClient }),
    unmasked: true,
    env,
    keys,
    signal,
    runInfo: { runId: randomUUID(), proofmark: 'selftest', command: 'proofmark selftest' },
    today: new Date().toISOString().slice(0, 10),
    write: (event) => events.push(event),
    progress: () => {},
    log: () => {},
  });
  const record = foldRecord(events);
  onRecord?.(record);
  refuseInconsistent(`the record of ${target.descriptor.name} (selftest)`, record);
  return { findings: record.findings, finished };
}

/** Describes a server that runs in this process, as its user would. */
export function describeServer(
  name: string,
  body: object,
  secrets: Readonly<Record<string, string>>,
): LoadedDescriptor {
  return {
    path: name,
    directory: '.',
    digest: '',
    text: '',
    descriptor: Descriptor.parse({ limits: { timeoutSeconds: 3 }, ...body, name }),
    secrets: new Map(Object.entries(secrets)),
    where: () => name,
    lines: {},
  };
}
