import { checkDocument } from '../document/check.ts';
import { problemsError, readSource } from '../document/source.ts';
import { Suite } from './schema.ts';

/**
 * Reads a suite that somebody else wrote, as JSON (or YAML, which holds the same data).
 *
 * @param cwd where a relative path starts; by default where the process runs
 * @throws HarnessError `ERR_SUITE_INVALID` that tells all that is wrong with it, a line each.
 */
export async function loadSuiteFile(path: string, cwd?: string): Promise<Suite> {
  const source = await readSource(path, 'ERR_SUITE_INVALID', 'suite', cwd);
  const checked = checkDocument(Suite, source);
  if (checked.value === undefined) throw problemsError(source, checked.problems, 'ERR_SUITE_INVALID');
  return checked.value;
}
