import * as z from 'zod';

/** What a server engineer would mend in one go: findings gathered by their cause. */
export const Problem = z.strictObject({
  /** `as:typ`, `rs:htu:refusal`: the same in each run that has the problem. Unique in its target. */
  id: z.string(),
  target: z.string(),
  role: z.enum(['as', 'rs', 'client']),
  /** `acceptance`: what is wrong was accepted. `refusal`: what is lawful was refused. `answer`: the answer is not as it must be. */
  kind: z.enum(['acceptance', 'refusal', 'crash', 'answer']),
  /** What was seen, with the server as its subject: "accepts a proof without typ". */
  title: z.string(),
  /** What it is about, as a noun. */
  about: z.string(),
  /** What can come of it, in a sentence. */
  harm: z.string(),
  /** The worst verdict of its findings that nobody answers for; where all are waived, of all. */
  verdict: z.enum(['fail', 'warn']),
  /** Somebody answers for all of its findings. */
  waived: z.literal(true).optional(),
  places: z.array(z.string()),
  /** Ids of the rules that are broken, the hardest first. */
  requirements: z.array(z.string()),
  /** The instances of its findings; first the one that shows it with the least. */
  findings: z.array(z.string()).min(1),
});
export type Problem = z.output<typeof Problem>;
