import type { Defects, Role } from './defects.ts';
import type { NonceIssuer } from './proof/nonces.ts';
import type { ProofKey } from './proof/proof-key.ts';
import type { ReplayMemory } from './proof/replay.ts';
import type { Policy } from './policy.ts';

/** What one role of one running server works with. */
export interface RoleContext {
  readonly role: Role;
  /** The configured origin; the request URI is never built from anything the client sent but the path. */
  readonly origin: string;
  readonly policy: Policy;
  readonly defects: Defects;
  readonly replay: ReplayMemory;
  readonly nonces: NonceIssuer;
  /** The issuer of the other role, for the defect of sharing. */
  readonly foreignNonces: NonceIssuer;
  /** Keys of good proofs, kept only for defects that look keys up. */
  readonly knownKeys: Map<string, ProofKey>;
  readonly challengedKeys: Set<string>;
  /** Every jti accepted, kept only for the defect of a store with one table of them. */
  readonly usedIds: Set<string>;
  /** Seconds since the epoch, with fractions. */
  now(): number;
}
