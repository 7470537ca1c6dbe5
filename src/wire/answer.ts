import { readChunks } from './chunks.ts';
import { bodyText } from './content.ts';
import { type Head, type Read, readHead } from './head.ts';
import type { WireResponse } from './types.ts';

export type AnswerLimits = { readonly maxBodyBytes: number; readonly maxFieldBytes: number };

/** A whole answer with nothing after it, and for how long the connection may be kept. */
export type Answer = { readonly response: WireResponse; readonly keepMs: number };

export type AnswerReader = {
  /** Takes what has come; the answer once it is complete. */
  readonly push: (chunk: Buffer) => Read<Answer>;
  readonly received: readonly Buffer[];
};

/** What comes in more pieces, where all have to be looked at again with each new one, is read by Node's parser. */
const maxPieces = 8;

export function createAnswerReader(isHead: boolean, limits: AnswerLimits): AnswerReader {
  const received: Buffer[] = [];
  let size = 0;
  let head: Head | undefined;
  const all = (): Buffer => (received.length === 1 ? (received[0] ?? Buffer.alloc(0)) : Buffer.concat(received));
  const finish = ({ status, fields, isEncoded, keepMs }: Head, body: Buffer): Answer => {
    const text = isEncoded ? bodyText(body, fields, limits.maxBodyBytes) : body.toString('utf8');
    return { response: { status, fields, body: text, bodyBytes: body.length }, keepMs };
  };
  return {
    received,
    push: (chunk) => {
      received.push(chunk);
      size += chunk.length;
      if (head === undefined) {
        if (received.length > maxPieces) return 'odd';
        const read = readHead(all(), isHead, limits.maxFieldBytes);
        if (typeof read === 'string') return read;
        head = read;
      }
      if (head.length !== undefined) {
        if (head.length > limits.maxBodyBytes || size > head.size + head.length) return 'odd';
        return size < head.size + head.length ? 'incomplete' : finish(head, all().subarray(head.size));
      }
      if (received.length > maxPieces) return 'odd';
      const body = readChunks(all().subarray(head.size), limits.maxBodyBytes);
      return typeof body === 'string' ? body : finish(head, body);
    },
  };
}
