import { relative } from 'node:path';
import { readRecord } from '../../record/reader.ts';
import type { RunRecord } from '../../record/schema.ts';
import { keepHeapSmall, keepNewSpaceSmall } from '../heap.ts';
import type { Host, Recorded } from '../host.ts';
import type { Beginning } from './begin.ts';
import { type ReporterName, writeReports } from './reporters.ts';

/** Reads the record back (`read` may refuse it), hands it to the host, and writes its reports beside it. */
export async function reportRun(
  host: Host,
  { recordPath, directory }: Pick<Beginning, 'recordPath' | 'directory'>,
  reporters: readonly ReporterName[],
  read: (file: string) => Promise<RunRecord> = readRecord,
): Promise<Recorded & { readonly reports: readonly string[] }> {
  keepHeapSmall();
  keepNewSpaceSmall();
  const record = await read(recordPath);
  const recorded = { record, recordPath: relative(host.cwd, recordPath) || recordPath };
  await host.events.recorded(recorded);
  const reports = await writeReports(recorded, reporters, directory, host.cwd);
  host.events.reported(reports);
  return { ...recorded, reports };
}
