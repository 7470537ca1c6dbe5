import { HarnessError } from '../../errors.ts';
import { join, relative } from 'node:path';
import { makeFolder, writeOutput } from '../../output.ts';
import type { Recorded } from '../host.ts';

/** Reporters are loaded only when a run has ended, so that it starts faster. */
const reporters = {
  html: { file: 'report.html', load: async () => (await import('../../report/formats/html.ts')).renderHtml },
  json: { file: 'result.json', load: async () => (await import('../../report/formats/json.ts')).renderJson },
  junit: { file: 'junit.xml', load: async () => (await import('../../report/formats/junit.ts')).renderJunit },
  markdown: { file: 'summary.md', load: async () => (await import('../../report/formats/markdown.ts')).renderMarkdown },
  quirks: { file: 'quirks.json', load: async () => (await import('../../report/formats/quirks-json.ts')).renderQuirks },
} as const;

export type ReporterName = keyof typeof reporters;

/** The names of all reports in the folder of a run. */
export const reportFiles: readonly string[] = Object.values(reporters).map(({ file }) => file);

export const reporterNames = Object.keys(reporters) as ReporterName[];

/** Writes reports of a record into `directory`. Returns their paths, relative to `cwd`. */
export async function writeReports(
  { record, recordPath }: Recorded,
  names: readonly ReporterName[],
  directory: string,
  cwd: string,
): Promise<readonly string[]> {
  makeFolder(directory);
  const written: string[] = [];
  for (const name of names) {
    const { file, load } = reporters[name];
    const render = await load();
    const path = join(directory, file);
    await writeOutput(
      path,
      render(record, { recordPath }),
      `free some space, or: proofmark report ${recordPath} --out <folder>`,
    );
    written.push(relative(cwd, path) || file);
  }
  return written;
}

const usual: readonly ReporterName[] = ['html', 'json', 'junit'];

/** @throws HarnessError `ERR_USAGE` */
export function chooseReporters(names: readonly string[] = usual): readonly ReporterName[] {
  const unknown = names.find((name) => !reporterNames.includes(name as ReporterName));
  if (unknown !== undefined)
    throw new HarnessError('ERR_USAGE', `--reporter: no reporter "${unknown}"; there are ${reporterNames.join(', ')}`);
  return names as readonly ReporterName[];
}
