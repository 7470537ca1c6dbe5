import { randomBytes, timingSafeEqual } from 'node:crypto';
import { headerLines, jsonReply, reply, type Incoming, type Reply } from '../net/message.ts';
import { isJsonObject, parseJsonObject, type JsonObject } from '../proof/json.ts';
import type { ReferenceClient, RegisteredClient } from './clients.ts';
import type { AsContext } from './context.ts';
import { noStore, OauthError } from './oauth-error.ts';

/** Like every secret here, it protects nothing. */
export const initialAccessToken = 'reference-initial-access-token';

const known = ['client_name', 'grant_types', 'response_types', 'redirect_uris', 'token_endpoint_auth_method', 'scope'];
const grants = ['client_credentials', 'authorization_code', 'refresh_token'];

/** RFC 7591 3. */
export function registrationEndpoint(request: Incoming, context: AsContext): Reply {
  const { policy, store } = context;
  if (request.method !== 'POST') return reply(405, '', [['Allow', 'POST']]);
  if (policy.registration === 'by-token' && !isBearer(request, initialAccessToken))
    throw new OauthError('invalid_token', 'an initial access token is wanted', 401);
  const asked = parseJsonObject(Buffer.from(request.body));
  if (asked === undefined) throw new OauthError('invalid_client_metadata', 'no JSON object');
  const flag = asked.dpop_bound_access_tokens;
  if (flag !== undefined && (policy.registrationFlag === 'refused' || typeof flag !== 'boolean'))
    throw new OauthError('invalid_client_metadata', 'dpop_bound_access_tokens');
  const made = register(asked, context);
  store.clients.set(made.client.clientId, made);
  return jsonReply(201, answered(made, context), [noStore]);
}

function register(asked: JsonObject, { policy, defects }: AsContext): RegisteredClient {
  const clientId = randomBytes(8).toString('hex');
  const secret = randomBytes(24).toString('base64url');
  const wanted = Array.isArray(asked.grant_types) ? asked.grant_types : ['authorization_code'];
  const isKept = policy.registrationFlag === 'kept';
  const isBound = isKept && asked.dpop_bound_access_tokens === true;
  const isEnforced = isBound && !defects.has('registered-client-unbound') && !defects.has('registered-text-unbound');
  const client: ReferenceClient = {
    clientId,
    auth: 'secret',
    secret,
    dpopBoundAccessTokens: isEnforced,
    redirectUris: Array.isArray(asked.redirect_uris) ? asked.redirect_uris.map(String) : [],
    grants: policy.registeredClients === 'wait-for-approval' ? [] : grants.filter((grant) => wanted.includes(grant)),
  };
  const kept = Object.entries(asked).filter(([name]) => known.includes(name));
  const flag = isKept ? isBound : false;
  const stated = policy.registrationFlag === 'ignored' ? {} : { dpop_bound_access_tokens: flag };
  return { client, token: randomBytes(24).toString('base64url'), metadata: { ...Object.fromEntries(kept), ...stated } };
}

/** RFC 7591 3.2.1 and RFC 7592 3. */
function answered(made: RegisteredClient, { origin, policy, defects }: AsContext): JsonObject {
  const { client, token, metadata } = made;
  const credentials = { client_id: client.clientId, client_secret: client.secret, client_secret_expires_at: 0 };
  if (policy.registrationAnswer === 'credentials') return credentials;
  const manage = { registration_client_uri: `${origin}/register/${client.clientId}`, registration_access_token: token };
  return {
    ...credentials,
    ...(policy.registration === 'open' ? manage : {}),
    ...flagShown(metadata, {
      isText: defects.has('registration-flag-text') || defects.has('registered-text-unbound'),
      isDropped: defects.has('registration-flag-dropped'),
    }),
  };
}

function flagShown(metadata: JsonObject, by: { readonly isText: boolean; readonly isDropped: boolean }): JsonObject {
  const { dpop_bound_access_tokens: flag, ...others } = metadata;
  if (flag === undefined || by.isDropped) return others;
  return { ...others, dpop_bound_access_tokens: by.isText ? JSON.stringify(flag) : flag };
}

/** RFC 7592 2.1 and 2.3. */
export function configurationEndpoint(request: Incoming, context: AsContext): Reply {
  const { store, defects } = context;
  const made = store.clients.get(request.path.slice('/register/'.length));
  if (made === undefined || !isBearer(request, made.token))
    throw new OauthError('invalid_token', 'no token of such a client', 401);
  if (request.method === 'DELETE') {
    store.clients.delete(made.client.clientId);
    return reply(204, '', [noStore]);
  }
  if (request.method !== 'GET') return reply(405, '', [['Allow', 'GET, DELETE']]);
  const shown = answered(made, context);
  if (!isJsonObject(shown) || !defects.has('registration-flag-unread')) return jsonReply(200, shown, [noStore]);
  return jsonReply(200, flagShown(shown, { isText: false, isDropped: true }), [noStore]);
}

function isBearer(request: Incoming, token: string): boolean {
  const [, given = ''] = /^bearer +(\S+)$/i.exec(headerLines(request, 'authorization')[0] ?? '') ?? [];
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
