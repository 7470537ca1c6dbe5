import * as z from 'zod';
import { Problem } from '../../record/problem.ts';
import { Tone, Verdict } from '../../record/schema.ts';
import { Scope } from '../../record/scope.ts';
import { changeKinds } from '../../verdict/difference/problem-change.ts';
import { publishedSchema } from '../json/published-schema.ts';

/** Of the document of a comparison. Members may be added within a version; none is renamed, retyped or removed. */
export const differenceVersion = 1;

const Run = z.strictObject({
  runId: z.string(),
  startedAt: z.iso.datetime(),
  proofmark: z.string().describe('The version of Proofmark.'),
  suiteDigest: z.string().describe('SHA-256 of the catalogue and the suites, hex.'),
  profiles: z.array(z.string()),
  strict: z.boolean(),
  seed: z.int(),
  exitCode: z.int().optional().describe('Missing where the run was killed.'),
  isEnded: z.boolean().describe('Whether it came to its end.'),
});

const Side = z.strictObject({
  target: z.string(),
  tone: Tone,
  scope: Scope,
  isFuzzed: z.boolean().describe('Whether a campaign came to its end.'),
});

const Instances = z.array(z.string()).describe('case@place, the same in each run.');

const Change = z.strictObject({
  kind: z
    .enum(changeKinds)
    .describe(
      'new: it counts, and what shows it was tried before and did not. gone: all that showed it was tried again and does not. unknown: tried in one of the runs only.',
    ),
  id: z.string().describe('Of the problem, unique in its target.'),
  before: Problem.optional().describe('Of the earlier run, where it is there.'),
  after: Problem.optional().describe('Of the later run, where it is there.'),
  worse: Instances.describe('Instances that weigh more now than before.'),
  better: Instances.describe('Instances that weigh less now than before.'),
  untried: Instances.describe('Its findings that only one of the runs tried.'),
  furtherPlaces: z.array(z.string()).describe('Places where it was not seen before, although they were tried.'),
  alsoAs: z.string().optional().describe('The problem that its findings belong to in the other run.'),
});

const Target = z.strictObject({
  before: Side,
  after: Side,
  problems: z.array(Change).describe('New ones first.'),
  moves: z
    .array(z.strictObject({ from: Verdict, to: Verdict, instances: Instances }))
    .describe('Cases beside the problems that came out otherwise.'),
  newSkips: Instances.describe('Judged before; do not apply later.'),
  unjudged: Instances.describe('Judged before; could not be judged later.'),
  onlyBefore: z.int().describe('How many cases only the earlier run has.'),
  onlyAfter: z.int().describe('How many cases only the later run has.'),
});

/** The document of `proofmark diff --format json`. `difference.schema.json` beside this file is published from it. */
export const Difference = z.strictObject({
  differenceVersion: z.literal(differenceVersion),
  headline: z.string().describe('What has changed, in a sentence for people.'),
  isWorse: z.boolean().describe('A problem is new, or counts for more.'),
  isUncertain: z.boolean().describe('The later run judged less of the same, or did not come to its end.'),
  before: Run,
  after: Run,
  caveats: z.array(z.string()).describe('Why the two runs are not fully alike.'),
  onlyBefore: z.array(z.string()).describe('Targets that only the earlier run has.'),
  onlyAfter: z.array(z.string()).describe('Targets that only the later run has.'),
  targets: z.array(Target),
});

/** The JSON Schema of a comparison: what `difference.schema.json` holds. */
export function differenceJsonSchema(): object {
  return publishedSchema(Difference, 'Proofmark difference');
}
