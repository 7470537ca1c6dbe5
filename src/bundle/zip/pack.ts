import { zipSync, type Zippable } from 'fflate';

/** The first moment that a zip can name. With it, the same files make the same bytes. */
const epoch = '1980-01-01T00:00:00';

/** A regular file that all may read and its owner may write, as unzip makes it (the upper half of the external attributes). */
const attributes = 0o100644 * 2 ** 16;

/** A zip of files, by their paths, in the order of these. Equal files make equal bytes. */
export function pack(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const entries: Zippable = {};
  for (const [path, content] of sorted) entries[path] = [content, { mtime: epoch, level: 6, os: 3, attrs: attributes }];
  return zipSync(entries);
}
