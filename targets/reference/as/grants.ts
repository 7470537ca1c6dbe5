import { createHash } from 'node:crypto';
import type { ProofKey } from '../proof/proof-key.ts';
import { thumbprint } from '../proof/thumbprint.ts';
import type { AsContext } from './context.ts';
import type { Form } from './form.ts';
import { issueRefreshToken, issueToken } from './issue.ts';
import type { Grant } from './grant.ts';
import { OauthError } from './oauth-error.ts';
import type { AcceptedProof, Sender } from './proof-step.ts';
import type { Code, RefreshToken } from './store.ts';

type Body = Readonly<Record<string, unknown>>;

const user = 'alice';

/** What one defect binds tokens to. */
const ownThumbprint = createHash('sha256').update('a key of the server').digest('base64url');

export function clientCredentials(sender: Sender, form: Form, context: AsContext): Body {
  const { clientId } = sender.client;
  const scope = form.get('scope') ?? 'read';
  const emptyHeader = sender.proof.kind === 'absent' && sender.proof.emptyHeader;
  const audience = audienceOf(form, context);
  const grant = { client: sender.client, sub: clientId, scope, key: keyOf(sender.proof), emptyHeader, audience };
  return issueToken(grant, context).body;
}

/** RFC 8707 2: the resource that the client names, where the server knows such a parameter. */
function audienceOf(form: Form, { policy }: AsContext): string | undefined {
  const named = form.get('resource');
  if (named === undefined || policy.resourceIndicator === 'ignored') return undefined;
  if (policy.resourceIndicator === 'honoured') return named;
  throw new OauthError('invalid_target', 'no such resource is known');
}

export const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** Good for any number of exchanges. Like every secret here, it protects nothing. */
export const subjectToken = 'reference-subject-token';

