import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { defined } from '../../defined.ts';
import { HarnessError } from '../../errors.ts';
import { readEvents } from '../../record/reader.ts';
import { historyEntries } from '../../report/history/entry.ts';
import type { History, HistoryRun } from '../../report/pages/history.ts';
import { readCheckedRecord } from '../../report/read-checked.ts';
import { cut, plainText } from '../../report/text/plain.ts';
import { type Snapshot, snapshotsOf } from '../../verdict/difference/snapshot.ts';
import { findRecords, type RunFiles } from './find-records.ts';

/** So many records are read, the newest ones. */
const maxRecords = 1000;

type Dated = RunFiles & { readonly startedAt: string };

/**
 * The history of all runs below a folder. Records are read one by one, from the oldest one on, and only what is shown is kept.
 *
 * @throws HarnessError `ERR_USAGE` where there is no such folder
 */
export async function readHistory(root: string): Promise<History> {
  const files = await findRecords(root).catch((cause: unknown) => {
    throw new HarnessError('ERR_USAGE', `${root}: is no folder that can be read`, { cause });
  });
  const broken: { path: string; message: string }[] = [];
  const dated: Dated[] = [];
  for (const one of files.slice(0, maxRecords)) {
    const startedAt = await startOf(join(root, one.path)).catch((error: unknown) => faultOf(error, root, one.path));
    if (typeof startedAt === 'string') dated.push({ ...one, startedAt });
    else broken.push(startedAt);
  }
  const runs: HistoryRun[] = [];
  const earlier = new Map<string, Snapshot>();
  for (const one of dated.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))) {
    const read = await runsIn(root, one, earlier).catch((error: unknown) => faultOf(error, root, one.path));
    if ('message' in read) broken.push(read);
    else runs.push(...read);
  }
  return { runs: runs.toReversed(), broken, left: Math.max(0, files.length - maxRecords) };
}

/** When the run began: the first line of its record says so. */
async function startOf(file: string): Promise<string> {
  for await (const event of readEvents(file)) if (event.type === 'run-started') return event.startedAt;
  throw new HarnessError('ERR_RECORD_INVALID', `${file}:1: the file holds no run-started event`);
}

async function runsIn(
  root: string,
  { path, folder }: RunFiles,
  earlier: Map<string, Snapshot>,
): Promise<readonly HistoryRun[]> {
  const record = await readCheckedRecord(join(root, path));
  const snapshots = snapshotsOf(record);
  const entries = historyEntries(record, snapshots, earlier);
  // A run that only measured has no problems, and is no sign that they are gone.
  for (const one of snapshots) if (one.tone !== 'measured') earlier.set(one.target, one);
  const reportPath = folder === '' ? 'report.html' : `${folder}/report.html`;
  const hasReport = (await lstat(join(root, reportPath)).catch(() => undefined))?.isFile() === true;
  const report = hasReport ? hrefOf(reportPath) : undefined;
  return entries.map((entry) => ({ entry, record: hrefOf(path), ...defined({ report }) }));
}

/** A path with `/` as an address relative to the page. `./` keeps a name with a colon from being taken for a scheme. */
function hrefOf(path: string): string {
  return `./${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** A record that cannot be read is shown, and keeps no other from being shown. */
function faultOf(error: unknown, root: string, path: string): { readonly path: string; readonly message: string } {
  if (!(error instanceof HarnessError)) throw error;
  const message = error.message.replaceAll(join(root, path), 'record.ndjson');
  return { path: cut(plainText(path), 300), message: cut(plainText(message), 600) };
}
