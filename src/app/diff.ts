import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HarnessError } from '../errors.ts';
import { readCheckedRecord } from '../report/read-checked.ts';
import { differenceOf, isUncertain, isWorse, type RunDifference } from '../verdict/difference/difference.ts';
import { type Snapshot, snapshotsOf } from '../verdict/difference/snapshot.ts';
import { exitCodes } from '../verdict/exit-code.ts';
import { writeOutput } from '../output.ts';
import type { Host } from './host.ts';

export type DiffRequest = {
  /** Paths of the records, or of folders that hold a `record.ndjson`. */
  readonly before: string;
  readonly after: string;
  /** The file for the comparison as a page. */
  readonly page?: string | undefined;
};

export type Diffed = { readonly difference: RunDifference; readonly exitCode: number };

/**
 * Compares two runs.
 *
 * @throws HarnessError `ERR_RECORD_INVALID` where one is no record, `ERR_USAGE` where they have no target in common
 */
export async function diffRuns({ cwd }: Pick<Host, 'cwd'>, request: DiffRequest): Promise<Diffed> {
  // One after the other: only what is compared is kept of the first.
  const before = await readSnapshots(cwd, request.before);
  const after = await readSnapshots(cwd, request.after);
  const difference = differenceOf(before, after);
  if (difference === undefined) throw nothingInCommon(request, before, after);
  if (request.page !== undefined) {
    const { renderDifferencePage } = await import('../report/pages/difference.ts');
    await writeOutput(resolve(cwd, request.page), renderDifferencePage(difference));
  }
  return { difference, exitCode: exitCodeOf(difference) };
}

function exitCodeOf(difference: RunDifference): number {
  if (isWorse(difference)) return exitCodes.findings;
  return isUncertain(difference) ? exitCodes.incomplete : exitCodes.met;
}

async function readSnapshots(cwd: string, path: string): Promise<readonly Snapshot[]> {
  const named = resolve(cwd, path);
  const isFolder = (await stat(named).catch(() => undefined))?.isDirectory() === true;
  return snapshotsOf(await readCheckedRecord(isFolder ? join(named, 'record.ndjson') : named));
}

function nothingInCommon({ before, after }: DiffRequest, one: readonly Snapshot[], other: readonly Snapshot[]) {
  const names = (snapshots: readonly Snapshot[]): string => snapshots.map(({ target }) => target).join(', ') || 'none';
  const fix = 'compare runs that share a target, or runs of one target each';
  return new HarnessError(
    'ERR_USAGE',
    `${before} and ${after} have no target in common: ${names(one)} there, ${names(other)} here`,
    { advice: { fix } },
  );
}
