import type { Policy } from '../policy.ts';

export interface Variant {
  readonly id: string;
  readonly summary: string;
  /** Why the RFC allows it. */
  readonly lawful: string;
  /** The claims in a descriptor of this server, where they differ from those of the strict server. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly policy: Partial<Policy>;
  /** The profiles that the server is made for, and that judge it too. */
  readonly profiles: readonly string[];
}

export type Claims = Variant['claims'];

type VariantRow = Omit<Variant, 'claims' | 'profiles'> & Partial<Pick<Variant, 'claims'>>;

export function variant(row: VariantRow): Variant {
  return { claims: {}, profiles: [], ...row };
}

/** Gives both roles the same mode for nonces. */
export const nonces = (mode: Policy['asNonce']): Partial<Policy> => ({ asNonce: mode, rsNonce: mode });
export const demanded: Claims = { nonce: { as: 'required', rs: 'required' } };
