import * as z from 'zod';

/** Clients that the run has registered at a target (RFC 7591) and that are still there. */
export const LeftBehind = z.strictObject({
  type: z.literal('left-behind'),
  target: z.string(),
  clients: z.array(z.strictObject({ id: z.string(), why: z.string() })).min(1),
});
export type LeftBehind = z.output<typeof LeftBehind>;
