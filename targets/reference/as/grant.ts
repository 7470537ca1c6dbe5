import type { ProofKey } from '../proof/proof-key.ts';
import type { ReferenceClient } from './clients.ts';

export interface Grant {
  readonly client: ReferenceClient;
  readonly sub: string;
  readonly scope: string;
  readonly key: ProofKey | undefined;
  readonly emptyHeader?: boolean;
  /** The resource that the token is for, where the client has named one (RFC 8707). */
  readonly audience?: string | undefined;
  /** Replaces the thumbprint of the key. Only defects use it. */
  readonly jkt?: string | undefined;
}
