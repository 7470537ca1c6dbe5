import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError } from '../../errors.ts';
import { savedSuite } from '../../fuzz/findings/saved.ts';
import { makeFolder, writeOutput } from '../../output.ts';
import type { Finding } from '../../record/schema.ts';
import { loadCatalogue } from '../../suite/catalogue.ts';
import { lintSuites } from '../../suite/lint-suites.ts';
import { loadSuiteFile } from '../../suite/load-suite.ts';
import type { Suite } from '../../suite/schema.ts';

/** The suites in a file, or in all files of a folder that end in `.json`, in the order of their names. */
export async function readSaved(path: string): Promise<readonly Suite[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new HarnessError('ERR_USAGE', `${path}: there is no such file or folder`);
  const names = found.isDirectory() ? (await readdir(path)).filter((name) => name.endsWith('.json')).toSorted() : [];
  const files = found.isDirectory() ? names.map((name) => join(path, name)) : [path];
  const suites = await Promise.all(files.map((file) => loadSuiteFile(file)));
  const faults = lintSuites(suites, loadCatalogue());
  if (faults.length > 0) throw new HarnessError('ERR_SUITE_INVALID', faults.map((one) => `${path}: ${one}`).join('\n'));
  return suites;
}

/** As {@link readSaved}. A folder that does not exist yet is empty. */
export async function readSavedFolder(path: string): Promise<readonly Suite[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return [];
  if (!found.isDirectory()) throw new HarnessError('ERR_USAGE', `--save-cases: ${path} is not a folder`);
  return readSaved(path);
}

/**
 * Writes each finding that can be kept. Returns the number of files.
 *
 * @throws HarnessError `ERR_USAGE` without the folder, `ERR_OUTPUT` without a file in it
 */
export async function saveFindings(path: string, findings: readonly Finding[]): Promise<number> {
  const suites = findings.flatMap((finding) => savedSuite(finding) ?? []);
  makeFolder(path);
  for (const suite of suites) {
    const [only] = [...suite.cases, ...(suite.clientCases ?? [])];
    await writeOutput(join(path, `${only?.id ?? suite.id}.json`), `${JSON.stringify(suite, undefined, 2)}\n`);
  }
  return new Set(suites.map(({ id }) => id)).size;
}