/** RFC 8693 2.1: a token for the client in exchange for another one. */
export function exchanged(sender: Sender, form: Form, context: AsContext): Body {
  if (sender.client.auth === 'none') throw new OauthError('unauthorized_client', 'not for public clients');
  const isOurs = form.get('subject_token_type') === 'urn:ietf:params:oauth:token-type:access_token';
  if (!isOurs || form.get('subject_token') !== subjectToken)
    throw new OauthError('invalid_request', 'the subject_token is none of ours');
  const body = clientCredentials(sender, form, context);
  return { ...body, issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' };
}

/** RFC 6749 4.1.3, RFC 7636 4.6 and RFC 9449 10. Only success uses up the code. */
export function authorizationCode(sender: Sender, form: Form, context: AsContext): Body {
  const { store, defects } = context;
  const value = form.get('code') ?? '';
  const code = store.codes.get(value);
  if (!code || code.clientId !== sender.client.clientId || code.expires < context.now()) {
    throw new OauthError('invalid_grant', 'the code is not a live one of this client');
  }
  if (code.issued && !defects.has('code-reusable')) {
    for (const id of code.issued) store.revoked.add(id);
    throw new OauthError('invalid_grant', 'the code was used before');
  }
  if (form.get('redirect_uri') !== code.redirectUri) throw new OauthError('invalid_grant', 'another redirect_uri');
  const proved = sender.proof.kind === 'valid' && defects.has('pkce-dropped-with-proof');
  const bound = code.dpopJkt !== undefined && defects.has('pkce-dropped-for-bound-code');
  if (!proved && !bound) checkPkce(code.challenge, form.get('code_verifier'), context);
  checkCodeBinding(code, sender.proof, context);
  const key = defects.has('code-grant-not-bound') ? undefined : keyOf(sender.proof);
  const jkt = code.dpopJkt === undefined && defects.has('code-token-other-key') ? ownThumbprint : undefined;
  const grant: Grant = { client: sender.client, sub: user, scope: code.scope, key, jkt };
  const issued = issueToken(grant, context, issueRefreshToken(grant, context));
  const markUsed = (): void => void store.codes.set(value, { ...code, issued: [issued.tokenId] });
  if (defects.has('code-not-atomic')) setTimeout(markUsed, 40);
  else markUsed();
  return issued.body;
}

function checkPkce(challenge: string | undefined, verifier: string | undefined, context: AsContext): void {
  const { defects, policy } = context;
  if (challenge === undefined) {
    if (policy.pkceAskedLate) throw new OauthError('invalid_grant', 'a code without a challenge');
    // RFC 9700 4.8.2: otherwise an attacker could strip the challenge from the authorization request.
    if (verifier === undefined || defects.has('verifier-without-challenge')) return;
    throw new OauthError('invalid_grant', 'a verifier without a challenge');
  }
  const wellFormed = verifier !== undefined && /^[A-Za-z0-9\-._~]{43,128}$/.test(verifier);
  const hash = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  if (!wellFormed || hash !== challenge) throw new OauthError('invalid_grant', 'the code_verifier does not match');
}

function checkCodeBinding({ dpopJkt, binding }: Code, proof: AcceptedProof, { defects }: AsContext): void {
  if (dpopJkt === undefined) return;
  if (proof.kind === 'absent') {
    if (defects.has('code-no-proof')) return;
    if (binding === 'pushed proof' && defects.has('par-proof-code-no-proof')) return;
    if (binding === 'pushed dpop_jkt' && defects.has('par-jkt-code-no-proof')) return;
    throw new OauthError('invalid_dpop_proof', 'the code is bound to a key: a proof is required');
  }
  const refused =
    defects.has('code-right-key-refused') || (binding === 'pushed proof' && defects.has('par-proof-code-refused'));
  if ((proof.jkt !== dpopJkt && !defects.has('code-other-key')) || refused) {
    throw new OauthError('invalid_grant', 'the code is bound to another key');
  }
}

/** RFC 6749 6 and RFC 9449 5. Success rotates the token of a public client (RFC 9700 2.2.2). */
export function refresh(sender: Sender, form: Form, context: AsContext): Body {
  const { store, defects } = context;
  const { client, proof } = sender;
  const value = form.get('refresh_token') ?? '';
  const record = store.refreshTokens.get(value);
  if (!record || record.clientId !== client.clientId) {
    endFamily(value, context);
    throw new OauthError('invalid_grant', 'the refresh token is not a live one of this client');
  }
  checkRefreshBinding(record, proof, context);
  const key = defects.has('refresh-grant-not-bound') ? undefined : keyOf(proof);
  const jkt = defects.has('refresh-old-key') && key ? record.firstJkt : undefined;
  const grant: Grant = { client, sub: record.sub, scope: record.scope, key, jkt };
  if (!rotates(client.auth === 'none', context)) return issueToken(grant, context, value).body;
  store.refreshTokens.delete(value);
  store.spentRefreshTokens.set(value, record.family);
  const binding = { ...grant, key: keyOf(proof) };
  return issueToken(grant, context, issueRefreshToken(binding, context, record)).body;
}

function rotates(isPublic: boolean, { policy, defects }: AsContext): boolean {
  if (defects.has('refresh-plain')) return false;
  return policy.refreshRotation === 'always' || (policy.refreshRotation === 'public' && isPublic);
}

/** Somebody used a refresh token after its rotation, so a token of this family was stolen. */
function endFamily(value: string, { policy, store }: AsContext): void {
  const family = store.spentRefreshTokens.get(value);
  if (family === undefined || !policy.refreshReuseRevokes) return;
  for (const [token, record] of store.refreshTokens) {
    if (record.family === family) store.refreshTokens.delete(token);
  }
}

function checkRefreshBinding(record: RefreshToken, proof: AcceptedProof, { defects }: AsContext): void {
  const { boundTo, rotated } = record;
  if (boundTo === undefined) return;
  if (proof.kind === 'absent') {
    if (defects.has('refresh-no-proof') || (rotated && defects.has('refresh-rotated-no-proof'))) return;
    if (proof.emptyHeader && defects.has('refresh-empty-header')) return;
    throw new OauthError('invalid_dpop_proof', 'the refresh token is bound to a key: a proof is required');
  }
  const refused = defects.has('refresh-right-key-refused') || (rotated && defects.has('refresh-rotated-dead'));
  if ((proof.jkt !== boundTo && !defects.has('refresh-other-key')) || refused) {
    throw new OauthError('invalid_grant', 'the refresh token is bound to another key');
  }
}

function keyOf(proof: AcceptedProof): ProofKey | undefined {
  return proof.kind === 'valid' ? proof.key : undefined;
}

export function thumbprintOf(proof: AcceptedProof): string | undefined {
  return proof.kind === 'valid' ? thumbprint(proof.key) : undefined;
}
