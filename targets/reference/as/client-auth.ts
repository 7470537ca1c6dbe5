import { createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import { headerLines, type Incoming } from '../net/message.ts';
import { decodeBase64url } from '../proof/base64url.ts';
import { parseJsonObject, type JsonObject } from '../proof/json.ts';
import { referenceClients, type ReferenceClient } from './clients.ts';
import type { AsContext } from './context.ts';
import type { Form } from './form.ts';
import { invalidClient, OauthError } from './oauth-error.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** RFC 6749 2.3 and 3.2.1: the client uses exactly one method, the registered one. A proof is no such method. */
export function authenticateClient(request: Incoming, form: Form, context: AsContext): ReferenceClient {
  const basic = readBasic(request);
  const methods = [basic, form.get('client_secret'), form.get('client_assertion')];
  if (methods.filter((method) => method !== undefined).length > 1) {
    throw new OauthError('invalid_request', 'more than one client authentication method');
  }
  if (form.has('client_assertion')) return authenticateByAssertion(form, context);
  const clientId = basic?.id ?? form.get('client_id');
  const client =
    referenceClients.find((candidate) => candidate.clientId === clientId) ??
    context.store.clients.get(clientId ?? '')?.client;
  if (!client) throw invalidClient('unknown client');
  if (basic && form.has('client_id') && form.get('client_id') !== basic.id)
    throw invalidClient('two clients are named');
  const secret = basic?.secret ?? form.get('client_secret');
  if (client.auth === 'none' && secret === undefined) return client;
  if (client.auth !== 'secret' || secret === undefined || !sameText(secret, client.secret ?? '')) {
    throw invalidClient('client authentication failed');
  }
  return client;
}

function readBasic(request: Incoming): { readonly id: string; readonly secret: string } | undefined {
  const lines = headerLines(request, 'authorization');
  const [, encoded] = /^basic +([A-Za-z0-9+/]+=*)$/i.exec(lines[0] ?? '') ?? [];
  if (lines.length === 0) return undefined;
  if (lines.length > 1 || encoded === undefined) throw invalidClient('unsupported authorization');
  const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  if (id === undefined || secret === undefined) throw invalidClient('malformed credentials');
  return { id: decodeFormValue(id), secret: decodeFormValue(secret) };
}

function decodeFormValue(text: string): string {
  // RFC 6749 2.3.1: both halves are form-encoded first.
  return new URLSearchParams(`v=${text.replaceAll('&', '%26')}`).get('v') ?? '';
}

/** RFC 7523 3. */
function authenticateByAssertion(form: Form, context: AsContext): ReferenceClient {
  if (form.get('client_assertion_type') !== assertionType) throw invalidClient('unknown assertion type');
  const assertion = form.get('client_assertion') ?? '';
  const selfMade = context.defects.has('assertion-by-own-jwk') ? bySelf(assertion, form) : undefined;
  if (selfMade) return selfMade;
  const [header, payload, signature] = assertion.split('.').map((segment) => decodeBase64url(segment));
  const claims = payload && parseJsonObject(payload);
  const client = referenceClients.find(({ clientId, privateJwk }) => privateJwk && clientId === claims?.sub);
  if (!header || !signature || !claims || !client?.privateJwk)
    throw invalidClient('the assertion is not one of a client');
  const { alg, typ } = parseJsonObject(header) ?? {};
  // RFC 8725 3.11: one kind of JWT must not pass for another.
  const otherKind = typ !== undefined && typ !== 'JWT' && typ !== 'client-authentication+jwt';
  if (alg !== 'ES256' || (otherKind && !context.defects.has('assertion-typ-unchecked'))) {
    throw invalidClient('the assertion is of another kind');
  }
  const input = Buffer.from(assertion.slice(0, assertion.lastIndexOf('.')));
  const key = createPublicKey({ key: { ...client.privateJwk }, format: 'jwk' });
  if (!verify('sha256', input, { key, dsaEncoding: 'ieee-p1363' }, signature)) throw invalidClient('bad signature');
  checkAssertionClaims(claims, client.clientId, form, context);
  return client;
}

/** Only a defect accepts a JWT that brings its own key. */
function bySelf(assertion: string, form: Form): ReferenceClient | undefined {
  const header = decodeBase64url(assertion.split('.')[0] ?? '');
  const jwk = header && parseJsonObject(header)?.jwk;
  return jwk === undefined ? undefined : referenceClients.find(({ clientId }) => clientId === form.get('client_id'));
}

function checkAssertionClaims(claims: JsonObject, clientId: string, form: Form, context: AsContext): void {
  const { origin, store } = context;
  const named = form.get('client_id') ?? clientId;
  const audiences = [claims.aud].flat();
  const audience = [origin, `${origin}/token`, `${origin}/par`].some((uri) => audiences.includes(uri));
  const live = typeof claims.exp === 'number' && claims.exp > context.now();
  if (claims.iss !== clientId || named !== clientId || !audience || !live) throw invalidClient('bad assertion claims');
  if (typeof claims.jti !== 'string' || store.assertionIds.has(claims.jti))
    throw invalidClient('assertion used before');
  store.assertionIds.add(claims.jti);
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
