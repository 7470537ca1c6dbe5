export type ProofErrorCode = 'invalid_dpop_proof' | 'use_dpop_nonce';

/** Thrown by the checks of a proof and caught by `checkProof` only. */
export class ProofRefused extends Error {
  readonly check: string;
  readonly code: ProofErrorCode;

  constructor(check: string, reason: string, code: ProofErrorCode = 'invalid_dpop_proof') {
    super(reason);
    this.check = check;
    this.code = code;
  }
}
