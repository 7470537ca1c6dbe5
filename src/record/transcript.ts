import * as z from 'zod';

const FieldLine = z.tuple([z.string(), z.string()]);

export const Failure = z.strictObject({
  kind: z.enum(['timeout', 'reset', 'connect', 'tls', 'dns', 'protocol', 'too-large', 'not-allowed']),
  message: z.string(),
});
export type Failure = z.output<typeof Failure>;

/** One request and its answer as they went over the wire, secrets masked. Bodies are cut at the limit; their full size is kept. */
export const Transcript = z.strictObject({
  request: z.strictObject({
    method: z.string(),
    url: z.string(),
    /** Origin of the one of several servers that the connection went to. */
    via: z.string().optional(),
    fields: z.array(FieldLine),
    body: z.string().optional(),
  }),
  response: z
    .strictObject({
      status: z.int(),
      fields: z.array(FieldLine),
      body: z.string(),
      bodyBytes: z.int(),
    })
    .optional(),
  failure: Failure.optional(),
  startedAt: z.iso.datetime(),
  /** Milliseconds from the first byte sent to the first and to the last byte received. */
  firstByteMs: z.number().optional(),
  totalMs: z.number(),
});
export type Transcript = z.output<typeof Transcript>;

/** A proof as its reader sees it; `header` and `payload` only where they decode. */
export const DecodedProof = z.strictObject({
  text: z.string(),
  header: z.unknown().optional(),
  payload: z.unknown().optional(),
});
export type DecodedProof = z.output<typeof DecodedProof>;
