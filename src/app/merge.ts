import { relative, resolve } from 'node:path';
import { isSaidElsewhere } from '../fuzz/known.ts';
import { mergedExchanges, mergedPreflights, mergedWatches } from '../record/merged-target.ts';
import type { Finding, RecordEvent, RunFinished, RunRecord, RunStarted } from '../record/schema.ts';
import { type Arranged, arrange, mergedStart, type Part } from '../record/shards.ts';
import { createRecordWriter } from '../record/writer.ts';
import { readCheckedRecord } from '../report/read-checked.ts';
import { type Gathered, gathering } from '../runner/gathering.ts';
import { conclude } from '../verdict/conclude.ts';
import { mark } from '../verdict/marks.ts';
import { watchAnew } from '../verdict/recompute/watch-anew.ts';
import type { Host, Outcome } from './host.ts';
import { inOwnFolder, type OutputRequest } from './recording/begin.ts';
import { reportRun } from './recording/report-run.ts';
import { chooseReporters } from './recording/reporters.ts';

export type MergeRequest = OutputRequest & {
  /** The paths of the shards' records. */
  readonly records: readonly string[];
  readonly reporters?: readonly string[] | undefined;
  /** Whether shards may be missing. The result is then no whole run. */
  readonly partial: boolean;
};

/** Makes one record of those of all shards, as if the run had not been split, and its reports. */
export async function mergeRecords(host: Host, request: MergeRequest): Promise<Outcome> {
  const reporters = chooseReporters(request.reporters, host.env);
  const parts: Part[] = [];
  for (const path of request.records) {
    const file = resolve(host.cwd, path);
    parts.push({ file: relative(host.cwd, file) || path, record: await readCheckedRecord(file) });
  }
  const arranged = arrange(parts, request.partial);
  return inOwnFolder(host, request, async (beginning) => {
    const { runId, command } = beginning.runInfo;
    const writer = createRecordWriter(beginning.recordPath);
    try {
      writeMerged(arranged, mergedStart(arranged, { runId, command }), writer.write);
    } finally {
      await writer.close();
    }
    const { record, recordPath, reports } = await reportRun(host, beginning, reporters, readCheckedRecord);
    return { exitCode: record.finished?.exitCode ?? 0, recordPath, reports };
  });
}

/** Writes the record of the whole run. What it comes to follows from what was seen, not from what the shards came to. */
export function writeMerged(
  { parts }: Pick<Arranged, 'parts'>,
  started: RunStarted,
  to: (event: RecordEvent) => void,
): RunFinished {
  const records = parts.map(({ record }) => record);
  const gathered = gathering(started, to);
  to(started);
  const coverage = records.find((record) => record.coverage !== undefined)?.coverage;
  if (coverage !== undefined) to(coverage);
  const lock = records.find((record) => record.lock !== undefined)?.lock;
  for (const target of started.targets) writeTarget(records, { target, started, gathered });
  for (const comparison of records.flatMap(({ comparisons }) => comparisons)) gathered.write(comparison);
  if (lock !== undefined) to(lock);
  const conclusion = conclude(gathered.course(), 'complete');
  const finishedAt = records
    .flatMap((record) => record.finished?.finishedAt ?? [])
    .toSorted()
    .at(-1);
  const finished: RunFinished = {
    type: 'run-finished',
    finishedAt: finishedAt ?? started.startedAt,
    ...conclusion,
  };
  to(finished);
  return finished;
}

type Merging = {
  readonly target: RunStarted['targets'][number];
  readonly started: RunStarted;
  readonly gathered: Gathered;
};

function writeTarget(records: readonly RunRecord[], { target, started, gathered }: Merging): void {
  const { name } = target;
  const { write, disorder } = gathered;
  const isOwn = (event: { readonly target: string }): boolean => event.target === name;
  const emit = (finding: Finding): void => write(mark(unmarked(finding), { target, today: started.today, disorder }));
  for (const preflight of mergedPreflights(records, name)) write(preflight);
  const watches = watchAnew(mergedWatches(records, name));
  for (const exchange of mergedExchanges(records, name, 'cases')) {
    watches.look(exchange);
    write(exchange);
  }
  const own = records.map((record) => record.findings.filter(isOwn));
  const cases = own.flat().filter(({ basis, fuzz }) => basis.by !== 'watch' && fuzz === undefined);
  const judged = [...cases, ...watches.findings()];
  for (const finding of judged) emit(finding);
  for (const exchange of mergedExchanges(records, name, 'after')) write(exchange);
  for (const [place, record] of records.entries()) {
    const here = own[place] ?? [];
    const itself = new Set(here.filter(({ basis }) => basis.by !== 'watch').map(({ instance }) => instance));
    const known = judged.filter(({ instance }) => !itself.has(instance));
    const found = here.filter((finding) => finding.fuzz !== undefined && !isSaidElsewhere(known, finding));
    for (const finding of found) emit(finding);
    for (const summary of record.fuzzed.filter(isOwn)) write({ ...summary, findings: found.length });
    for (const quirks of record.quirks.filter(isOwn)) write(quirks);
    for (const left of record.leftBehind.filter(isOwn)) write(left);
  }
}

function unmarked({ waiver: _waiver, crash: _crash, news: _news, ...finding }: Finding): Finding {
  return finding;
}
