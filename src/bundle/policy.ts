import * as z from 'zod';
import { levels } from '../verdict/levels/levels.ts';

/** What a receiver asks of a bundle. */
export const VerifyPolicy = z.strictObject({
  /** The least that each role has to reach, by the core and by each profile that is asked for. `none`: an intact bundle is enough. */
  level: z.enum(levels).default('core'),
  /** Roles that have to be there. By default those that are. */
  roles: z.array(z.enum(['as', 'rs', 'client'])).default([]),
  /** Profiles that have to be there. */
  profiles: z.array(z.string()).default([]),
  /** Whether it has to be signed, by the key of `--key`. */
  signed: z.boolean().default(false),
  /** Since the end of the run. */
  maxAgeDays: z.int().positive().optional(),
  maxClockOffsetSeconds: z.number().nonnegative().default(60),
  /** Who has to answer for the product, and which it has to be. */
  organization: z.string().optional(),
  project: z.string().optional(),
  version: z.string().optional(),
  artifact: z.string().optional(),
});
export type VerifyPolicy = z.output<typeof VerifyPolicy>;
