import * as z from 'zod';

const Digests = z.record(z.string(), z.string());

/** What judged a run: SHA-256 digests in base64url. Two runs with equal locks were judged by the same rules. */
export const SuiteLock = z.strictObject({
  type: z.literal('suite-lock'),
  /** The version of Proofmark. */
  proofmark: z.string(),
  /** Of each case and watch, by its id. */
  cases: Digests,
  /** Of each row of the catalogue, by its id and role: `RFC9449-2-01 as`. */
  requirements: Digests,
  /** Of each selected profile, by its id. */
  profiles: Digests,
  /** Of the functions that grade a breach, and that judge a request: what they say of fixed questions. */
  policy: z.string(),
  judge: z.string(),
});
export type SuiteLock = z.output<typeof SuiteLock>;
