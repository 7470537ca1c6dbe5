import type { Read } from './head.ts';

/** The content of a chunked body (RFC 9112 §7.1). Extensions, trailers, or bytes after the end are `odd`. */
export function readChunks(bytes: Buffer, maxBytes: number): Read<Buffer> {
  const parts: Buffer[] = [];
  let received = 0;
  for (let at = 0; ;) {
    const line = sizeLine(bytes, at);
    if (typeof line === 'string') return line;
    const start = at + line.width;
    if (line.size === 0) return lastChunk(bytes, start, parts);
    received += line.size;
    if (received > maxBytes) return 'odd';
    at = start + line.size + 2;
    const after = bytes.toString('latin1', start + line.size, at);
    if (after !== '\r\n'.slice(0, after.length)) return 'odd';
    if (bytes.length < at) return 'incomplete';
    parts.push(bytes.subarray(start, start + line.size));
  }
}

function sizeLine(bytes: Buffer, at: number): Read<{ readonly size: number; readonly width: number }> {
  const text = bytes.toString('latin1', at, Math.min(at + 10, bytes.length));
  const [line, digits] = /^([0-9A-Fa-f]{1,8})\r\n/.exec(text) ?? [];
  if (line !== undefined && digits !== undefined) return { size: Number.parseInt(digits, 16), width: line.length };
  return at + text.length === bytes.length && /^(?:[0-9A-Fa-f]{1,8}\r?)?$/.test(text) ? 'incomplete' : 'odd';
}

function lastChunk(bytes: Buffer, at: number, parts: readonly Buffer[]): Read<Buffer> {
  const rest = bytes.toString('latin1', at, bytes.length);
  if (rest === '\r\n') return parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts);
  return '\r\n'.startsWith(rest) ? 'incomplete' : 'odd';
}
