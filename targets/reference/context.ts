import type { Defects, Role } from './defects.ts';
import type { NonceIssuer } from './proof/nonces.ts';
import type { ProofKey } from './proof/proof-key.ts';
import type { ReplayMemory } from './proof/replay.ts';
import type { Policy } from './policy.ts';

/** The state and settings of one role of a running server. */
export interface RoleContext {
  readonly role: Role;
  /** The configured origin. Only the path of the request URI comes from the client. */
  readonly origin: string;
  readonly policy: Policy;
  readonly defects: Defects;
  readonly replay: ReplayMemory;
  readonly nonces: NonceIssuer;
  /** The nonces of the other role, for the defect of sharing them. */
  readonly foreignNonces: NonceIssuer;
  /** The keys of good proofs. Only defects look up keys here. */
  readonly knownKeys: Map<string, ProofKey>;
  readonly challengedKeys: Set<string>;
  /** Every accepted jti. Only the defect of a store with a single table uses them. */
  readonly usedIds: Set<string>;
  /** The time in seconds since the epoch, with fractions. */
  now(): number;
}
