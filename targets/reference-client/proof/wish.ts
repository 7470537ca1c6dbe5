import type { Role } from '../nonces.ts';

/** The request that a proof is made for. */
export interface ProofWish {
  readonly method: string;
  readonly url: URL;
  readonly role: Role;
  readonly nonce?: string | undefined;
  /** The token that the request carries, at a resource. */
  readonly accessToken?: string | undefined;
  /** Whether the request is the answer to a challenge. */
  readonly isRetry?: boolean;
}
