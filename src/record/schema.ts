import { Transcript, DecodedProof } from './transcript.ts';
import * as z from 'zod';
import { Basis } from './basis.ts';
import { Comparison } from './comparison.ts';
import { LeftBehind } from './left-behind.ts';
import { Coverage } from './coverage.ts';
import { described, Machine } from './described.ts';
import { FuzzSummary } from './fuzz-summary.ts';
import { Preflight } from './preflight.ts';
import { Problem } from './problem.ts';
import { Quirks } from './quirk.ts';
import { RequirementRef } from './requirement-ref.ts';
import { Asked, Base, GateWord, Scope } from './scope.ts';
import { SuiteLock } from './suite-lock.ts';
import { Verdict } from './verdict.ts';
import { Waived, Waiver } from './waiver.ts';

export type { FuzzSummary } from './fuzz-summary.ts';
export type { Preflight } from './preflight.ts';
export type { RequirementRef } from './requirement-ref.ts';
export { Verdict } from './verdict.ts';
export type { Waiver } from './waiver.ts';

export const recordVersion = 3;

export const Outcome = z.strictObject({
  class: z.enum(['accepted', 'refused', 'challenged', 'crashed', 'throttled', 'unclear', 'failed']),
  status: z.int().optional(),
  error: z.string().optional(),
  text: z.string(),
});
export type Outcome = z.output<typeof Outcome>;

/**
 * `bad`: findings stand against the gate. `unsure`: nothing may be concluded. `partial`: nothing stands against the gate, and only a
 * part of what applies was run. `measured`: no case was to be run. Only `good` may look green.
 */
export const Tone = z.enum(['good', 'partial', 'bad', 'unsure', 'measured']);
export type Tone = z.output<typeof Tone>;

const RunStarted = z.strictObject({
  type: z.literal('run-started'),
  recordVersion: z.literal(recordVersion),
  runId: z.string(),
  proofmark: z.string(),
  node: z.string(),
  machine: Machine.optional(),
  startedAt: z.iso.datetime(),
  /** The day that waivers are held against. */
  today: z.iso.date(),
  /** Nothing is judged: the targets are only measured. */
  measuresOnly: z.literal(true).optional(),
  seed: z.int(),
  /** The command line that repeats this run. */
  command: z.string(),
  profiles: z.array(z.string()),
  strict: z.boolean(),
  /** What counts against a target. */
  failOn: z.array(GateWord),
  /** Percent of the rules asked of a target that have to be judged, for a conclusive run. */
  minJudged: z.int().min(1).max(100).optional(),
  scope: Asked,
  /** SHA-256 of the catalogue and suites, hex. */
  suiteDigest: z.string(),
  targets: z.array(
    z.strictObject({
      name: z.string(),
      descriptor: z.string(),
      digest: z.string(),
      ...described,
      roles: z.array(z.enum(['as', 'rs', 'client'])),
      /** The lines of the descriptor where its servers are described. */
      lines: z.strictObject({ as: z.int().optional(), rs: z.int().optional(), client: z.int().optional() }).optional(),
      /** What the target says of itself that makes a breach weigh more. */
      claims: z.array(z.string()).optional(),
      waivers: z.array(Waiver).optional(),
      base: Base.optional(),
    }),
  ),
});

const ExchangeEvent = z.strictObject({
  type: z.literal('exchange'),
  id: z.string(),
  target: z.string(),
  /** `case@place`, or `preflight`. */
  instance: z.string(),
  purpose: z.enum(['control-before', 'tested', 'control-after', 'setup', 'challenge', 'measured']),
  place: z.string(),
  /** Of a tested request that must be refused: what is wrong with it. */
  fault: z.string().optional(),
  /** What was changed, in words, one op a line; empty for a control. */
  delta: z.array(z.string()),
  /** What it and its control have alike beyond a plain request, in words. */
  shared: z.array(z.string()).optional(),
  proof: DecodedProof.optional(),
  outcome: Outcome,
  /** What counts as the lawful answer, where it decides the outcome. */
  lawful: z
    .strictObject({
      status: z.int().optional(),
      contains: z.string().optional(),
      mediaTypes: z.array(z.string()).optional(),
    })
    .optional(),
  /** What the access token in the answer says of the key it is bound to, where it can be read. */
  binding: z.strictObject({ jkt: z.unknown().optional() }).optional(),
  /** Of a request that a client under test has made: in which playing of a task, and which rule of the posture answered. */
  peer: z.strictObject({ run: z.string(), rule: z.int().optional() }).optional(),
  /** The transcript does not show the outcome: what it was read from is masked or cut. */
  isCarried: z.literal(true).optional(),
  transcript: Transcript,
});
export type ExchangeEvent = z.output<typeof ExchangeEvent>;

