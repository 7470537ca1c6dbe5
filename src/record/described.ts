import * as z from 'zod';

/** The product behind a target, in the words of its vendor. */
export const Product = z.strictObject({
  organization: z.string(),
  /** Its name. */
  project: z.string(),
  url: z.string().optional(),
  /** A release or a commit, never a branch. */
  version: z.string().optional(),
  /** `sha256:…` of what was tested, or the integrity string of a package. */
  artifact: z.string().optional(),
  contact: z.string().optional(),
});
export type Product = z.output<typeof Product>;

/** What a run says of its target beside what selects cases. */
export const described = {
  /** The text of the descriptor, secrets masked. */
  text: z.string().optional(),
  product: Product.optional(),
  /** As the run applied them. */
  limits: z
    .union([
      z.strictObject({
        concurrency: z.int(),
        requestsPerSecond: z.number().optional(),
        maxRequests: z.int().optional(),
        timeoutSeconds: z.number(),
        maxBodyBytes: z.int(),
      }),
      // Of a client under test.
      z.strictObject({ timeoutSeconds: z.number(), startSeconds: z.number() }),
    ])
    .optional(),
  /** Its path as the descriptor has it, and SHA-256 of its text, hex. */
  waiverFile: z.strictObject({ path: z.string(), digest: z.string() }).optional(),
};

/** Where a run took place. */
export const Machine = z.strictObject({
  /** `linux 6.8.0 x64` */
  system: z.string(),
  /** The IANA name of its time zone, and what its clock showed at the start: `+02:00`. Times of a record are in UTC. */
  zone: z.string(),
  offset: z.string(),
});
export type Machine = z.output<typeof Machine>;
