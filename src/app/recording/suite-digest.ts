import { createHash } from 'node:crypto';
import type { Requirement } from '../../suite/catalogue.ts';
import type { Suite } from '../../suite/schema.ts';

/** The SHA-256 digest of suites and catalogue, in hex. */
export function digestOf(suites: readonly Suite[], catalogue: readonly Requirement[]): string {
  return createHash('sha256')
    .update(JSON.stringify([suites, catalogue]))
    .digest('hex');
}
