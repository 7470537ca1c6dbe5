import type { Policy } from './policy.ts';

export interface Variant {
  readonly id: string;
  readonly summary: string;
  /** Why the RFC allows it. */
  readonly lawful: string;
  /** What a descriptor of this server would claim, where it differs from the strict server. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly policy: Partial<Policy>;
  /** What the server is made for: it is judged by these profiles too. */
  readonly profiles: readonly string[];
}

export type Claims = Variant['claims'];

export function variant(
  id: string,
  policy: Partial<Policy>,
  summary: string,
  lawful: string,
  claims: Claims = {},
): Variant {
  return { id, summary, lawful, claims, policy, profiles: [] };
}

/** Both roles treat nonces alike. */
export const nonces = (mode: Policy['asNonce']): Partial<Policy> => ({ asNonce: mode, rsNonce: mode });
export const demanded: Claims = { nonce: { as: 'required', rs: 'required' } };
