import { mkdirSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Advice, HarnessError, type HarnessErrorCode } from './errors.ts';

/**
 * Makes a folder and the ones above it, one at a time: Node's own recursion never ends where the system takes no new
 * folder, as in `/proc`.
 *
 * @throws HarnessError `ERR_USAGE`, because the user chose the place
 */
export function makeFolder(folder: string): void {
  try {
    for (const missing of missingFolders(path.resolve(folder))) mkdirUnlessThere(missing);
    if (!statSync(folder).isDirectory()) throw new HarnessError('ERR_USAGE', `${folder}: is not a folder`);
  } catch (error) {
    throw cannotWrite(folder, error, { code: 'ERR_USAGE', fix: 'choose another folder' });
  }
}

/**
 * Writes a whole file. What is large may come in pieces.
 *
 * @throws HarnessError `ERR_OUTPUT`
 */
export async function writeOutput(
  file: string,
  content: string | Uint8Array | Iterable<string>,
  fix?: string,
): Promise<void> {
  await writeFile(file, content).catch((error: unknown) => {
    throw cannotWrite(file, error, { code: 'ERR_OUTPUT', ...(fix === undefined ? {} : { fix }) });
  });
}

/** What kept a file or a folder from being written, in a sentence. A `HarnessError` stays what it is. */
export function cannotWrite(
  file: string,
  cause: unknown,
  { code, ...advice }: Pick<Advice, 'fix'> & { readonly code: HarnessErrorCode },
): HarnessError {
  if (cause instanceof HarnessError) return cause;
  return new HarnessError(code, `${file}: cannot be written: ${reasonOf(cause)}`, { cause, advice });
}

/** The system's error in plain words. Without its own text, which names the file once more. */
function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return reasons[code] ?? (cause instanceof Error ? cause.message : String(cause));
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EDQUOT: 'your share of the disk is used up',
  EEXIST: 'a file of that name is in the way',
  EFBIG: 'the system limits the size of files',
  EISDIR: 'it is a folder',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'the system takes no new file or folder there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is not a folder',
  EROFS: 'the file system is read-only',
};

/** From the outermost to the folder itself. */
function missingFolders(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) return [];
  return [...missingFolders(path.dirname(folder)), folder];
}

function mkdirUnlessThere(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another program may have made it meanwhile.
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}
