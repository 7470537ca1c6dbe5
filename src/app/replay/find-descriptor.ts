import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { HarnessError } from '../../errors.ts';

/**
 * Finds the descriptor by the path in the record, from the current folder or from a folder above the record; else by its name
 * alone, in the current folder or beside the record. Of several the one of the recorded run is taken, which `digest` shows
 * (SHA-256, hex).
 *
 * @throws HarnessError `ERR_USAGE` where there is none
 */
export function findDescriptor(cwd: string, recordFile: string, descriptor: string, digest?: string): string {
  const folders = [cwd];
  for (let folder = dirname(recordFile); dirname(folder) !== folder; folder = dirname(folder)) folders.push(folder);
  const byName = [cwd, dirname(recordFile)].map((folder) => resolve(folder, basename(descriptor)));
  const there = [...folders.map((folder) => resolve(folder, descriptor)), ...byName].filter((file) => existsSync(file));
  const found = there.find((file) => digest !== undefined && digestOf(file) === digest) ?? there[0];
  if (found !== undefined) return relative(cwd, found);
  throw new HarnessError(
    'ERR_USAGE',
    `the descriptor ${descriptor} of the recorded run was not found from here, nor beside or above its record`,
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
