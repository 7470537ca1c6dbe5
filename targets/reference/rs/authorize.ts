import { forwardedHost, proofLines } from '../net/guard.ts';
import type { Incoming } from '../net/message.ts';
import { checkProof, type ProofResult } from '../proof-check.ts';
import { isJsonObject } from '../proof/json.ts';
import { confirmationThumbprint } from '../proof/thumbprint.ts';
import { boundKey, readToken, type AccessToken } from '../token.ts';
import type { Scheme } from './challenge.ts';
import type { RsContext } from './context.ts';
import { readCredentials } from './credentials.ts';

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

/** RFC 9449 7.1 and 7.2: who may pass. */
export async function authorizeRequest(request: Incoming, context: RsContext): Promise<Decision> {
  const credentials = readCredentials(request, context);
  switch (credentials.kind) {
    case 'none':
      return withoutToken(request, context);
    case 'malformed': {
      const { rsMalformedStatus } = context.policy;
      return refused(credentials.scheme, 'invalid_request', credentials.reason, rsMalformedStatus);
    }
    case 'token':
      return credentials.scheme === 'Bearer'
        ? authorizeBearer(credentials.token, request, context)
        : authorizeDpop(credentials.token, request, context);
  }
}

async function withoutToken(request: Incoming, context: RsContext): Promise<Decision> {
  if (!context.defects.has('proof-without-token')) return { kind: 'anonymous' };
  const proof = await proofOf(request, undefined, context);
  return proof.kind === 'valid' ? { kind: 'granted', sub: 'nobody' } : { kind: 'anonymous' };
}

/** RFC 9449 7.2: a bound token is no bearer token, whatever comes beside it. */
async function authorizeBearer(token: string, request: Incoming, context: RsContext): Promise<Decision> {
  const { defects } = context;
  const claims = liveToken(token, context);
  if (!claims) return badToken('Bearer', defects);
  const bound = claims.cnf !== undefined && !(defects.has('unknown-cnf-as-bearer') && boundKey(claims) === undefined);
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
    (defects.has('bound-as-bearer-on-post') && request.method === 'POST') ||
    (defects.has('bound-as-bearer-on-other') && request.path === '/resource/other') ||
    (elsewhere && (defects.has('query-token-accepted') || defects.has('form-token-accepted')))
  );
}

async function authorizeDpop(token: string, request: Incoming, context: RsContext): Promise<Decision> {
  const { defects, policy } = context;
  const claims = liveToken(token, context);
  if (claims && opensWithoutProof(claims, request, context)) return { kind: 'granted', sub: claims.sub };
  const tokenFault = judgeToken(claims, defects);
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

function judgeToken(claims: AccessToken | undefined, defects: RsContext['defects']): Decision | undefined {
  if (!claims) return badToken('DPoP', defects);
  if (boundKey(claims) === undefined) return refused('DPoP', 'invalid_token', 'the access token is not bound to a key');
  const members = isJsonObject(claims.cnf) ? Object.keys(claims.cnf) : [];
  if (members.length > 1 && defects.has('unknown-cnf-refused')) {
    return refused('DPoP', 'invalid_token', 'a confirmation member is not understood');
  }
  return undefined;
}

/** RFC 9449 4.3 check 12, second half. */
function checkBinding(claims: AccessToken | undefined, proof: ProofResult, { defects }: RsContext): Decision {
  const unchecked = defects.has('key-binding-unchecked') || defects.has('opaque-binding-unchecked');
  const jkt = proof.kind === 'valid' ? confirmationThumbprint(proof.key, defects) : undefined;
  if (claims && jkt !== undefined && (boundKey(claims) === jkt || unchecked))
    return { kind: 'granted', sub: claims.sub };
  return refused('DPoP', 'invalid_token', 'the access token is bound to another key');
}

function proofFault(proof: ProofResult, { defects, policy }: RsContext): Decision | undefined {
  if (proof.kind === 'valid') return undefined;
  if (proof.kind === 'refused' && proof.code === 'use_dpop_nonce') {
    const code = defects.has('nonce-challenge-code') ? 'invalid_dpop_proof' : 'use_dpop_nonce';
    return refused('DPoP', code, proof.reason, defects.has('nonce-challenge-400') ? 400 : 401);
  }
  const reason = proof.kind === 'absent' ? 'no DPoP header field' : proof.reason;
  return refused('DPoP', proofErrorCode(defects), reason, policy.rsBadProofStatus);
}

function proofErrorCode(defects: RsContext['defects']): string {
  if (defects.has('proof-error-invalid-token')) return 'invalid_token';
  return defects.has('challenge-error-unregistered') ? 'invalid_dpop' : 'invalid_dpop_proof';
}

function proofOf(request: Incoming, accessToken: string | undefined, context: RsContext): Promise<ProofResult> {
  const { method, target, host } = request;
  const lines = proofLines(request, context);
  const token = accessToken === undefined ? {} : { accessToken };
  return checkProof({ method, target, host, forwardedHost: forwardedHost(request), lines, ...token }, context);
}

function liveToken(token: string, context: RsContext): AccessToken | undefined {
  const { defects, issuer, origin, store } = context;
  return readToken(token, store, {
    now: context.now(),
    issuer,
    audience: origin,
    ignoreExpiry: defects.has('token-exp-unchecked'),
    ignoreAudience: defects.has('token-aud-unchecked'),
  });
}

function badToken(scheme: Scheme, defects: RsContext['defects']): Decision {
  const reason = 'the access token is not a live one for this resource';
  if (defects.has('token-error-insufficient-scope')) return refused(scheme, 'insufficient_scope', reason, 403);
  return refused(scheme, 'invalid_token', reason);
}

function refused(scheme: Scheme, error: string, reason: string, status = 401): Decision {
  return { kind: 'refused', status, scheme, error, reason };
}
