import * as z from 'zod';
import { Secret } from './secret.ts';

/**
 * Registering leaves clients behind at the server until they are deleted, and not every server lets them be deleted. So nothing
 * is registered unless `allowed` is true.
 */
export const Registration = z.strictObject({
  allowed: z.boolean(),
  /** Sent as Bearer token with the registration request (RFC 7591 §3). */
  initialAccessToken: Secret.optional(),
  /** More members of the client metadata, or others than usual (RFC 7591 §2). */
  metadata: z.record(z.string(), z.union([Secret, z.json()])).default({}),
});
export type Registration = z.output<typeof Registration>;
