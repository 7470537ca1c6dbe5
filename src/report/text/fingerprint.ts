import { createHash } from 'node:crypto';

/** A name for a finding that is the same in each run: hex, of the parts in their order. */
export function fingerprint(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
