import { HarnessError } from '../../errors.ts';
import type { LoadedDescriptor } from '../../target/load-descriptor.ts';
import type { Failed } from './last-failed.ts';

/**
 * The targets at which something failed: at another one there is nothing to run again.
 *
 * @throws HarnessError `ERR_USAGE` where there is no such target, or the earlier run had another one
 */
export function failedTargets(
  targets: readonly LoadedDescriptor[],
  failed: Failed | undefined,
): readonly LoadedDescriptor[] {
  if (failed === undefined) return targets;
  const { all, failed: bad } = failed.targets;
  const names = targets.map(({ descriptor }) => descriptor.name);
  const lacking = names.find((name) => !all.includes(name));
  const has = lacking === undefined ? `nothing failed at ${names.join(', ')}` : `there is no target "${lacking}"`;
  const left = targets.filter(({ descriptor }) => bad.includes(descriptor.name));
  if (lacking === undefined && left.length > 0) return left;
  throw new HarnessError(
    'ERR_USAGE',
    `--last-failed: ${has} in the run ${failed.runId}; something failed at ${bad.join(', ')}`,
  );
}
