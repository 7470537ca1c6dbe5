import { forwardedFields } from '../net/forwarded.ts';
import { proofLines } from '../net/guard.ts';
import { nonceHolder } from '../net/holder.ts';
import { headerLines, type Incoming } from '../net/message.ts';
import { checkProof, type ProofResult } from '../proof-check.ts';
import { isJsonObject } from '../proof/json.ts';
import { boundKey, proofAsToken, readToken } from '../token.ts';
import type { AccessToken } from '../access-token.ts';
import { bindingOf, isBoundTo } from './binding.ts';
import { badTokenReason, type Scheme } from './challenge.ts';
import type { RsContext } from './context.ts';
import { readCredentials } from './credentials.ts';
import { methods } from './methods.ts';
import { defectsAt, nonceCare } from './place-defects.ts';
import { slippedToken } from './slips.ts';

export type Decision =
  | { readonly kind: 'granted'; readonly sub: string }
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly scheme: Scheme;
      readonly error: string;
      readonly reason: string;
    };

/** RFC 9449 7.1 and 7.2: decides whether a request may pass. */
export async function authorizeRequest(request: Incoming, server: RsContext): Promise<Decision> {
  const context = { ...server, defects: defectsAt(request, server.defects) };
  if (isOpen(request, context)) return { kind: 'granted', sub: 'nobody' };
  const slipped = proofLines(request, context).length === 0 ? slippedToken(request, context.defects) : undefined;
  const claims = slipped === undefined ? undefined : liveToken(slipped, context);
  if (claims) return { kind: 'granted', sub: claims.sub };
  const credentials = readCredentials(request, context);
  switch (credentials.kind) {
    case 'none':
      return context.defects.has('proof-without-token') ? withoutToken(request, context) : { kind: 'anonymous' };
    case 'malformed': {
      if (isSchemeAlone(request) && context.defects.has('empty-credentials-open'))
        return withoutToken(request, context);
      const { rsMalformedStatus } = context.policy;
      return refused(credentials.scheme, 'invalid_request', credentials.reason, rsMalformedStatus);
    }
    case 'token':
      return credentials.scheme === 'Bearer'
        ? authorizeBearer(credentials.token, request, context)
        : authorizeDpop(credentials.token, request, context);
  }
}

/** Defects: some methods need no credentials. */
function isOpen({ method }: Incoming, { defects }: RsContext): boolean {
  return (
    (method === 'HEAD' && defects.has('head-open')) ||
    (method === 'PUT' && defects.has('put-open')) ||
    (method !== 'OPTIONS' && !methods.includes(method) && defects.has('other-methods-open'))
  );
}

function isSchemeAlone(request: Incoming): boolean {
  return headerLines(request, 'authorization')[0]?.trim().toLowerCase() === 'dpop';
}

/** A defect: every request with a proof passes. */
async function withoutToken(request: Incoming, context: RsContext): Promise<Decision> {
  const proof = await proofOf(request, undefined, context);
  return proof.kind === 'valid' ? { kind: 'granted', sub: 'nobody' } : { kind: 'anonymous' };
}

/** RFC 9449 7.2: a bound token is never a bearer token, even with a proof. */
async function authorizeBearer(token: string, request: Incoming, context: RsContext): Promise<Decision> {
  const { defects } = context;
  const claims = liveToken(token, context);
  if (!claims) return badToken('Bearer', context);
  const bound = claims.cnf !== undefined && !(defects.has('unknown-cnf-as-bearer') && boundKey(claims) === undefined);
  if (!bound && defects.has('unbound-bearer-refused')) return badToken('Bearer', context);
  if (!bound || bearerByDefect(request, context)) return { kind: 'granted', sub: claims.sub };
  if (defects.has('bound-as-bearer-with-proof')) {
    const proof = await proofOf(request, token, context);
    if (proof.kind === 'valid') return { kind: 'granted', sub: claims.sub };
  }
  return refused('Bearer', 'invalid_token', 'the access token is bound to a key');
}

function bearerByDefect(request: Incoming, { defects }: RsContext): boolean {
  const elsewhere = !request.headers.some(([name]) => name.toLowerCase() === 'authorization');
  return (
    defects.has('bound-as-bearer') ||
    defects.has('bearer-in-place') ||
    defects.has('bearer-only') ||
    (defects.has('two-authorizations-bypass') && headerLines(request, 'authorization').length > 1) ||
    (elsewhere && (defects.has('query-token-accepted') || defects.has('form-token-accepted')))
  );
}

