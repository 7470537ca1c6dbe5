import * as z from 'zod';

/** What one kind of request gets; `varies` where repetitions differ. */
const QuirkResult = z.enum(['accepted', 'refused', 'challenged', 'crashed', 'silent', 'unclear', 'varies']);
export type QuirkResult = z.output<typeof QuirkResult>;

const Cell = z.strictObject({
  name: z.string(),
  result: QuirkResult,
  /** For an algorithm: whether the server names it. */
  isAdvertised: z.boolean().optional(),
});

const Latencies = z.strictObject({
  name: z.string(),
  count: z.int(),
  p50: z.number(),
  p90: z.number(),
  p99: z.number(),
  min: z.number(),
  max: z.number(),
  /** All times, in the order of sending. */
  samples: z.array(z.number()).max(500),
});
export type Latencies = z.output<typeof Latencies>;

/** What was measured. `min` and `max` are those of the repetitions, or the interval that the number lies in. */
const QuirkValue = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('number'),
    unit: z.enum(['seconds', 'characters', 'count']),
    median: z.number(),
    min: z.number(),
    max: z.number(),
    /** The measurement ended before the boundary was found. */
    isAtLeast: z.boolean().optional(),
  }),
  z.strictObject({ kind: z.literal('word'), word: z.string() }),
  z.strictObject({ kind: z.literal('vector'), cells: z.array(Cell) }),
  z.strictObject({
    kind: z.literal('map'),
    entries: z.array(z.strictObject({ name: z.string(), answer: z.string(), description: z.string().optional() })),
  }),
  /** Of two faults in one proof, the one that the refusal names. The first of `ranks` holds the faults named before others. */
  z.strictObject({
    kind: z.literal('order'),
    ranks: z.array(z.array(z.string())),
    pairs: z.array(z.strictObject({ named: z.string(), unnamed: z.string() })),
    /** Faults that get the same refusal, so that their order does not show. */
    alike: z.array(z.string()),
  }),
  z.strictObject({ kind: z.literal('latencies'), unit: z.literal('milliseconds'), series: z.array(Latencies) }),
  /** How many of `of` requests at the same moment were accepted, and in how many rounds. */
  z.strictObject({
    kind: z.literal('counts'),
    of: z.int(),
    rounds: z.array(z.strictObject({ accepted: z.int(), times: z.int() })),
  }),
  z.strictObject({ kind: z.literal('unmeasured'), reason: z.string() }),
]);
export type QuirkValue = z.output<typeof QuirkValue>;
export type QuirkValueOf<Kind extends QuirkValue['kind']> = Extract<QuirkValue, { kind: Kind }>;

const quirkGroups = ['time', 'replay', 'nonces', 'sizes', 'algorithms', 'tolerance', 'refusals', 'speed'] as const;

/** One measured peculiarity of a server: never pass, never fail. */
export const Quirk = z.strictObject({
  id: z.string(),
  place: z.enum(['token', 'par', 'resource']),
  group: z.enum(quirkGroups),
  title: z.string(),
  /** How it was measured, in one sentence. */
  how: z.string(),
  repetitions: z.int(),
  value: QuirkValue,
});
export type Quirk = z.output<typeof Quirk>;

/** The quirks of one target. */
export const Quirks = z.strictObject({
  type: z.literal('quirks'),
  target: z.string(),
  measuredAt: z.iso.datetime(),
  /** With those that take real time. */
  isSlow: z.boolean(),
  /** Requests sent for them. */
  requests: z.int(),
  list: z.array(Quirk),
});
export type Quirks = z.output<typeof Quirks>;

export const quirksVersion = 1;

/** `quirks.json`: the quirks of a run, for programs and for comparisons. */
export const QuirksFile = z.object({
  quirksVersion: z.literal(quirksVersion),
  proofmark: z.string(),
  targets: z.array(z.object({ ...Quirks.omit({ type: true }).shape, descriptor: z.string(), digest: z.string() })),
});
export type QuirksFile = z.output<typeof QuirksFile>;
