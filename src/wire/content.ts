import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { FieldLine, WireResponse } from './types.ts';

/** The text of a body, and whether it is not all of it. */
export type BodyText = Pick<WireResponse, 'body' | 'isCut'>;

/**
 * The text of a whole body; `undefined` where it is not what its `Content-Encoding` says, so that no client can read it.
 * Proofmark sends no `Accept-Encoding`, but some servers compress all the same. A body that grows beyond `maxBytes`, or
 * has a coding that is not known here, is kept as it came.
 */
export function bodyText(bytes: Buffer, fields: readonly FieldLine[], maxBytes: number): BodyText | undefined {
  const coding = contentCoding(fields);
  if (coding === undefined || bytes.length === 0) return { body: bytes.toString('utf8') };
  try {
    return { body: (decode(bytes, coding, maxBytes) ?? bytes).toString('utf8') };
  } catch (error) {
    return isTooLarge(error) ? { body: bytes.toString('utf8'), isCut: true } : undefined;
  }
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

export function contentCoding(fields: readonly FieldLine[]): string | undefined {
  return fields
    .find(([name]) => name.toLowerCase() === 'content-encoding')?.[1]
    .trim()
    .toLowerCase();
}

function decode(bytes: Buffer, coding: string, maxOutputLength: number): Buffer | undefined {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, { maxOutputLength });
    case 'br':
      return brotliDecompressSync(bytes, { maxOutputLength });
    case 'deflate':
      // RFC 9110 §8.4.1.2 wants the zlib format; raw deflate is a common mistake.
      return isZlib(bytes) ? inflateSync(bytes, { maxOutputLength }) : inflateRawSync(bytes, { maxOutputLength });
    default:
      return undefined;
  }
}

const isZlib = (bytes: Buffer): boolean =>
  bytes.length >= 2 && (bytes.readUInt8(0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
