import * as z from 'zod';

/** What fuzzing tried at one target. `plans` by what they showed; only surprises become findings. */
export const FuzzSummary = z.strictObject({
  type: z.literal('fuzz'),
  target: z.string(),
  seed: z.int(),
  places: z.array(z.string()),
  plans: z.strictObject({ agrees: z.int(), either: z.int(), surprise: z.int(), unjudged: z.int() }),
  /** Of several requests each, played beside the plans. */
  sequences: z.int().optional(),
  requests: z.int(),
  findings: z.int(),
  /** Why it ended. */
  stopped: z.string(),
  /** A budget ended it before all plans were tried. */
  cut: z.literal(true).optional(),
  /** Places from which no more was to be had, and why. */
  lost: z.array(z.string()).optional(),
});
export type FuzzSummary = z.output<typeof FuzzSummary>;
