import { HarnessError } from '../../errors.ts';
import { join, relative } from 'node:path';
import { makeFolder, writeOutput } from '../../output.ts';
import type { RunRecord } from '../../record/schema.ts';
import type { ReportOptions } from '../../report/model.ts';
import type { Recorded } from '../host.ts';

type Render = (record: RunRecord, options: ReportOptions) => string | Iterable<string>;
type ReportFiles = Readonly<Record<string, () => Promise<Render>>>;

/** The files of each reporter. A reporter is loaded only when a run has ended, so that it starts faster. */
const reporters = {
  html: { 'report.html': async () => (await import('../../report/formats/html.ts')).renderHtml },
  json: { 'result.json': async () => (await import('../../report/formats/json.ts')).renderJson },
  junit: { 'junit.xml': async () => (await import('../../report/formats/junit.ts')).renderJunit },
  markdown: { 'summary.md': async () => (await import('../../report/formats/markdown.ts')).renderMarkdown },
  sarif: { 'result.sarif': async () => (await import('../../report/formats/sarif.ts')).renderSarif },
  ctrf: { 'ctrf.json': async () => (await import('../../report/formats/ctrf.ts')).renderCtrf },
  har: { 'exchanges.har': async () => (await import('../../report/formats/har.ts')).renderHar },
  gitlab: { 'gl-code-quality.json': async () => (await import('../../report/ci/gitlab.ts')).renderGitlab },
  badge: {
    'badge.json': async () => (await import('../../report/formats/badge.ts')).renderBadgeJson,
    'badge.svg': async () => (await import('../../report/formats/badge.ts')).renderBadgeSvg,
  },
  quirks: { 'quirks.json': async () => (await import('../../report/formats/quirks-json.ts')).renderQuirks },
} as const satisfies Readonly<Record<string, ReportFiles>>;

export type ReporterName = keyof typeof reporters;

/** The names of all reports in the folder of a run. */
export const reportFiles: readonly string[] = Object.values(reporters).flatMap((files) => Object.keys(files));

export const reporterNames = Object.keys(reporters) as ReporterName[];

/** Writes reports of a record into `directory`. Returns their paths, relative to `cwd`. */
export async function writeReports(
  { record, recordPath }: Recorded,
  names: readonly ReporterName[],
  directory: string,
  cwd: string,
): Promise<readonly string[]> {
  makeFolder(directory);
  const fix = `free some space, or: proofmark report ${recordPath} --out <folder>`;
  const written: string[] = [];
  for (const [file, load] of names.flatMap((name) => Object.entries<() => Promise<Render>>(reporters[name]))) {
    const render = await load();
    const path = join(directory, file);
    await writeOutput(path, render(record, { recordPath }), fix);
    written.push(relative(cwd, path) || file);
  }
  return written;
}

const usual: readonly ReporterName[] = ['html', 'json', 'junit'];

/**
 * The reporters of these names; without any, the usual ones, and in GitLab CI (`GITLAB_CI`) its own beside them.
 *
 * @throws HarnessError `ERR_USAGE`
 */
export function chooseReporters(
  names: readonly string[] | undefined,
  env: Readonly<Record<string, string | undefined>>,
): readonly ReporterName[] {
  if (names === undefined) return env['GITLAB_CI'] === 'true' ? [...usual, 'gitlab'] : usual;
  const unknown = names.find((name) => !reporterNames.includes(name as ReporterName));
  if (unknown !== undefined)
    throw new HarnessError('ERR_USAGE', `--reporter: no reporter "${unknown}"; there are ${reporterNames.join(', ')}`);
  return names as readonly ReporterName[];
}
