import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { RunOptions } from '../../runner/run.ts';
import type { Host } from '../host.ts';
import { readVersion } from '../version.ts';

/** A run that is about to begin: the path of its record, and the facts about it in the record. */
export type Beginning = {
  readonly directory: string;
  readonly recordPath: string;
  readonly runInfo: RunOptions['runInfo'];
  readonly today: string;
};

/** `out`: the folder of the record and the reports. By default a new one under `reports/out`. */
export function beginRun(host: Host, out: string | undefined): Beginning {
  const now = new Date();
  const runId = `${now.toISOString().slice(0, 19).replaceAll(':', '-')}-${randomBytes(2).toString('hex')}`;
  return beginIn(resolve(host.cwd, out ?? join('reports', 'out', runId)), runId, host);
}

export function beginIn(directory: string, runId: string, { command }: Host): Beginning {
  return {
    directory,
    recordPath: join(directory, 'record.ndjson'),
    runInfo: { runId, proofmark: readVersion(), command },
    today: new Date().toISOString().slice(0, 10),
  };
}
