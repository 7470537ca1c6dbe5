import { UnsafeZip } from './unsafe.ts';

/** One file of a zip. `start`: where its packed bytes begin. */
export type Entry = {
  readonly path: string;
  /** 0: as it is. 8: deflated. */
  readonly method: 0 | 8;
  readonly start: number;
  readonly packedSize: number;
  readonly size: number;
  readonly crc: number;
};

const localSignature = 0x04034b50;
const centralSignature = 0x02014b50;
const endSignature = 0x06054b50;
const [localSize, centralSize, endSize] = [30, 46, 22];

/**
 * The entries of a zip (APPNOTE 4.3). What our own writer never makes is refused: comments, extra fields, encryption, several
 * disks, zip64, links, and bytes that belong to no file.
 *
 * @throws UnsafeZip
 */
export function centralDirectory(zip: Buffer, mostFiles: number): readonly Entry[] {
  const end = zip.length - endSize;
  if (end < 0 || zip.readUInt32LE(end) !== endSignature)
    throw strange('it does not end as a zip, or something stands behind it');
  const count = zip.readUInt16LE(end + 10);
  const size = zip.readUInt32LE(end + 12);
  const start = zip.readUInt32LE(end + 16);
  const hasDisks = zip.readUInt16LE(end + 4) !== 0 || zip.readUInt16LE(end + 6) !== 0;
  if (hasDisks || zip.readUInt16LE(end + 8) !== count) throw strange('it is a part of several');
  if (start + size !== end) throw strange('something stands between its directory and its end');
  if (count > mostFiles) throw strange(`it has ${count} files, and ${mostFiles} are allowed`);
  const entries: Entry[] = [];
  let at = start;
  let next = 0;
  for (let index = 0; index < count; index += 1) {
    const read = readEntry(zip, { at, end, expected: next });
    entries.push(read.entry);
    at = read.behind;
    next = read.entry.start + read.entry.packedSize;
  }
  if (at !== end) throw strange('its directory has more than its files');
  if (next !== start) throw strange('something stands between its files and its directory');
  return entries;
}

function strange(problem: string): UnsafeZip {
  return new UnsafeZip('the zip', problem);
}

type Reading = { readonly at: number; readonly end: number; readonly expected: number };

function readEntry(zip: Buffer, { at, end, expected }: Reading): { readonly entry: Entry; readonly behind: number } {
  if (at + centralSize > end || zip.readUInt32LE(at) !== centralSignature) throw strange('its directory is torn');
  const nameLength = zip.readUInt16LE(at + 28);
  const behind = at + centralSize + nameLength;
  if (behind > end) throw strange('its directory is torn');
  const path = zip.toString('utf8', at + centralSize, behind);
  const method = zip.readUInt16LE(at + 10);
  const offset = zip.readUInt32LE(at + 42);
  checkPlain(zip, at, path);
  if (offset !== expected) throw new UnsafeZip(path, 'does not follow the file before it');
  const [packedSize, size] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)];
  if (method !== 0 && method !== 8) throw new UnsafeZip(path, `is packed by a method that is not taken (${method})`);
  const entry: Entry = {
    path,
    method,
    start: offset + localSize + nameLength,
    packedSize,
    size,
    crc: zip.readUInt32LE(at + 16),
  };
  checkLocal(zip, offset, entry);
  return { entry, behind };
}

/** Bits of the external attributes that make a link of a Unix file. */
const fileTypes = 0o170_000;
const regular = 0o100_000;

function checkPlain(zip: Buffer, at: number, path: string): void {
  const type = (zip.readUInt32LE(at + 38) >>> 16) & fileTypes;
  if (type !== 0 && type !== regular) throw new UnsafeZip(path, 'is a link or another special file');
  if ((zip.readUInt16LE(at + 8) & ~0x0800) !== 0)
    throw new UnsafeZip(path, 'is encrypted, or its size is not said beforehand');
  if (zip.readUInt16LE(at + 30) !== 0 || zip.readUInt16LE(at + 32) !== 0 || zip.readUInt16LE(at + 34) !== 0)
    throw new UnsafeZip(path, 'has extra fields or a comment');
}

/** What stands before the file itself says the same as the directory. */
function checkLocal(zip: Buffer, offset: number, { path, method, start, packedSize, size, crc }: Entry): void {
  const isThere = offset + localSize <= zip.length && zip.readUInt32LE(offset) === localSignature;
  const agrees =
    isThere &&
    (zip.readUInt16LE(offset + 6) & ~0x0800) === 0 &&
    zip.readUInt16LE(offset + 8) === method &&
    zip.readUInt32LE(offset + 14) === crc &&
    zip.readUInt32LE(offset + 18) === packedSize &&
    zip.readUInt32LE(offset + 22) === size &&
    zip.readUInt16LE(offset + 28) === 0 &&
    zip.toString('utf8', offset + localSize, start) === path &&
    start + packedSize <= zip.length;
  if (!agrees) throw new UnsafeZip(path, 'is described in two ways');
}
