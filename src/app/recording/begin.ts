import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { RunOptions } from '../../runner/run.ts';
import type { Host } from '../host.ts';
import { readVersion } from '../version.ts';
import { ownFolder } from './own-folder.ts';

/** A run that is about to begin: the path of its record, and the facts about it in the record. */
export type Beginning = {
  readonly directory: string;
  readonly recordPath: string;
  readonly runInfo: RunOptions['runInfo'];
  readonly today: string;
};

/** Where a run writes. */
export type OutputRequest = {
  /** The folder of the record and the reports. By default a new one under `reports/out`. */
  readonly out?: string | undefined;
  /** Whether to replace the run that is there. */
  readonly force?: boolean | undefined;
  /** The run that is there is gone on with: its record is kept until the new one holds all of it. */
  readonly isResumed?: boolean | undefined;
};

/**
 * Does the work of a run. Its folder belongs to it until the last report is written.
 *
 * @throws HarnessError `ERR_USAGE` where the folder is taken or cannot be had
 */
export async function inOwnFolder<Result>(
  host: Host,
  { out, force = false, isResumed = false }: OutputRequest,
  work: (beginning: Beginning) => Promise<Result>,
): Promise<Result> {
  const now = new Date();
  const runId = `${now.toISOString().slice(0, 19).replaceAll(':', '-')}-${randomBytes(2).toString('hex')}`;
  const directory = resolve(host.cwd, out ?? join('reports', 'out', runId));
  const { release, settle } = ownFolder(directory, isResumed ? 'resume' : force ? 'replace' : 'new');
  try {
    const result = await work(beginIn(directory, runId, host));
    settle();
    return result;
  } finally {
    release();
  }
}

export function beginIn(directory: string, runId: string, { command }: Host): Beginning {
  return {
    directory,
    recordPath: join(directory, 'record.ndjson'),
    runInfo: { runId, proofmark: readVersion(), command },
    today: new Date().toISOString().slice(0, 10),
  };
}
