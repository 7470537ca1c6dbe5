import type { HistoryEntry } from '../history/entry.ts';
import { counted } from '../text/counted.ts';
import { compileTemplate } from '../text/template.ts';
import { renderPage } from './page.ts';

export type HistoryRun = {
  readonly entry: HistoryEntry;
  /** Relative to the page; missing where the run has no report. */
  readonly report?: string;
  readonly record: string;
};

export type History = {
  /** Newest first. */
  readonly runs: readonly HistoryRun[];
  readonly broken: readonly { readonly path: string; readonly message: string }[];
  /** How many records there are beyond those that were read. */
  readonly left: number;
};

const template = compileTemplate(new URL('./history.hbs', import.meta.url));

/** All runs of a folder, target by target. */
export function renderHistory({ runs, broken, left }: History): string {
  const targets = [...Map.groupBy(runs, ({ entry }) => entry.target)];
  const records = new Set(runs.map(({ record }) => record)).size;
  const title = `${counted(records, 'run')} of ${counted(targets.length, 'target')}`;
  const body = template({
    title,
    targets: targets.map(([name, own]) => ({ name, runs: own.map(runContext) })),
    broken,
    left,
  });
  return renderPage({ title: `Proofmark: ${title}`, body });
}

function runContext({ entry, report, record }: HistoryRun): object {
  const { startedAt, exitCode } = entry;
  return {
    ...entry,
    report: report ?? '',
    record,
    time: `${startedAt.slice(0, 16).replace('T', ' ')} UTC`,
    end: exitCode === undefined ? 'no end recorded' : `exit code ${exitCode}`,
    isCalm: entry.problems.length === 0 && entry.gone.length === 0,
  };
}
