import { setTimeout as delay } from 'node:timers/promises';
import type { RoleContext } from './context.ts';
import { checkAth, checkClaimNames, checkExpiry, checkHtm, checkIat, readHtu, readJti } from './proof/claims.ts';
import { checkHeader, fetchKeyUrls } from './proof/header.ts';
import { checkHtu, type RequestTarget } from './proof/htu.ts';
import { certifiedKey, readProofKey } from './proof/keys.ts';
import type { ProofKey } from './proof/proof-key.ts';
import { checkNonce } from './proof/nonce-claim.ts';
import { parseProof, singleProof, type ParsedProof } from './proof/parse.ts';
import { ProofRefused, type ProofErrorCode } from './proof/refused.ts';
import { thumbprint } from './proof/thumbprint.ts';
import { normaliseUri, parseUri, withoutQuery } from './proof/uri.ts';
import { checkSignature, findSigner } from './proof/verify.ts';

export interface ProofRequest extends RequestTarget {
  readonly method: string;
  /** The values of the DPoP header lines, not joined. */
  readonly lines: readonly string[];
  /** Present at a resource server, where the proof needs `ath`. */
  readonly accessToken?: string;
  readonly nonceOptional?: boolean;
  /** Only defects take any nonce. */
  readonly nonceUnread?: boolean;
  /** The holder to which the server gave the nonce. */
  readonly nonceHolder?: string;
}

export type ProofResult =
  | { readonly kind: 'absent'; readonly emptyHeader: boolean }
  | { readonly kind: 'valid'; readonly key: ProofKey; readonly jkt: string }
  | { readonly kind: 'refused'; readonly check: string; readonly code: ProofErrorCode; readonly reason: string };

/** RFC 9449 4.3: the twelve checks, then the replay memory of 11.1. */
export async function checkProof(request: ProofRequest, context: RoleContext): Promise<ProofResult> {
  try {
    const text = singleProof(request.lines, context.policy, context.defects);
    if (text === undefined) return { kind: 'absent', emptyHeader: request.lines.length > 0 };
    const proof = parseProof(text, context.policy, context.defects);
    if (context.defects.has('jku-fetched')) await fetchKeyUrls(proof.header);
    if (context.policy.jtiStoredFirst) await checkReplay(proof, context);
    const key = runChecks(proof, request, context);
    if (!context.policy.jtiStoredFirst) await checkReplay(proof, context);
    const jkt = thumbprint(key);
    rememberKey(jkt, key, context);
    return { kind: 'valid', key, jkt };
  } catch (error) {
    if (!(error instanceof ProofRefused)) throw error;
    return { kind: 'refused', check: error.check, code: error.code, reason: error.message };
  }
}

function runChecks(proof: ParsedProof, request: ProofRequest, context: RoleContext): ProofKey {
  const { payload } = proof;
  const nonce = (): void => checkNonce(proof, request, context);
  const checks = [
    () => checkHeader(proof.header, context),
    () => checkSignature(proof, proofKey(proof, context), context),
    () => checkClaimNames(payload, context),
    () => readJti(payload, context),
    () => checkHtm(payload, methodOf(request, context), context),
    () => checkHtuClaim(proof, request, context),
    () => checkIat(payload, context),
    () => checkExpiry(payload, context),
    () => checkAth(payload, request.accessToken, context),
  ];
  const { checkOrder } = context.policy;
  const ordered = checkOrder === 'reversed' ? checks.toReversed() : checks;
  for (const check of checkOrder === 'nonce-first' ? [nonce, ...ordered] : [...ordered, nonce]) check();
  return proofKey(proof, context);
}

/** Only a defect believes a field that names another method. */
function methodOf({ method, forwarded }: ProofRequest, { defects }: RoleContext): string {
  return defects.has('forwarded-method-trusted') ? (forwarded.method ?? method) : method;
}

function proofKey(proof: ParsedProof, context: RoleContext): ProofKey {
  const { jwk, x5c } = proof.header;
  if (x5c !== undefined && context.defects.has('x5c-instead-of-jwk')) return certifiedKey(jwk, x5c, context);
  const signer = jwk === undefined && context.defects.has('jwk-looked-up-elsewhere') && findSigner(proof, context);
  return signer || readProofKey(jwk, context.defects, context.policy);
}

function checkHtuClaim(proof: ParsedProof, request: ProofRequest, context: RoleContext): void {
  const htu = readHtu(proof.payload, context);
  if (htu !== undefined) checkHtu(htu, request, context);
}

/** There is no await between the look-up and the store, so two copies that arrive together cannot both pass. */
async function checkReplay(proof: ParsedProof, context: RoleContext): Promise<void> {
  const { defects, policy, replay } = context;
  if (policy.replay === 'off' || defects.has('replay-accepted')) return;
  const key = replayKey(proof, context);
  const seen = replay.has(key, context.now());
  if (defects.has('replay-not-atomic')) await delay(25);
  if (seen) throw new ProofRefused('jti', 'the proof was used before');
  if (defects.has('replay-elsewhere-500')) insertUnique(proof, context);
  replay.add(key, defects.has('replay-memory-from-iat') ? Number(proof.payload.iat) : context.now());
}

/** A defect: the primary key of the store is only the jti. */
function insertUnique({ payload }: ParsedProof, { usedIds }: RoleContext): void {
  const jti = String(payload.jti);
  if (usedIds.has(jti)) throw new Error('duplicate key');
  usedIds.add(jti);
}

function replayKey(proof: ParsedProof, context: RoleContext): string {
  const { htu, jti } = proof.payload;
  if (context.defects.has('replay-keyed-on-text')) return proof.text;
  if (context.policy.replay === 'global') return JSON.stringify(jti ?? proof.text);
  const isAsSpelt = context.policy.replay === 'per-htu-text' || context.defects.has('replay-keyed-on-raw-htu');
  const uri = typeof htu === 'string' && !isAsSpelt ? parseUri(htu) : undefined;
  return JSON.stringify([uri ? withoutQuery(normaliseUri(uri)) : htu, jti ?? proof.text]);
}

function rememberKey(jkt: string, key: ProofKey, { defects, knownKeys }: RoleContext): void {
  if (!defects.has('jwk-looked-up-elsewhere') && !defects.has('signature-by-any-known-key')) return;
  knownKeys.delete(jkt);
  knownKeys.set(jkt, key);
  const oldest = knownKeys.keys().next().value;
  if (knownKeys.size > 64 && oldest !== undefined) knownKeys.delete(oldest);
}
