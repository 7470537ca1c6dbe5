import { constants } from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { reportFiles } from '../recording/reporters.ts';

/** Only what a run writes is served: not the files that happen to lie beside it. */
const served: ReadonlySet<string> = new Set([...reportFiles, 'record.ndjson']);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.sarif': 'application/json; charset=utf-8',
  '.har': 'application/json; charset=utf-8',
  '.ndjson': 'application/x-ndjson; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
};

export type ServedFile = { readonly handle: FileHandle; readonly bytes: number; readonly type: string };

/** The names in the path of a request, or `undefined` where it is none that a folder could have. */
export function namesIn(target: string): readonly string[] | undefined {
  const path = target.replace(/[?#].*$/s, '');
  if (!path.startsWith('/')) return undefined;
  try {
    const names = path.slice(1).split('/').map(decodeURIComponent);
    return names.every(isPlainName) ? names : undefined;
  } catch {
    return undefined;
  }
}

/** Neither hidden, nor a step up, nor more than one name. */
function isPlainName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !/[/\\:\p{Cc}]/u.test(name);
}

/**
 * Opens a report or record below a folder, or answers `undefined`. A link on the way to it is not followed, wherever it leads.
 *
 * @param root as {@link realpath} answers it
 */
export async function openServed(root: string, names: readonly string[]): Promise<ServedFile | undefined> {
  const path = join(root, ...names);
  if (!served.has(basename(path))) return undefined;
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => undefined,
  );
  if (handle === undefined) return undefined;
  const known = await handle.stat();
  const isHere = known.isFile() && (await realpath(path).catch(() => undefined)) === path;
  if (isHere) return { handle, bytes: known.size, type: types[extname(path)] ?? 'application/octet-stream' };
  await handle.close();
  return undefined;
}
