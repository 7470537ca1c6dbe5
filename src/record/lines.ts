import { createReadStream } from 'node:fs';

export type Line = { readonly number: number; readonly bytes: Buffer; readonly isWhole: boolean };

/**
 * The lines of a file, one in memory at a time. Only `\n` ends a line: `node:readline` also splits at U+2028 and
 * U+2029, which JSON leaves bare inside strings, so a target could tear a record with them. `isWhole` is false for a
 * last line without its `\n`.
 */
export async function* linesOf(source: string | Buffer): AsyncGenerator<Line> {
  let pieces: Buffer[] = [];
  let number = 0;
  for await (const chunk of chunksOf(source)) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      const piece = chunk.subarray(start, end);
      start = end + 1;
      number += 1;
      yield { number, bytes: pieces.length === 0 ? piece : Buffer.concat([...pieces, piece]), isWhole: true };
      pieces = [];
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start));
  }
  if (pieces.length > 0) yield { number: number + 1, bytes: Buffer.concat(pieces), isWhole: false };
}

/** A file by its path, or bytes at hand. */
function chunksOf(source: string | Buffer): AsyncIterable<Buffer> | readonly Buffer[] {
  if (typeof source !== 'string') return [source];
  return createReadStream(source, { highWaterMark: 262_144 }) as AsyncIterable<Buffer>;
}

const lineFeed = 0x0a;
