/** A request as its octets came: names and values of fields, and the target, are left as they were spelt. */
export type RawRequest = {
  readonly method: string;
  /** The request target as it stands in the request line (RFC 9112 §3.2). */
  readonly target: string;
  readonly version: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
};

/** What a server takes at most, in octets. */
export const bounds = { head: 65_536, body: 1_048_576 } as const;

export type Reading =
  | { readonly state: 'more' }
  /** `used`: how many octets of the buffer the request takes. */
  | { readonly state: 'whole'; readonly request: RawRequest; readonly used: number }
  | { readonly state: 'continue' }
  | { readonly state: 'broken'; readonly why: string };

/**
 * Reads a request from the start of a buffer. Any method that is a token is taken, in any case.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112.html#section-2.1
 */
export function readRequest(buffer: Buffer): Reading {
  const start = blankLines(buffer);
  const end = buffer.indexOf('\r\n\r\n', start);
  if (end === -1) return buffer.length > bounds.head ? broken('the head is too long') : { state: 'more' };
  const [first = '', ...lines] = buffer.toString('latin1', start, end).split('\r\n');
  const line = /^(?<method>[!#$%&'*+.^_`|~0-9A-Za-z-]+) (?<target>\S+) HTTP\/(?<version>1\.[01])$/.exec(first)?.groups;
  if (line === undefined) return broken('the request line is none');
  const fields = lines.map(fieldOf);
  const body = readBody(buffer, end + 4, fields);
  if (body.state !== 'whole') return body;
  const { method = '', target = '', version = '' } = line;
  return { state: 'whole', request: { method, target, version, fields, body: body.body }, used: body.end };
}

/** A client may end the request before with a further line end (RFC 9112 §2.2). */
function blankLines(buffer: Buffer): number {
  let at = 0;
  while (buffer[at] === 0x0d && buffer[at + 1] === 0x0a) at += 2;
  return at;
}

function fieldOf(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return colon === -1 ? [line, ''] : [line.slice(0, colon), line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')];
}

type Body =
  | { readonly state: 'whole'; readonly body: Buffer; readonly end: number }
  | Exclude<Reading, { readonly state: 'whole' }>;

function readBody(buffer: Buffer, start: number, fields: RawRequest['fields']): Body {
  const value = (name: string): string | undefined => fields.find(([field]) => field.toLowerCase() === name)?.[1];
  const isAwaited = /^100-continue$/i.test(value('expect') ?? '') && buffer.length === start;
  if (/\bchunked\b/i.test(value('transfer-encoding') ?? '')) {
    return isAwaited ? { state: 'continue' } : readChunks(buffer, start);
  }
  const length = Number(value('content-length') ?? 0);
  if (!Number.isInteger(length) || length < 0 || length > bounds.body) return broken('the length of the body');
  if (buffer.length >= start + length) {
    return { state: 'whole', body: Buffer.from(buffer.subarray(start, start + length)), end: start + length };
  }
  return isAwaited ? { state: 'continue' } : { state: 'more' };
}

/** @see https://www.rfc-editor.org/rfc/rfc9112.html#section-7.1 */
function readChunks(buffer: Buffer, start: number): Body {
  const chunks: Buffer[] = [];
  let at = start;
  let total = 0;
  for (;;) {
    const lineEnd = buffer.indexOf('\r\n', at);
    if (lineEnd === -1) return { state: 'more' };
    const size = Number.parseInt(buffer.toString('latin1', at, lineEnd), 16);
    total += size;
    if (!Number.isInteger(size) || total > bounds.body) return broken('a chunk of the body');
    at = lineEnd + 2;
    if (size === 0) {
      // Trailer fields end with an empty line.
      const last = buffer.toString('latin1', at, at + 2) === '\r\n' ? at + 2 : buffer.indexOf('\r\n\r\n', at) + 4;
      if (last === 3 || buffer.length < last) return { state: 'more' };
      return { state: 'whole', body: Buffer.concat(chunks), end: last };
    }
    if (buffer.length < at + size + 2) return { state: 'more' };
    chunks.push(Buffer.from(buffer.subarray(at, at + size)));
    at += size + 2;
  }
}

function broken(why: string): Reading & { readonly state: 'broken' } {
  return { state: 'broken', why };
}
