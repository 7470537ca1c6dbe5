import { readChunks } from './chunks.ts';
import { bodyText } from './content.ts';
import { type Head, type Read, readHead } from './head.ts';
import type { WireResponse } from './types.ts';

export type AnswerLimits = { readonly maxBodyBytes: number; readonly maxFieldBytes: number };

/** A complete answer with nothing after it. The connection may be kept for `keepMs` milliseconds. */
export type Answer = { readonly response: WireResponse; readonly keepMs: number };

export type AnswerReader = {
  /** Takes the next bytes; returns the answer once it is complete. */
  readonly push: (chunk: Buffer) => Read<Answer>;
  readonly received: readonly Buffer[];
};

/** Each new piece means reading all of them again, so an answer in more pieces goes to Node's parser. */
const maxPieces = 8;

export function createAnswerReader(isHead: boolean, limits: AnswerLimits): AnswerReader {
  const received: Buffer[] = [];
  let size = 0;
  let head: Head | undefined;
  const all = (): Buffer => (received.length === 1 ? (received[0] ?? Buffer.alloc(0)) : Buffer.concat(received));
  const finish = ({ status, fields, isEncoded, keepMs }: Head, body: Buffer): Read<Answer> => {
    const text = isEncoded ? bodyText(body, fields, limits.maxBodyBytes) : { body: body.toString('utf8') };
    // What cannot be decoded goes to Node's parser, where it becomes a failure.
    if (text === undefined) return 'odd';
    return { response: { status, fields, ...text, bodyBytes: body.length }, keepMs };
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