async function authorizeDpop(token: string, request: Incoming, context: RsContext): Promise<Decision> {
  const { policy } = context;
  const claims = liveToken(token, context);
  if (claims && opensWithoutProof(claims, request, context)) return { kind: 'granted', sub: claims.sub };
  const tokenFault = judgeToken(claims, context);
  if (tokenFault && !policy.rsProofFirst) return tokenFault;
  const proof = await proofOf(request, token, context);
  return proofFault(proof, context) ?? tokenFault ?? checkBinding(claims, proof, context);
}

function opensWithoutProof(claims: AccessToken, request: Incoming, context: RsContext): boolean {
  const { defects } = context;
  if (boundKey(claims) === undefined) return claims.cnf === undefined && defects.has('unbound-with-dpop');
  const lines = proofLines(request, context);
  if (lines.length === 0) return defects.has('dpop-without-proof');
  return lines.length === 1 && lines[0] === '' && defects.has('empty-header-opens');
}

function judgeToken(claims: AccessToken | undefined, context: RsContext): Decision | undefined {
  const { defects, firstTokens, policy } = context;
  if (!claims) return badToken('DPoP', context);
  const binding = bindingOf(claims, context);
  if (binding.kind === 'none') return refused('DPoP', 'invalid_token', 'the access token is not bound to a key');
  const members = isJsonObject(claims.cnf) ? Object.keys(claims.cnf) : [];
  const others =
    policy.otherBindings === 'refused' && ['x5t#S256', 'jwk', 'kid'].some((name) => members.includes(name));
  if (others || (members.length > 1 && defects.has('unknown-cnf-refused'))) {
    return refused('DPoP', 'invalid_token', 'a confirmation member is not understood');
  }
  const jkt = boundKey(claims);
  if (jkt !== undefined && defects.has('sibling-token-refused')) {
    const first = firstTokens.get(jkt) ?? claims.jti;
    firstTokens.set(jkt, first);
    if (first !== claims.jti) return refused('DPoP', 'invalid_token', 'another access token of this key is known');
  }
  return undefined;
}

function checkBinding(claims: AccessToken | undefined, proof: ProofResult, context: RsContext): Decision {
  const { defects } = context;
  const unchecked = defects.has('key-binding-unchecked') || defects.has('opaque-binding-unchecked');
  if (claims && proof.kind === 'valid' && (unchecked || isBoundTo(proof.key, bindingOf(claims, context), defects)))
    return { kind: 'granted', sub: claims.sub };
  return refused('DPoP', 'invalid_token', 'the access token is bound to another key');
}

function proofFault(proof: ProofResult, { defects, policy }: RsContext): Decision | undefined {
  if (proof.kind === 'valid') return undefined;
  if (proof.kind === 'refused' && proof.code === 'use_dpop_nonce') {
    const code = defects.has('nonce-challenge-code') ? 'invalid_dpop_proof' : 'use_dpop_nonce';
    return refused('DPoP', code, proof.reason, defects.has('nonce-challenge-400') ? 400 : 401);
  }
  if (proof.kind === 'refused' && proof.check === 'two-proofs')
    return refused('DPoP', policy.twoProofsCode, proof.reason, policy.rsMalformedStatus);
  const reason = proof.kind === 'absent' ? 'no DPoP header field' : proof.reason;
  return refused('DPoP', proofErrorCode(defects), reason, defects.has('bad-proof-403') ? 403 : policy.rsBadProofStatus);
}

function proofErrorCode(defects: RsContext['defects']): string {
  if (defects.has('proof-error-invalid-token')) return 'invalid_token';
  return defects.has('challenge-error-unregistered') ? 'invalid_dpop' : 'invalid_dpop_proof';
}

function proofOf(request: Incoming, accessToken: string | undefined, context: RsContext): Promise<ProofResult> {
  const { method, target, host } = request;
  const lines = proofLines(request, context);
  const token = accessToken === undefined ? {} : { accessToken };
  const about = { forwarded: forwardedFields(request), nonceHolder: nonceHolder(request, context) };
  return checkProof({ method, target, host, lines, ...about, ...token, ...nonceCare(request, context) }, context);
}

function liveToken(token: string, context: RsContext): AccessToken | undefined {
  const { defects, issuer, origin, store } = context;
  const claims = readToken(token, store, {
    now: context.now(),
    issuer,
    audience: origin,
    defects,
    leeway: context.policy.tokenLeeway,
  });
  return claims ?? (defects.has('proof-as-token') ? proofAsToken(token, context) : undefined);
}

function badToken(scheme: Scheme, { defects, policy }: RsContext): Decision {
  const reason = badTokenReason;
  if (defects.has('token-error-insufficient-scope')) return refused(scheme, 'insufficient_scope', reason, 403);
  return refused(scheme, 'invalid_token', reason, defects.has('token-error-400') ? 400 : policy.rsRefusalStatus);
}

function refused(scheme: Scheme, error: string, reason: string, status = 401): Decision {
  return { kind: 'refused', status, scheme, error, reason };
}
