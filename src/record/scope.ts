import * as z from 'zod';

/** What a run asked for. */
export const Asked = z.strictObject({
  /** What left something out, each an option with its values, or what was done instead. Empty: all that applies was asked for. */
  narrowed: z.array(z.strictObject({ by: z.string(), to: z.array(z.string()).optional() })),
  /** Whether the cases that wait in real time were asked for. */
  slow: z.boolean(),
});
export type Asked = z.output<typeof Asked>;

/** How much of all that applies was run. Cases and watches are counted; `why` says what left something out. Whole: `why` is empty. */
export const Scope = z.strictObject({ ran: z.int(), of: z.int(), why: z.array(z.string()) });
export type Scope = z.output<typeof Scope>;

/** An earlier run, by which a skip is new or not. Instances of one target. */
export const Base = z.strictObject({
  runId: z.string(),
  skipped: z.array(z.string()),
  /** Those that were judged there. */
  judged: z.array(z.string()),
  /** It did not run all cases that applied: of those that it has not, it says nothing. */
  partial: z.literal(true).optional(),
  /** What was broken there, by the ids of problems, and how badly; present where only what is new or worse is to count. */
  broken: z.record(z.string(), z.enum(['fail', 'warn'])).optional(),
});
export type Base = z.output<typeof Base>;

/** What can be held against a target. `skip`: a skip that is new. */
export const GateWord = z.enum(['fail', 'warn', 'crash', 'skip']);
export type GateWord = z.output<typeof GateWord>;
