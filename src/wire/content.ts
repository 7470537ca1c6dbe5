import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { FieldLine } from './types.ts';

/**
 * The text of a body. Proofmark sends no `Accept-Encoding`, but some servers compress all the same. Such a body is
 * decompressed; one that does not decode, or grows beyond `maxBytes`, is kept as it came.
 */
export function bodyText(bytes: Buffer, fields: readonly FieldLine[], maxBytes: number): string {
  const coding = contentCoding(fields);
  return (coding === undefined ? bytes : (decode(bytes, coding, maxBytes) ?? bytes)).toString('utf8');
}

function contentCoding(fields: readonly FieldLine[]): string | undefined {
  return fields
    .find(([name]) => name.toLowerCase() === 'content-encoding')?.[1]
    .trim()
    .toLowerCase();
}

function decode(bytes: Buffer, coding: string, maxOutputLength: number): Buffer | undefined {
  try {
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
  } catch {
    return undefined;
  }
}

const isZlib = (bytes: Buffer): boolean =>
  bytes.length >= 2 && (bytes.readUInt8(0) & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
