import { hash } from 'node:crypto';

/**
 * Each line of a record ends with a member `chain`: SHA-256, base64url, of the link of the line before it, a line feed, and
 * the line without this member. So a line that is changed, left out or moved shows, and the last link stands for the whole.
 */
const opening = ',"chain":"';
const ending = '"}';
const linkLength = 43;
const tailLength = opening.length + linkLength + ending.length;

/** What stands before the first line. */
export const firstLink = '';

export type ChainedLine = { readonly text: string; readonly link: string };

/** The line of an event, without its line feed. `json`: an object with at least one member. */
export function chained(json: string, before: string): ChainedLine {
  const link = linkOf(json, before);
  return { text: `${json.slice(0, -1)}${opening}${link}${ending}`, link };
}

export type UnchainedLine = {
  /** The object as it was before it was chained. */
  readonly bytes: Buffer;
  readonly link: string;
  /** The link that follows from the line and the one before it. */
  readonly due: string;
};

/** Takes the link off a line; the bytes are changed in place. `undefined`: the line carries none. */
export function unchained(line: Buffer, before: string): UnchainedLine | undefined {
  const from = line.length - tailLength;
  if (from < 2 || line.toString('latin1', from, from + opening.length) !== opening) return undefined;
  if (line.toString('latin1', line.length - ending.length) !== ending) return undefined;
  const link = line.toString('latin1', from + opening.length, from + opening.length + linkLength);
  line[from] = closingBrace;
  const bytes = line.subarray(0, from + 1);
  return { bytes, link, due: linkOf(bytes, before) };
}

/** The lines of whole events, chained, each with its line feed. */
export function chainedLines(jsons: Iterable<string>): string {
  let link = firstLink;
  let all = '';
  for (const json of jsons) {
    const line = chained(json, link);
    ({ link } = line);
    all += `${line.text}\n`;
  }
  return all;
}

const closingBrace = 0x7d;

function linkOf(json: string | Uint8Array, before: string): string {
  const start = Buffer.from(`${before}\n`);
  return hash('sha256', Buffer.concat([start, typeof json === 'string' ? Buffer.from(json) : json]), 'base64url');
}
