import { headerLines, jsonReply, type Incoming, type Reply } from '../net/message.ts';
import { proofLines } from '../net/guard.ts';
import { isJsonObject, type JsonObject } from '../proof/json.ts';
import { boundKey, readToken } from '../token.ts';
import type { AccessToken } from '../access-token.ts';
import { authenticateClient } from './client-auth.ts';
import type { AsContext } from './context.ts';
import { readForm, type Form } from './form.ts';
import { invalidClient, noStore, OauthError } from './oauth-error.ts';

/** RFC 7662 with RFC 9449 6.2: the caller authenticates, and needs no proof. */
export function introspectionEndpoint(request: Incoming, context: AsContext): Reply {
  const form = readForm(request);
  const { defects } = context;
  const proved = proofLines(request, context).some((line) => line.split('.').length === 3);
  const open = defects.has('introspection-open') || (defects.has('introspection-by-proof') && proved);
  if (!open) authenticateCaller(request, form, context);
  if (defects.has('introspection-demands-proof') && !proved) {
    throw new OauthError('invalid_dpop_proof', 'a proof is required');
  }
  const token = form.get('token');
  if (token === undefined) throw new OauthError('invalid_request', 'token is missing');
  return jsonReply(200, describe(token, context), [noStore]);
}

function authenticateCaller(request: Incoming, form: Form, context: AsContext): void {
  const basic = headerLines(request, 'authorization').length > 0;
  const client = authenticateClient(request, form, context);
  if (client.auth === 'none' && !basic) throw invalidClient('a public client may not ask');
}

function describe(token: string, context: AsContext): unknown {
  const { defects, origin: issuer, resource: audience, store } = context;
  const rules = { now: context.now(), issuer, audience, defects };
  const claims = readToken(token, store, rules);
  if (claims) return { active: true, ...claims, ...confirmed(claims, context) };
  if (!defects.has('introspection-inactive-leaks')) return { active: false };
  const late = readToken(
    token,
    { ...store, revoked: new Set() },
    {
      ...rules,
      defects: new Set<'token-exp-unchecked'>(['token-exp-unchecked']),
    },
  );
  return { active: false, ...(late && confirmed(late, context)) };
}

function confirmed({ cnf }: AccessToken, { defects }: AsContext): JsonObject {
  const bound = boundKey({ cnf }) !== undefined;
  const tokenType = bound && !defects.has('introspection-bearer') ? 'DPoP' : 'Bearer';
  const hidden =
    defects.has('introspection-without-cnf') ||
    defects.has('introspection-jwt-without-cnf') ||
    defects.has('introspection-cnf-nested');
  if (bound && defects.has('introspection-cnf-other'))
    return { token_type: tokenType, cnf: { jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' } };
  const nested = defects.has('introspection-cnf-nested') && isJsonObject(cnf) ? { ext: { cnf } } : {};
  return { token_type: tokenType, ...(cnf === undefined ? {} : { cnf: hidden ? undefined : cnf }), ...nested };
}
