import { createReadStream } from 'node:fs';

export type Line = { readonly number: number; readonly text: string; readonly isWhole: boolean };

/**
 * The lines of a UTF-8 file, one in memory at a time. Only `\n` ends a line: `node:readline` also splits at U+2028 and
 * U+2029, which JSON leaves bare inside strings, so a target could tear a record with them. `isWhole` is false for a
 * last line without its `\n`.
 */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  let pieces: string[] = [];
  let number = 0;
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 262_144 })) {
    const parts = String(chunk).split('\n');
    const rest = parts.pop() ?? '';
    for (const part of parts) {
      number += 1;
      yield { number, text: pieces.join('') + part, isWhole: true };
      pieces = [];
    }
    if (rest !== '') pieces.push(rest);
  }
  if (pieces.length > 0) yield { number: number + 1, text: pieces.join(''), isWhole: false };
}
