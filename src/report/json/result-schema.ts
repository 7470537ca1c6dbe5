import * as z from 'zod';
import { Asked, GateWord } from '../../record/scope.ts';
import { Comparison } from '../../record/comparison.ts';
import { Machine } from '../../record/described.ts';
import { FuzzSummary } from '../../record/fuzz-summary.ts';
import { LeftOut, Obstacle } from '../../record/obstacle.ts';
import { Problem } from '../../record/problem.ts';
import { RequirementRef } from '../../record/requirement-ref.ts';
import { Finding as RecordedFinding, Verdict } from '../../record/schema.ts';
import { statuses } from '../../verdict/status.ts';
import { publishedSchema } from './published-schema.ts';

/** Of the result document. Members may be added within a version; none is renamed, retyped or removed. */
export const summaryVersion = 3;

const Role = z.enum(['as', 'rs', 'client']);
const Status = z.enum(statuses);
const Counts = z.record(Status, z.int()).describe('How many findings have each status.');

const Scope = z
  .strictObject({
    isWhole: z.boolean().describe('All that applies was run. Only then a run is a conformance run.'),
    text: z.string().nullable().describe('What a headline says of a part, such as "partial: 1 of 1281 cases".'),
    ran: z.int(),
    of: z.int(),
    why: z.array(z.string()).describe('What left something out. Empty where all was run.'),
  })
  .describe('How much of all that applies was run. Cases and watches are counted.');

const Gate = z.strictObject({
  isMet: z.boolean().describe('A whole run, everything judged, and nothing counts against the gate.'),
  result: z.string().describe('The headline, as every report has it.'),
  against: z.record(GateWord, z.int()).describe('How many findings count against the gate, by what they are.'),
  caveats: z.array(z.string()).describe('What keeps the run from being conclusive.'),
  remarks: z.array(z.string()).describe('Sentences that every report shows beside the headline.'),
});

const Run = z.strictObject({
  runId: z.string(),
  proofmark: z.string().describe('The version of Proofmark.'),
  node: z.string(),
  machine: Machine.optional(),
  startedAt: z.iso.datetime(),
  today: z.iso.date().describe('The day that waivers are held against.'),
  measuresOnly: z.literal(true).optional(),
  seed: z.int(),
  command: z.string().describe('The command line that repeats this run.'),
  profiles: z.array(z.string()),
  strict: z.boolean(),
  failOn: z.array(GateWord),
  minJudged: z.int().optional().describe('Percent of the rules asked of a target that have to be judged.'),
  asked: Asked.describe('What the run asked for.'),
  suiteDigest: z.string().describe('SHA-256 of the catalogue and the suites, hex.'),
  record: z.string().describe('The path of the record.'),
  finishedAt: z.iso.datetime().nullable(),
  ended: z.enum(['complete', 'interrupted', 'aborted', 'killed']),
  exitCode: z.int().nullable().describe('Null where the run was killed.'),
  staleWaivers: z.array(z.string()),
});

const Fuzzing = FuzzSummary.omit({ type: true, target: true }).extend({
  tried: z.int().describe('Plans sent, whatever they showed.'),
  unstable: z.int().describe('Findings that were not seen each time.'),
});

const Target = z.strictObject({
  name: z.string(),
  descriptor: z.string().describe('The path of its descriptor, as it was given.'),
  digest: z.string().describe('Of the descriptor.'),
  roles: z.array(Role),
  counts: Counts,
  isGood: z.boolean().describe('All that applies was run, and nothing counts against it.'),
  scope: Scope,
  isCrashing: z.boolean(),
  caveats: z.array(z.string()).describe('Why nothing good may be said of it.'),
  errors: z.array(Obstacle),
  facts: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  warnings: z.array(z.string()),
  leftOut: z.array(LeftOut),
  fuzzing: z.array(Fuzzing),
});

const Requirement = RequirementRef.extend({
  links: z.array(z.string()).describe('Where its sections can be read.'),
  results: z.array(z.strictObject({ target: z.string(), status: Status, findings: z.int() })),
});

const Finding = z.strictObject({
  target: z.string(),
  instance: z.string().describe('case@place: its name at the target, the same in each run.'),
  case: z.string(),
  suite: z.string(),
  section: z.string(),
  role: Role,
  place: z.string(),
  title: z.string(),
  verdict: Verdict,
  isWaived: z.boolean(),
  waiver: z
    .strictObject({
      reason: z.string(),
      owner: z.string().nullable(),
      link: z.string().nullable(),
      expires: z.string().nullable(),
    })
    .nullable(),
  against: GateWord.nullable().describe('By which word of the gate it counts, or null.'),
  problem: z.string().nullable().describe('The id of the problem of its target that it shows.'),
  isCrash: z.boolean(),
  isNewSkip: z.boolean(),
  attribution: z.enum(['strong', 'paired', 'weak']).nullable(),
  reason: z.string(),
  requirements: z.array(z.string()).describe('Ids of requirements of its role.'),
  assertions: RecordedFinding.shape.assertions,
  exchanges: z.array(z.string()).describe('Ids in the record.'),
  fuzz: RecordedFinding.shape.fuzz,
  plan: z.unknown().optional().describe('Of a finding of fuzzing: the case as data.'),
  replay: z.string().describe('The command that sends it again.'),
  ms: z.number(),
});

const Shown = Problem.omit({ waived: true }).extend({
  id: Problem.shape.id.describe('Unique in its target, and the same in each run that has the problem.'),
  title: Problem.shape.title.describe('What was seen, with the server as its subject.'),
  harm: Problem.shape.harm.describe('What can come of it.'),
  findings: Problem.shape.findings.describe(
    'The instances of its findings; first the one that shows it with the least.',
  ),
  isWaived: z.boolean().describe('Somebody answers for all of its findings.'),
});

/** The document of the reporter `json`. `result.schema.json` beside this file is published from it. */
export const Result = z.strictObject({
  summaryVersion: z.literal(summaryVersion),
  headline: z.string().describe('How the targets stand, in a sentence for people.'),
  run: Run,
  gate: Gate,
  scope: Scope,
  counts: Counts,
  targets: z.array(Target),
  requirements: z.array(Requirement),
  comparisons: z.array(Comparison.omit({ type: true })).describe('Of two targets that were sent the same plans.'),
  problems: z.array(Shown).describe('The breaches among the findings, gathered by cause; worst first.'),
  findings: z.array(Finding),
});
export type Result = Frozen<z.output<typeof Result>>;

type Frozen<Value> = Value extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Frozen<Value[Name]> }
    : Value;

/** The JSON Schema of results: what `result.schema.json` holds. */
export function resultJsonSchema(): object {
  return publishedSchema(Result, 'Proofmark result');
}
