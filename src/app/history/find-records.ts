import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of one run. `path` and `folder` are relative to the folder that was searched, with `/`. */
export type RunFiles = {
  readonly path: string;
  readonly folder: string;
  /** Milliseconds since the epoch, when it was last written. */
  readonly time: number;
  readonly bytes: number;
};

const maxDepth = 12;

/** Every `record.ndjson` below a folder, the newest first. Links are not followed, and hidden folders are left out. */
export async function findRecords(root: string): Promise<readonly RunFiles[]> {
  const found: RunFiles[] = [];
  const open: { readonly folder: string; readonly depth: number }[] = [{ folder: '', depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { folder, depth } = next;
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
      // Only the folder that was named must be there.
      if (folder === '') throw error;
      return [];
    });
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile() && entry.name === 'record.ndjson') found.push(...(await filesAt(root, path, folder)));
      const isOpen = entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules';
      if (isOpen && depth < maxDepth) open.push({ folder: path, depth: depth + 1 });
    }
  }
  return found.toSorted((a, b) => b.time - a.time || a.path.localeCompare(b.path));
}

async function filesAt(root: string, path: string, folder: string): Promise<readonly RunFiles[]> {
  const known = await stat(join(root, path)).catch(() => undefined);
  return known === undefined ? [] : [{ path, folder, time: known.mtimeMs, bytes: known.size }];
}
