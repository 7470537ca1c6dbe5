import type { FieldLine } from './types.ts';

/**
 * What a strict reader of usual answers returns. An unusual or wrong answer is `odd` and goes to Node's parser, so that
 * this reader never accepts what that parser would refuse.
 */
export type Read<T> = 'incomplete' | 'odd' | T;

export type Head = {
  readonly status: number;
  readonly fields: readonly FieldLine[];
  /** Bytes up to the end of the empty line. */
  readonly size: number;
  /** Bytes of the body; `undefined` where it comes in chunks. */
  readonly length: number | undefined;
  readonly isEncoded: boolean;
  /** Milliseconds for which the server says it keeps the idle connection; 0 where it closes the connection. */
  readonly keepMs: number;
};

const statusLine = /^HTTP\/1\.1 ([2-5]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const fieldLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e\x80-\xff]*)$/;
// The beginning of such a line, of which more may come.
const partialStatusLine = /^(?:H(?:T(?:T(?:P(?:\/(?:1(?:\.(?:1(?: [\t\x20-\x7e\x80-\xff]*)?)?)?)?)?)?)?)?)?\r?$/;
const partialFieldLine = /^(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+(?::[\t\x20-\x7e\x80-\xff]*)?)?\r?$/;

const maxLines = 200;

/**
 * Reads a status line and header fields (RFC 9112 §4, §5).
 * @param isHead whether the request was HEAD, so that no body follows
 */
export function readHead(bytes: Buffer, isHead: boolean, maxBytes: number): Read<Head> {
  const readable = bytes.subarray(0, maxBytes);
  const end = readable.indexOf('\r\n\r\n');
  if (end === -1) return bytes.length < maxBytes && mayBecomeHead(readable.toString('latin1')) ? 'incomplete' : 'odd';
  // Whoever keeps a value keeps the whole text that it was sliced from, so the body is no part of that text.
  const lines = readable.toString('latin1', 0, end).split('\r\n');
  const [, status] = statusLine.exec(lines[0] ?? '') ?? [];
  if (status === undefined || lines.length > maxLines) return 'odd';
  const fields: FieldLine[] = [];
  for (let at = 1; at < lines.length; at += 1) {
    const [, name, value] = fieldLine.exec(lines[at] ?? '') ?? [];
    if (name === undefined || value === undefined) return 'odd';
    fields.push([name, trimBlanks(value)]);
  }
  return frame(Number(status), fields, end + 4, isHead);
}

function mayBecomeHead(text: string): boolean {
  const lines = text.split('\r\n');
  const last = lines.pop() ?? '';
  if (lines.length === 0) return partialStatusLine.test(last);
  return (
    lines.length <= maxLines &&
    lines.every((line, index) => (index === 0 ? statusLine : fieldLine).test(line)) &&
    partialFieldLine.test(last)
  );
}

/** Without the blanks around it. Done by hand: a hostile value must not make a regular expression backtrack. */
function trimBlanks(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isBlank(value.charCodeAt(start))) start += 1;
  while (end > start && isBlank(value.charCodeAt(end - 1))) end -= 1;
  return value.slice(start, end);
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;

type Framing = {
  length: number | undefined;
  isChunked: boolean;
  isEncoded: boolean;
  keepMs: number;
};

/** Finds where the body ends (RFC 9112 §6.3). A body that ends with the connection is odd. */
function frame(status: number, fields: readonly FieldLine[], size: number, isHead: boolean): Read<Head> {
  const framing: Framing = { length: undefined, isChunked: false, isEncoded: false, keepMs: Infinity };
  for (const [name, value] of fields) if (!takeField(framing, name.toLowerCase(), value)) return 'odd';
  const { length, isChunked, isEncoded, keepMs } = framing;
  const head = { status, fields, size, isEncoded, keepMs };
  if (isChunked && length !== undefined) return 'odd';
  if (isHead) return { ...head, length: 0 };
  if (status === 204 || status === 304) return isChunked || (length ?? 0) > 0 ? 'odd' : { ...head, length: 0 };
  return isChunked || length !== undefined ? { ...head, length } : 'odd';
}

/** `false` where the field makes the answer odd. */
function takeField(framing: Framing, name: string, value: string): boolean {
  switch (name) {
    case 'content-length':
      if (framing.length !== undefined || !/^\d{1,9}$/.test(value)) return false;
      framing.length = Number(value);
      return true;
    case 'transfer-encoding':
      if (framing.isChunked || value.toLowerCase() !== 'chunked') return false;
      framing.isChunked = true;
      return true;
    case 'connection':
      if (value.toLowerCase() === 'close') framing.keepMs = 0;
      return /^(?:close|keep-alive)$/i.test(value);
    case 'keep-alive':
      framing.keepMs = Math.min(framing.keepMs, keptFor(value));
      return true;
    case 'content-encoding':
      framing.isEncoded = true;
      return true;
    default:
      return name !== 'upgrade' && name !== 'proxy-connection';
  }
}

/** Milliseconds, a second less than the server says: its clock started earlier. */
function keptFor(value: string): number {
  const [, seconds] = /^timeout=(\d{1,9})/.exec(value) ?? [];
  return seconds === undefined ? Infinity : Math.max(0, Number(seconds) * 1000 - 1000);
}