const Assertion = z.strictObject({
  requirement: z.string(),
  verdict: Verdict,
  expected: z.string(),
  got: z.string(),
  exchange: z.string().optional(),
});
export type Assertion = z.output<typeof Assertion>;

export const Finding = z.strictObject({
  type: z.literal('finding'),
  target: z.string(),
  /** Place in the order of suites, cases and places; events arrive in the order of completion. */
  index: z.int(),
  instance: z.string(),
  case: z.string(),
  suite: z.string(),
  suiteTitle: z.string(),
  section: z.string(),
  place: z.string(),
  role: z.enum(['as', 'rs', 'client']),
  title: z.string(),
  why: z.string().optional(),
  requirements: z.array(RequirementRef),
  verdict: Verdict,
  attribution: z.enum(['strong', 'paired', 'weak']).optional(),
  /** One sentence for a person: what was seen and why that earns the verdict. */
  reason: z.string(),
  assertions: z.array(Assertion),
  exchanges: z.array(z.string()),
  /** The case as data: enough to send it again. */
  plan: z.unknown(),
  basis: Basis,
  waiver: Waived.optional(),
  /** The server crashed over the request, or fell silent. */
  crash: z.literal(true).optional(),
  /** A skip that neither the base nor the waiver file has. */
  news: z.literal(true).optional(),
  /** Of a finding of fuzzing: where its plan comes from, and how often it was seen again alone. */
  fuzz: z
    .strictObject({
      phase: z.string(),
      seed: z.int(),
      index: z.int(),
      /** Of a sequence: where fast-check came upon the shortest one. */
      path: z.string().optional(),
      seen: z.int(),
      of: z.int(),
    })
    .optional(),
  ms: z.number(),
});
export type Finding = z.output<typeof Finding>;

const RunFinished = z.strictObject({
  type: z.literal('run-finished'),
  finishedAt: z.iso.datetime(),
  ended: z.enum(['complete', 'interrupted', 'aborted']),
  exitCode: z.int(),
  tone: Tone,
  counts: z.partialRecord(Verdict, z.int()),
  waived: z.int(),
  scope: Scope,
  targets: z.array(z.strictObject({ name: z.string(), tone: Tone, scope: Scope })),
  /** The breaches among the findings, gathered by cause. */
  problems: z.array(Problem),
  staleWaivers: z.array(z.string()),
  message: z.string().optional(),
});

export const RecordEvent = z.discriminatedUnion('type', [
  RunStarted,
  SuiteLock,
  Coverage,
  Preflight,
  ExchangeEvent,
  Finding,
  FuzzSummary,
  Quirks,
  Comparison,
  LeftBehind,
  RunFinished,
]);
export type RecordEvent = z.output<typeof RecordEvent>;
export type RunStarted = z.output<typeof RunStarted>;
export type RunFinished = z.output<typeof RunFinished>;

/** What is always at hand of an exchange. */
export type ExchangeHead = Pick<ExchangeEvent, 'id' | 'target' | 'instance' | 'purpose' | 'place' | 'outcome'> & {
  readonly isAnswered: boolean;
};

/** All exchanges of a record, in its order. They may be kept packed, so asking for one costs time. */
export type Exchanges = {
  readonly heads: ReadonlyMap<string, ExchangeHead>;
  readonly get: (id: string) => ExchangeEvent | undefined;
  readonly values: () => Iterable<ExchangeEvent>;
};

/** A whole record, read back. `finished` is missing when the run was killed. */
export type RunRecord = {
  readonly started: RunStarted;
  /** Both are missing in the record of a replay. */
  readonly lock?: SuiteLock;
  readonly coverage?: Coverage;
  readonly preflights: readonly Preflight[];
  readonly exchanges: Exchanges;
  readonly findings: readonly Finding[];
  /** How many answers of its target stand before each of them. */
  readonly answersBefore: ReadonlyMap<Finding, number>;
  readonly fuzzed: readonly FuzzSummary[];
  /** Of the targets that were measured. */
  readonly quirks: readonly Quirks[];
  readonly comparisons: readonly Comparison[];
  readonly leftBehind: readonly LeftBehind[];
  readonly finished?: RunFinished;
  /** The last link of its chain, which stands for the whole record. Missing where it was not read from a file. */
  readonly link?: string;
};
