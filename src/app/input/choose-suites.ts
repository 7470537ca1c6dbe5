import { HarnessError } from '../../errors.ts';
import type { Requirement } from '../../suite/catalogue.ts';
import { lintSuites } from '../../suite/lint-suites.ts';
import { loadSuiteFile } from '../../suite/load-suite.ts';
import type { Suite } from '../../suite/schema.ts';
import { suites as builtIn } from '../../../suites/index.ts';
import type { Host } from '../host.ts';

/** All suites, including those in files, and the ids of the chosen ones (`undefined`: all). */
export type ChosenSuites = { readonly suites: readonly Suite[]; readonly selected: readonly string[] | undefined };

/** Chooses suites. `wanted` has ids of suites, and names of files that end in `.json`. */
export async function chooseSuites(
  { cwd }: Pick<Host, 'cwd'>,
  wanted: readonly string[],
  catalogue: readonly Requirement[],
): Promise<ChosenSuites> {
  const files = wanted.filter((name) => name.endsWith('.json'));
  const added = await Promise.all(files.map((file) => loadSuiteFile(file, cwd)));
  const suites = [...builtIn, ...added];
  const faults = added.length === 0 ? [] : lintSuites(suites, catalogue);
  if (faults.length > 0) throw new HarnessError('ERR_SUITE_INVALID', faults.join('\n'));
  const ids = [...wanted.filter((name) => !name.endsWith('.json')), ...added.map(({ id }) => id)];
  return { suites, selected: ids.length === 0 ? undefined : ids };
}
