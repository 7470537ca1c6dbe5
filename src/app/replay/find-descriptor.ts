import { existsSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { HarnessError } from '../../errors.ts';

/** Finds the descriptor by the path in the record, from the current folder or from a folder above the record. */
export function findDescriptor(cwd: string, recordFile: string, descriptor: string): string {
  const folders = [cwd];
  for (let folder = dirname(recordFile); dirname(folder) !== folder; folder = dirname(folder)) folders.push(folder);
  const found = folders.map((folder) => resolve(folder, descriptor)).find((file) => existsSync(file));
  if (found !== undefined) return relative(cwd, found);
  throw new HarnessError(
    'ERR_USAGE',
    `the descriptor ${descriptor} of the recorded run was not found from here; name it with --target`,
  );
}
