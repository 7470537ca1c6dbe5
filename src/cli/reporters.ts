import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { RunRecord } from '../record/schema.ts';
import { renderHtml } from '../report/html.ts';
import { renderJson } from '../report/json.ts';
import { renderJunit } from '../report/junit.ts';
import { renderMarkdown } from '../report/markdown.ts';

const reporters = {
  html: { file: 'report.html', render: renderHtml },
  json: { file: 'result.json', render: renderJson },
  junit: { file: 'junit.xml', render: renderJunit },
  markdown: { file: 'summary.md', render: renderMarkdown },
} as const;

export type ReporterName = keyof typeof reporters;

export const reporterNames = Object.keys(reporters) as ReporterName[];

/** Writes the reports of the record in `recordFile` into `directory`; returns their paths, relative to `cwd`. */
export async function writeReports(
  record: RunRecord,
  recordFile: string,
  names: readonly ReporterName[],
  directory: string,
  cwd: string,
): Promise<readonly string[]> {
  await mkdir(directory, { recursive: true });
  const recordPath = relative(cwd, recordFile) || recordFile;
  const written: string[] = [];
  for (const name of names) {
    const { file, render } = reporters[name];
    const path = join(directory, file);
    await writeFile(path, render(record, { recordPath }));
    written.push(relative(cwd, path) || file);
  }
  return written;
}
