import { crc32, inflateRawSync } from 'node:zlib';
import { centralDirectory, type Entry } from './directory.ts';
import { UnsafeZip } from './unsafe.ts';

export type Bounds = {
  readonly files: number;
  /** Unpacked, of all files together. */
  readonly bytes: number;
  /** How many times larger than its packed form a file may be, beyond the first megabyte. */
  readonly ratio: number;
};

export const usualBounds: Bounds = { files: 1200, bytes: 768 * 1024 ** 2, ratio: 400 };

/**
 * The files of a zip. Only what `pack` writes is taken: files one after the other, with nothing before, between or behind them,
 * by relative paths without `..`, none of them twice or a link. So nothing that is not listed can travel along.
 *
 * @throws UnsafeZip
 */
export function unpack(zip: Buffer, bounds: Bounds = usualBounds): ReadonlyMap<string, Buffer> {
  const entries = centralDirectory(zip, bounds.files);
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > bounds.bytes)
    throw new UnsafeZip('the zip', `unpacks to ${total} bytes, and ${bounds.bytes} are allowed`);
  const files = new Map<string, Buffer>();
  for (const entry of entries) {
    checkPath(entry.path);
    if (files.has(entry.path)) throw new UnsafeZip(entry.path, 'is in the zip twice');
    checkRatio(entry, bounds);
    files.set(entry.path, contentOf(zip, entry));
  }
  return files;
}

function checkPath(path: string): void {
  const steps = path.split('/');
  const isPlain = /^[\w.-]+(?:\/[\w.-]+)*$/.test(path) && steps.every((step) => !/^\.+$/.test(step));
  if (!isPlain) throw new UnsafeZip(JSON.stringify(path), 'is no plain relative path');
}

const largeBytes = 1024 ** 2;

function checkRatio({ path, size, packedSize }: Entry, { ratio }: Bounds): void {
  if (size <= largeBytes || size <= packedSize * ratio) return;
  throw new UnsafeZip(path, `unpacks to ${size} bytes from ${packedSize}: a zip bomb`);
}

function contentOf(zip: Buffer, { path, method, start, packedSize, size, crc }: Entry): Buffer {
  const packed = zip.subarray(start, start + packedSize);
  const content = method === 0 ? packed : inflated(path, packed, size);
  if (content.length !== size) throw new UnsafeZip(path, `has ${content.length} bytes, and the zip says ${size}`);
  if (crc32(content) !== crc) throw new UnsafeZip(path, 'is damaged: its check sum does not fit');
  return content;
}

function inflated(path: string, packed: Buffer, size: number): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    throw new UnsafeZip(path, 'cannot be unpacked to the size that the zip says');
  }
}
