import { createHash } from 'node:crypto';
import type { AsContext } from './context.ts';
import { referenceClients, type ReferenceClient } from './clients.ts';
import type { Form } from './form.ts';
import { OauthError } from './oauth-error.ts';
import type { AuthorizationRequest } from './store.ts';

/** Checks an authorization request, pushed or not: RFC 6749 4.1.1, RFC 7636 4.3 and RFC 9449 10. */
export function readAuthorizationRequest(
  form: Form,
  client: ReferenceClient,
  redirectUri: string,
  context: AsContext,
): AuthorizationRequest {
  if (form.get('response_type') !== 'code') throw new OauthError('unsupported_response_type', 'only code');
  if (!client.grants.includes('authorization_code')) throw new OauthError('unauthorized_client', 'not for this client');
  const challenge = form.get('code_challenge');
  const wrong = challenge !== undefined && !/^[A-Za-z0-9_-]{43}$/.test(challenge);
  const isPlain = form.get('code_challenge_method') === 'plain' && context.policy.pkcePlain;
  if (wrong || (challenge !== undefined && form.get('code_challenge_method') !== 'S256' && !isPlain)) {
    throw new OauthError('invalid_request', 'only S256 challenges');
  }
  // RFC 9700 2.1.1: PKCE is a MUST for public clients.
  if (challenge === undefined && (client.auth === 'none' || context.policy.pkceRequired))
    throw new OauthError('invalid_request', 'PKCE is required');
  return {
    clientId: client.clientId,
    redirectUri,
    scope: form.get('scope') ?? 'read',
    state: form.get('state'),
    challenge: isPlain && challenge !== undefined ? hashed(challenge) : challenge,
    dpopJkt: readDpopJkt(form, context),
    binding: 'dpop_jkt',
  };
}

/** What a verifier is compared with. */
function hashed(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function readDpopJkt(form: Form, { defects, policy }: AsContext): string | undefined {
  const jkt = form.get('dpop_jkt');
  const ignored = defects.has('dpop-jkt-ignored') || defects.has('dpop-jkt-ignored-without-par');
  if (jkt === undefined || ignored || policy.dpopJkt === 'unknown') return undefined;
  if (/^[A-Za-z0-9_-]{43}$/.test(jkt) || policy.dpopJkt === 'compared-late') return jkt;
  if (defects.has('dpop-jkt-malformed-ignored')) return undefined;
  throw new OauthError('invalid_request', 'dpop_jkt is not a SHA-256 thumbprint');
}

/** These faults are shown to the user and never redirected (RFC 6749 4.1.2.1). */
export function readClientAndRedirect(form: Form): { readonly client: ReferenceClient; readonly redirectUri: string } {
  const client = referenceClients.find(({ clientId }) => clientId === form.get('client_id'));
  const redirectUri = form.get('redirect_uri') ?? '';
  if (!client) throw new OauthError('invalid_request', 'unknown client');
  if (!client.redirectUris.some((known) => withoutPort(known) === withoutPort(redirectUri))) {
    throw new OauthError('invalid_request', 'unknown redirect_uri');
  }
  return { client, redirectUri };
}

/** RFC 8252 7.3: a loopback redirect URI may have any port. */
function withoutPort(uri: string): string {
  return uri.replace(/^(http:\/\/127\.0\.0\.1):\d+(?=\/)/, '$1');
}
