import type { KeyObject } from 'node:crypto';
import type { JsonObject } from './json.ts';

export interface ProofKey {
  readonly jwk: JsonObject;
  readonly kty: 'EC' | 'RSA' | 'OKP' | 'oct';
  readonly crv: string | undefined;
  /** Absent for a symmetric key and for one that could not be imported. Only defects accept such keys. */
  readonly publicKey?: KeyObject;
}
