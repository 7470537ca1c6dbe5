import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { HarnessError } from '../../errors.ts';

/** Where a recorded descriptor was looked for: the run, by the path of its record, and the path in it. */
export type Sought = {
  readonly cwd: string;
  readonly recordFile: string;
  readonly descriptor: string;
  /** SHA-256 of its text, hex. */
  readonly digest?: string | undefined;
};

/** Paths from the current folder. `same`: the descriptor of the recorded run. `other`: one in its place. */
export type Sighted = { readonly same?: string; readonly other?: string };

/**
 * Looks for the descriptor by the path in the record, from the current folder or from a folder above the record; then by its name
 * alone, in the current folder or beside the record.
 */
export function lookForDescriptor({ cwd, recordFile, descriptor, digest }: Sought): Sighted {
  const folders = [cwd];
  for (let folder = dirname(recordFile); dirname(folder) !== folder; folder = dirname(folder)) folders.push(folder);
  const byName = [cwd, dirname(recordFile)].map((folder) => resolve(folder, basename(descriptor)));
  const there = [...folders.map((folder) => resolve(folder, descriptor)), ...byName].filter((file) => existsSync(file));
  const same = there.find((file) => digest !== undefined && digestOf(file) === digest);
  const [first] = there;
  if (same !== undefined) return { same: relative(cwd, same) };
  return first === undefined ? {} : { other: relative(cwd, first) };
}

/**
 * The descriptor of a recorded run as a file, or what has taken its place.
 *
 * @throws HarnessError `ERR_USAGE` where there is none
 */
export function findDescriptor(sought: Sought): string {
  const { same, other } = lookForDescriptor(sought);
  const found = same ?? other;
  if (found !== undefined) return found;
  throw new HarnessError(
    'ERR_USAGE',
    `the descriptor ${sought.descriptor} of the recorded run was not found from here, nor beside or above its record`,
    { advice: { fix: 'name it with --target' } },
  );
}

function digestOf(file: string): string | undefined {
  try {
    return createHash('sha256').update(readFileSync(file, 'utf8')).digest('hex');
  } catch {
    return undefined;
  }
}
