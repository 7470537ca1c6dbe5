import { dirname, resolve } from 'node:path';
import { readCheckedRecord } from '../report/read-checked.ts';
import type { Host, Recorded } from './host.ts';
import { reportRun } from './recording/report-run.ts';
import { chooseReporters } from './recording/reporters.ts';

export type ReportRequest = {
  /** The path of the record. */
  readonly record: string;
  /** The folder of the reports. By default the folder of the record. */
  readonly out?: string | undefined;
  readonly reporters?: readonly string[] | undefined;
};

/** Makes the reports of a record again. */
export async function reportRecord(
  host: Host,
  { record, out, reporters }: ReportRequest,
): Promise<Recorded & { readonly reports: readonly string[] }> {
  const names = chooseReporters(reporters, host.env);
  const recordPath = resolve(host.cwd, record);
  const directory = out === undefined ? dirname(recordPath) : resolve(host.cwd, out);
  return reportRun(host, { recordPath, directory }, names, readCheckedRecord);
}
