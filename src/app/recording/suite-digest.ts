import { createHash } from 'node:crypto';
import type { Requirement } from '../../suite/catalogue.ts';
import type { Suite } from '../../suite/schema.ts';

/** SHA-256, hex, of what is demanded. */
export function digestOf(suites: readonly Suite[], catalogue: readonly Requirement[]): string {
  return createHash('sha256')
    .update(JSON.stringify([suites, catalogue]))
    .digest('hex');
}
