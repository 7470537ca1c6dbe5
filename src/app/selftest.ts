import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { HarnessError } from '../errors.ts';
import { createKeyPool } from '../proof/keys.ts';
import { runJobs } from '../selftest/worker-pool.ts';
import type { Job, JobResult } from '../selftest/job.ts';
import { allJobs, runJob } from '../selftest/jobs.ts';
import type { SelftestContext } from '../selftest/context.ts';
import { isMatrixKind, renderMatrix } from '../selftest/matrix.ts';
import { renderPower } from '../selftest/power-table.ts';
import { renderVerdicts } from '../selftest/verdicts.ts';
import { loadCatalogue } from '../suite/catalogue.ts';
import { suites } from '../../suites/index.ts';
import type { Host } from './host.ts';

export type SelftestRequest = {
  /** Whether to run every case against every mutant. */
  readonly full: boolean;
  /** Parts of server ids. */
  readonly only?: readonly string[] | undefined;
  readonly kind?: Job['kind'] | undefined;
  readonly processes: number;
  /** The program that a worker process runs. */
  readonly script: string;
  /** Files to write. */
  readonly matrix?: string | undefined;
  readonly power?: string | undefined;
  readonly verdicts?: string | undefined;
};

type SelftestHost = Pick<Host, 'cwd' | 'signal'>;

/** Judges Proofmark's own servers. Answers `undefined` after an interrupt. */
export async function selftest(
  host: SelftestHost,
  request: SelftestRequest,
  onResult: (result: JobResult) => void,
): Promise<readonly JobResult[] | undefined> {
  const jobs = wantedJobs(request);
  const { script, processes } = request;
  const results = await runJobs(jobs, { script, processes, signal: host.signal, onResult });
  if (host.signal.aborted) return undefined;
  await writeFiles(host, request, results);
  return results;
}

function wantedJobs({ full, only, kind }: SelftestRequest): readonly Job[] {
  const whole =
    kind === undefined
      ? only === undefined
        ? []
        : (['variant', 'unlike', 'mutant', 'client', 'client-mutant'] as const)
      : [kind];
  const jobs = allJobs({ suites, catalogue: loadCatalogue() }, full, whole)
    .filter((job) => only === undefined || only.some((text) => job.id.includes(text)))
    .filter((job) => kind === undefined || job.kind === kind);
  if (jobs.length > 0) return jobs;
  const texts = (only ?? []).map((text) => `"${text}"`).join(' or ');
  throw new HarnessError('ERR_USAGE', `--only: no ${kind ?? 'server'} has ${texts} in its id`);
}

async function writeFiles(
  { cwd }: SelftestHost,
  { kind = 'mutant', matrix, power, verdicts }: SelftestRequest,
  results: readonly JobResult[],
): Promise<void> {
  if (matrix !== undefined) {
    const subject = { kind: isMatrixKind(kind) ? kind : 'mutant', suites } as const;
    await renew(resolve(cwd, matrix), (before) => renderMatrix(subject, results, before));
  }
  const fuzzed = kind === 'client-fuzzed' ? kind : 'fuzzed';
  if (power !== undefined) await renew(resolve(cwd, power), (before) => renderPower(fuzzed, results, before));
  if (verdicts !== undefined) await writeFile(resolve(cwd, verdicts), renderVerdicts(results));
}

/** Writes a table that keeps what was not measured now. */
async function renew(file: string, render: (before: string) => string): Promise<void> {
  await writeFile(file, render(existsSync(file) ? await readFile(file, 'utf8') : ''));
}

/** The work of a worker process on each job. */
export function selftestWorker({ env, signal }: Pick<Host, 'env' | 'signal'>): (job: Job) => Promise<JobResult> {
  const catalogue = loadCatalogue();
  const context: SelftestContext = { suites, catalogue, signal, env, keys: createKeyPool(), soundRuns: new Map() };
  return async (job) => runJob(context, job);
}
