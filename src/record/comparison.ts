import * as z from 'zod';

/** How targets answered the same plans of fuzzing, where one accepts what another refuses. It is no verdict. */
export const Comparison = z.strictObject({
  type: z.literal('comparison'),
  seed: z.int(),
  targets: z.array(z.string()),
  places: z.array(z.string()),
  /** Plans that were sent, each to every target that has the place. */
  plans: z.int(),
  /** Plans that at least two could be judged by. */
  compared: z.int(),
  differing: z.int(),
  /** Kinds of difference that were not seen a second time, and are not shown. */
  flickered: z.int(),
  /** Where lawful requests were no longer accepted. */
  lost: z.array(z.string()),
  stopped: z.string(),
  differences: z.array(
    z.strictObject({
      /** The smallest plan that shows it: ops as data, and each in words. */
      plan: z.array(z.unknown()),
      words: z.array(z.string()),
      /** The kind of key it was sent with, where not the usual one. */
      key: z.string().optional(),
      cells: z.array(
        z.strictObject({
          target: z.string(),
          place: z.string(),
          answered: z.enum(['accepted', 'refused', 'crashed', 'unjudged']),
        }),
      ),
      /** What the judge thinks of the bytes that were sent. */
      expect: z.enum(['refuse', 'accept', 'either']),
      /** To do otherwise is warned of at most. */
      isDoubtful: z.boolean().optional(),
      /** Rows of the catalogue, without role. */
      requirements: z.array(z.string()),
      /** What a server may decide for itself, where that is all. */
      policy: z.string().optional(),
      /** How many more plans showed the same. */
      alike: z.int(),
    }),
  ),
});
export type Comparison = z.output<typeof Comparison>;
