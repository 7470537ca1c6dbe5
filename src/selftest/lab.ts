import { randomUUID } from 'node:crypto';
import type { KeyPool } from '../proof/keys.ts';
import type { Finding, RecordEvent, RunFinished } from '../record/schema.ts';
import { run, type RunOptions } from '../runner/run.ts';
import type { Selection } from '../runner/select.ts';
import { findRequirement, type Requirement } from '../suite/catalogue.ts';
import type { Profile } from '../suite/profile.ts';
import type { Suite } from '../suite/schema.ts';
import { Descriptor } from '../target/descriptor.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';

/** What every run of the self-test shares. */
export type Lab = {
  readonly suites: readonly Suite[];
  readonly catalogue: readonly Requirement[];
  readonly signal: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
  readonly keys: KeyPool;
  /** Runs against sound servers, by server and selection. */
  readonly sound: Map<string, Promise<LabRun>>;
};

export type LabRun = { readonly findings: readonly Finding[]; readonly finished: RunFinished };

/** One run in this process, its record kept in memory. */
export async function runInLab(
  lab: Lab,
  target: LoadedDescriptor,
  selection: Selection,
  profiles: readonly Profile[] = [],
  afterCases?: RunOptions['afterCases'],
): Promise<LabRun> {
  const findings: Finding[] = [];
  const write = (event: RecordEvent): void => {
    if (event.type === 'finding') findings.push(event);
  };
  const finished = await run({
    targets: [target],
    suites: lab.suites,
    suiteDigest: '',
    resolve: (id, place) => findRequirement(lab.catalogue, id, place),
    selection,
    policy: { profiles, strict: false },
    seed: 1,
    failOn: 'fail',
    ...(afterCases === undefined ? {} : { afterCases }),
    unmasked: true,
    env: lab.env,
    keys: lab.keys,
    signal: lab.signal,
    runInfo: { runId: randomUUID(), proofmark: 'selftest', command: 'proofmark selftest' },
    today: new Date().toISOString().slice(0, 10),
    write,
    progress: () => {},
    log: () => {},
  });
  return { findings: findings.toSorted((a, b) => a.index - b.index), finished };
}

/** A descriptor of a server that runs in this process, as its user would write it. */
export function describeInLab(name: string, body: object, secrets: Readonly<Record<string, string>>): LoadedDescriptor {
  return {
    path: name,
    directory: '.',
    digest: '',
    descriptor: Descriptor.parse({ limits: { timeoutSeconds: 3 }, ...body, name }),
    secrets: new Map(Object.entries(secrets)),
  };
}
