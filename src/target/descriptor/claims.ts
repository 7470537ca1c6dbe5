import * as z from 'zod';

/** What the target claims to do. A claim selects cases; a failing probe never takes it back. What is absent is learnt, or not assumed. */
export const Claims = z.strictObject({
  nonce: z.enum(['required', 'offered', 'none']).optional(),
  asNonce: z.enum(['required', 'offered', 'none']).optional(),
  rsNonce: z.enum(['required', 'offered', 'none']).optional(),
  replayDetection: z.boolean().optional(),
  /** Seconds for which a nonce is accepted at most. */
  nonceLifetimeSeconds: z.number().positive().max(600).optional(),
  par: z.boolean().optional(),
  /** Authorization requests have to be pushed (RFC 9126 §5), also where the metadata does not say so. */
  parRequired: z.boolean().optional(),
  /** Honours dpop_jkt in plain authorization requests (RFC 9449 §10); `required`: takes none without it. */
  dpopJkt: z.union([z.boolean(), z.literal('required')]).optional(),
  /** Takes no pushed authorization request without a proof (RFC 9449 §10.1). */
  parProof: z.boolean().optional(),
  introspection: z.boolean().optional(),
  /** Publishes RFC 9728 metadata for `rs.resource`. */
  resourceMetadata: z.boolean().optional(),
  /** The resource also accepts unbound Bearer tokens. */
  bearer: z.boolean().optional(),
});
export type Claims = z.output<typeof Claims>;
