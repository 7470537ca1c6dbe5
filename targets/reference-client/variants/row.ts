import type { Policy } from '../policy.ts';

export interface Variant {
  readonly id: string;
  readonly summary: string;
  /** Why the RFC allows it. */
  readonly lawful: string;
  readonly policy: Partial<Policy>;
  /** Words of `does` that this client does not say. */
  readonly lacks: readonly string[];
}

export function variant(row: Omit<Variant, 'lacks'> & Partial<Pick<Variant, 'lacks'>>): Variant {
  return { lacks: [], ...row };
}
