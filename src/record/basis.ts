import * as z from 'zod';

/** The id of an exchange of the same record. */
const ExchangeId = z.string();

/** `hung`: no answer came in time, but the connection stood. `died`: the lawful request after the answered one got none. */
export const Silence = z.strictObject({ hung: z.boolean(), died: z.boolean() });
export type Silence = z.output<typeof Silence>;

/** What the checks of a step need to know beside the answer. */
const AnswerFacts = z.strictObject({
  /** Milliseconds that answers of this server usually take. */
  usualMs: z.number().optional(),
  /** Thumbprint of the key that made the proof. */
  proofJkt: z.string().optional(),
  downgraded: z.literal(true).optional(),
  unbound: z.literal(true).optional(),
  introspectable: z.literal(true).optional(),
  canaryVisits: z.int().optional(),
  identifier: z.string().optional(),
  /** The state of the authorization request. */
  state: z.string().optional(),
  issPromised: z.literal(true).optional(),
  metadataUrl: z.string().optional(),
  protectedText: z.string().optional(),
  /** What the request asked for new tokens with, masked as in the answer. */
  refreshToken: z.string().optional(),
});
export type AnswerFacts = z.output<typeof AnswerFacts>;

/** The result of a check that read what the record masks or leaves out. */
const CarriedCheck = z.strictObject({
  /** Its place in the list of the step. */
  check: z.int(),
  /** Absent: there was nothing to judge. */
  ok: z.boolean().optional(),
  expected: z.string(),
  got: z.string(),
  atMost: z.literal('warn').optional(),
});
export type CarriedCheck = z.output<typeof CarriedCheck>;

/** One exchange of a case: the tested one, and the lawful twins before and after it. */
const StepBasis = z.strictObject({
  before: ExchangeId.optional(),
  /** Absent where the attempt ended before it was sent. */
  tested: ExchangeId.optional(),
  after: ExchangeId.optional(),
  /** The same request as the tested one, refused before at a place that wavers. */
  refusals: z.array(ExchangeId).optional(),
  /** How often it was sent with the same kind of outcome, where more than once. */
  repeated: z.int().optional(),
  /** After how many of these the server took no connections for a while, and came back. */
  restarts: z.int().optional(),
  /** The request was larger than many servers take. */
  large: z.literal(true).optional(),
  burst: z.strictObject({ times: z.int(), rounds: z.array(z.array(ExchangeId)) }).optional(),
  facts: AnswerFacts.optional(),
  carried: z.array(CarriedCheck).optional(),
});
export type StepBasis = z.output<typeof StepBasis>;

/** One go at a case, with new state. */
const AttemptBasis = z.strictObject({
  steps: z.array(StepBasis),
  /** What ended it, and how far the step had come in which it did. */
  spoilt: z
    .strictObject({ by: z.enum(['inapplicable', 'stopped']), reason: z.string(), step: StepBasis.optional() })
    .optional(),
  silent: Silence.optional(),
});
export type AttemptBasis = z.output<typeof AttemptBasis>;

/** All goes at a case, one after the other, until one is settled. */
const TryBasis = z.strictObject({
  attempts: z.array(AttemptBasis),
  /** The target fell silent, and no further attempt was made. */
  gaveUp: z.literal(true).optional(),
});
export type TryBasis = z.output<typeof TryBasis>;

/** What a client said of one thing that it was asked to do. It earns no pass. */
const ClientWord = z.strictObject({
  asked: z.string(),
  ok: z.boolean(),
  unsupported: z.literal(true).optional(),
  status: z.int().optional(),
  /** Its error, in its own words. */
  error: z.string().optional(),
  /** The program ended by itself: how. */
  ended: z.string().optional(),
  /** No answer came in time. */
  silent: z.literal(true).optional(),
  /** What came was no answer. */
  garbage: z.string().optional(),
});
export type ClientWord = z.output<typeof ClientWord>;

/** One playing of a task by a client under test, against servers of its own. */
const ClientRun = z.strictObject({
  run: z.string(),
  purpose: z.enum(['control-before', 'tested', 'control-after']),
  exchanges: z.array(ExchangeId),
  words: z.array(ClientWord),
  /** How many connections the servers were asked for, where that counts. */
  connections: z.int().optional(),
  /** The last lines of its standard error, where it ended by itself. */
  stderr: z.string().optional(),
});
export type ClientRun = z.output<typeof ClientRun>;

/**
 * What the verdict of a finding stands on: enough to make it again. `case`: the exchanges of a case. `confirmation`: those of
 * a case that fuzzing wrote, tried several times alone. `retry`: the same for a case that was saved. `watch`: the first so many
 * exchanges of the target. `inapplicable` and `blocked`: nothing was sent, for a reason known before. `loss`: the target was
 * lost while this plan, with so many others, was under way.
 */
export const Basis = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('case'),
    ...TryBasis.shape,
    /** Made while other cases were running, and void because the target fell silent. */
    aside: z.array(AttemptBasis).optional(),
  }),
  z.strictObject({ by: z.literal('confirmation'), tries: z.array(TryBasis) }),
  z.strictObject({ by: z.literal('retry'), tries: z.array(TryBasis) }),
  z.strictObject({
    by: z.literal('watch'),
    seen: z.int(),
    /** Results that read what the record masks, by exchange. */
    carried: z.array(CarriedCheck.omit({ check: true }).extend({ exchange: ExchangeId })).optional(),
    /** Why no more was seen. */
    blocked: z.string().optional(),
  }),
  z.strictObject({ by: z.literal('inapplicable'), why: z.string() }),
  z.strictObject({ by: z.literal('blocked'), why: z.string() }),
  z.strictObject({ by: z.literal('loss'), others: z.int() }),
  /** `client`: the requests of a client under test. `claims`: what it says that it can do. */
  z.strictObject({ by: z.literal('client'), runs: z.array(ClientRun), claims: z.array(z.string()) }),
  /** The same for a case that fuzzing wrote, and for one that was saved: played several times alone. */
  z.strictObject({
    by: z.literal('client-confirmation'),
    tries: z.array(z.array(ClientRun)),
    claims: z.array(z.string()),
  }),
  z.strictObject({ by: z.literal('client-retry'), tries: z.array(z.array(ClientRun)), claims: z.array(z.string()) }),
  /** `client-watch`: all requests of a client that stand before the finding. */
  z.strictObject({ by: z.literal('client-watch'), seen: z.int(), claims: z.array(z.string()) }),
]);
export type Basis = z.output<typeof Basis>;
export type BasisOf<By extends Basis['by']> = Extract<Basis, { by: By }>;
