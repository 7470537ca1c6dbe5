import type { RoleContext } from '../context.ts';
import type { ParsedProof } from './parse.ts';
import { ProofRefused } from './refused.ts';
import { thumbprint } from './thumbprint.ts';
import type { ProofKey } from './proof-key.ts';

/** RFC 9449 4.3 check 10, 8, 9 and 11.3. */
export function checkNonce(
  proof: ParsedProof,
  request: { nonceOptional?: boolean; nonceUnread?: boolean; nonceHolder?: string },
  context: RoleContext,
): void {
  const { nonces, policy, defects } = context;
  const { nonce } = proof.payload;
  if (nonces.mode === 'off') return checkUnsolicited(nonce, policy.unsolicitedNonce);
  if (nonce === undefined) {
    if (nonces.mode === 'offered' || request.nonceOptional || wasChallengedBefore(proof, context)) return;
    throw new ProofRefused('nonce', 'a nonce is required', 'use_dpop_nonce');
  }
  if (request.nonceUnread || (typeof nonce !== 'string' && defects.has('nonce-non-string-accepted'))) return;
  const value: unknown = Array.isArray(nonce) && defects.has('nonce-type-unchecked') ? nonce[0] : nonce;
  if (
    typeof value === 'string' &&
    (nonces.accepts(value, context.now(), request.nonceHolder ?? '') || acceptedElsewhere(value, context))
  )
    return;
  const code = defects.has('nonce-mismatch-code') ? 'invalid_dpop_proof' : 'use_dpop_nonce';
  throw new ProofRefused('nonce', 'the nonce is not a recent one', code);
}

function checkUnsolicited(nonce: unknown, mode: 'ignored' | 'refused'): void {
  if (nonce !== undefined && mode === 'refused') throw new ProofRefused('nonce', 'no nonce was ever issued');
}

function acceptedElsewhere(nonce: string, { defects, foreignNonces, now }: RoleContext): boolean {
  return defects.has('nonce-shared-with-as') && foreignNonces.accepts(nonce, now(), '');
}

function wasChallengedBefore(proof: ParsedProof, { defects, challengedKeys }: RoleContext): boolean {
  if (!defects.has('nonce-optional-after-challenge')) return false;
  const jwk = proof.header.jwk as ProofKey['jwk'];
  const jkt = thumbprint({ jwk, kty: jwk.kty as ProofKey['kty'] });
  const before = challengedKeys.has(jkt);
  challengedKeys.add(jkt);
  return before;
}
