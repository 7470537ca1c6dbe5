import { defined } from '../defined.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readCheckedRecord } from '../report/read-checked.ts';
import type { Finding, RunRecord } from '../record/schema.ts';
import { loadCatalogue } from '../suite/catalogue.ts';
import { loadDescriptor } from '../target/load-descriptor.ts';
import { freePort } from '../target/ports.ts';
import { suites as builtIn } from '../../suites/index.ts';
import type { Host } from './host.ts';
import { resolverOf } from './input/resolver.ts';
import { chooseProfiles } from './input/selection.ts';
import { beginIn } from './recording/begin.ts';
import { recordRun, type RunSettings } from './recording/record-run.ts';
import { errandOf } from './replay/errand.ts';
import { readReplayed, type Replayed } from './replay/replayed.ts';
import {
  exitCodeOfReplay,
  type ReplayStanding,
  standingOfCase,
  standingOfFinding,
} from '../verdict/replay-standing.ts';

export type ReplayRequest = {
  /** A record, a suite that fuzzing saved, or a folder of them. */
  readonly path: string;
  /** A case in the record. By default every finding of fuzzing. */
  readonly name?: string | undefined;
  /** The descriptor of another target than the recorded one. */
  readonly target?: string | undefined;
  readonly unmasked: boolean;
};

/** The result of a replay. `now` is its record. */
export type ReplayOutcome = { readonly exitCode: number; readonly now: RunRecord } & (
  | {
      readonly kind: 'case';
      readonly record: RunRecord;
      readonly before: Finding;
      /** Absent when the case was not run. */
      readonly again?: { readonly after: Finding; readonly standing: ReplayStanding };
    }
  | {
      readonly kind: 'findings';
      readonly findings: readonly RetriedFinding[];
      /** Instances whose place the target does not offer. */
      readonly missing: readonly string[];
    }
);

export type RetriedFinding = {
  readonly standing: ReplayStanding;
  /** Absent for a saved case. */
  readonly before: Finding | undefined;
  readonly after: Finding;
};

/** Sends recorded or saved cases again. */
export async function replayCases(host: Host, request: ReplayRequest): Promise<ReplayOutcome> {
  const { env, cwd } = host;
  const { path, name, target } = request;
  const replayed = await readReplayed(cwd, path, name);
  const started = replayed.kind === 'saved' ? undefined : replayed.record.started;
  const policy = { profiles: chooseProfiles(started?.profiles ?? []), strict: started?.strict ?? false };
  const where = { cwd, recordFile: resolve(cwd, path), target };
  const { descriptors, ...work } = errandOf(replayed, where, policy);
  const load = async (descriptor: string) => loadDescriptor(descriptor, { env, cwd, port: freePort });
  const now = await sendAgain(host, `replay of ${started?.runId ?? path}`, {
    ...work,
    targets: await Promise.all(descriptors.map(load)),
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
  return replayed.kind === 'case' ? outcomeOfCase(replayed, now) : outcomeOfFindings(replayed, now);
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

type OfCase = Extract<Replayed, { readonly kind: 'case' }>;

function outcomeOfCase({ record, finding: before }: OfCase, now: RunRecord): ReplayOutcome {
  const after = now.findings.find(({ instance }) => instance === before.instance);
  const again = after && { after, standing: standingOfCase(before, after) };
  const exitCode = exitCodeOfReplay([again?.standing ?? 'ERROR']);
  return { kind: 'case', exitCode, record, before, now, ...defined({ again }) };
}

function outcomeOfFindings(replayed: Exclude<Replayed, OfCase>, now: RunRecord): ReplayOutcome {
  const recorded = replayed.kind === 'saved' ? [] : replayed.findings;
  const findings = now.findings.map((after) => {
    const same = recorded.filter(({ instance }) => instance === after.instance);
    const before = same.find(({ target }) => target === after.target) ?? same[0];
    return { standing: standingOfFinding(after), before, after };
  });
  const missing = instancesOf(replayed).filter((id) => !now.findings.some(({ instance }) => instance === id));
  const exitCode = exitCodeOfReplay([
    ...findings.map(({ standing }) => standing),
    ...missing.map(() => 'ERROR' as const),
  ]);
  return { kind: 'findings', exitCode, now, findings, missing };
}

function instancesOf(replayed: Exclude<Replayed, OfCase>): readonly string[] {
  if (replayed.kind === 'findings') return [...new Set(replayed.findings.map(({ instance }) => instance))];
  return replayed.suites.flatMap(({ cases }) => cases.flatMap(({ id, at }) => at.map((place) => `${id}@${place}`)));
}
