import type { JsonWebKey, KeyObject } from 'node:crypto';
import type { SigningAlg } from '../plan/values.ts';

/** A key pair that proofs are made with. `jkt` is the RFC 7638 thumbprint of the public key. */
export type ProofKey = {
  readonly alg: SigningAlg;
  readonly privateKey: KeyObject;
  readonly publicJwk: JsonWebKey;
  readonly jkt: string;
  /** Signs in place of the private key, for weak public keys which need no secret to sign. */
  readonly forge?: (input: string) => Buffer;
};
