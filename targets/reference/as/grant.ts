import type { ProofKey } from '../proof/proof-key.ts';
import type { ReferenceClient } from './clients.ts';

export interface Grant {
  readonly client: ReferenceClient;
  readonly sub: string;
  readonly scope: string;
  readonly key: ProofKey | undefined;
  readonly emptyHeader?: boolean;
  /** Replaces the thumbprint of the key. Only defects use it. */
  readonly jkt?: string | undefined;
}
