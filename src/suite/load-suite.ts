import { checkDocument } from '../document/check.ts';
import { problemsError, readSource } from '../document/source.ts';
import { Suite } from './schema.ts';

/**
 * Reads a suite from a JSON file, or from a YAML file with the same data.
 *
 * @param cwd where a relative path starts; by default the working directory of the process
 * @throws HarnessError `ERR_SUITE_INVALID` that lists every fault on a line.
 */
export async function loadSuiteFile(path: string, cwd?: string): Promise<Suite> {
  const source = await readSource(path, 'ERR_SUITE_INVALID', 'suite', cwd);
  const checked = checkDocument(Suite, source);
  if (checked.value === undefined) throw problemsError(source, checked.problems, 'ERR_SUITE_INVALID');
  return checked.value;
}
