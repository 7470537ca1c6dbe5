import { randomBytes } from 'node:crypto';
import { reply, type Incoming, type Reply } from '../net/message.ts';
import { readAuthorizationRequest, readClientAndRedirect } from './authorization-request.ts';
import type { ReferenceClient } from './clients.ts';
import type { AsContext } from './context.ts';
import { readForm, uniqueParameters, type Form } from './form.ts';
import { issueToken } from './issue.ts';
import { loginPage } from './login-page.ts';
import { noStore, OauthError } from './oauth-error.ts';
import { readRequestObject } from './request-object.ts';
import { prune, type AuthorizationRequest } from './store.ts';

const codeLifetime = 60;
const account = { username: 'alice', password: 'wonderland' };

/** RFC 6749 4.1. The only user is always logged in, unless the request asks for a login. */
export function authorizationEndpoint(request: Incoming, context: AsContext): Reply {
  const post = request.method === 'POST';
  const form = post ? readForm(request) : uniqueParameters(request.query);
  const requestUri = form.get('request_uri');
  if (!post && form.get('prompt') === 'login') return loginPage([...form], undefined);
  if (post && (form.get('username') !== account.username || form.get('password') !== account.password)) {
    const kept = [...form].filter(([name]) => name !== 'username' && name !== 'password');
    return loginPage(kept, 'Wrong user name or password.');
  }
  if (requestUri !== undefined) return redirectWithCode(takePushed(requestUri, form, context), context);
  const asked = form.has('request') ? readRequestObject(form, context) : form;
  const { client, redirectUri } = readClientAndRedirect(asked);
  if (asked.get('response_type') === 'token' && givesFrontChannelTokens(client, context))
    return redirectWithToken(client, redirectUri, asked, context);
  try {
    return redirectWithCode(plainRequest(asked, client, redirectUri, context), context);
  } catch (error) {
    if (!(error instanceof OauthError)) throw error;
    const parameters = { error: error.code, error_description: error.message };
    return redirect(redirectUri, parameters, asked.get('state'), context);
  }
}

function plainRequest(
  form: Form,
  client: ReferenceClient,
  redirectUri: string,
  context: AsContext,
): AuthorizationRequest {
  if (context.policy.parRequired) throw new OauthError('invalid_request', 'the request has to be pushed');
  const read = readAuthorizationRequest(form, client, redirectUri, context);
  if (context.policy.codeBinding !== 'optional' && form.get('dpop_jkt') === undefined)
    throw new OauthError('invalid_request', 'dpop_jkt is required');
  const isIgnored = (['dpop-jkt-front-ignored', 'dpop-jkt-demanded-ignored'] as const).some((defect) =>
    context.defects.has(defect),
  );
  return isIgnored ? { ...read, dpopJkt: undefined } : read;
}

/** RFC 9126 2.2 and 4: a pushed request belongs to the client that pushed it, and works once. */
function takePushed(requestUri: string, form: Form, context: AsContext): AuthorizationRequest {
  const { store, defects, policy } = context;
  const pushed = store.pushed.get(requestUri);
  const sameClient = pushed?.clientId === form.get('client_id') || defects.has('request-uri-any-client');
  if (!pushed || pushed.expires < context.now() || !sameClient) {
    throw new OauthError('invalid_request', 'the request_uri is not a live one of this client');
  }
  const kept = policy.requestUriUse === 'within-lifetime' || defects.has('request-uri-reusable');
  if (!kept) store.pushed.delete(requestUri);
  return pushed;
}

function redirectWithCode(request: AuthorizationRequest, context: AsContext): Reply {
  const code = randomBytes(24).toString('base64url');
  prune(context.store.codes, context.now());
  context.store.codes.set(code, { ...request, expires: context.now() + codeLifetime });
  return redirect(request.redirectUri, { code }, request.state, context);
}

function redirect(
  uri: string,
  parameters: Readonly<Record<string, string>>,
  state: string | undefined,
  context: AsContext,
): Reply {
  const location = new URL(uri);
  const all = { ...parameters, ...stateOf(state, context), ...issuerOf(context) };
  for (const [name, value] of Object.entries(all)) location.searchParams.append(name, value);
  return reply(302, '', [['Location', location.href], noStore]);
}

/** RFC 6749 4.2: no proof comes with such a request, so no client whose tokens have to be bound may use it. */
function givesFrontChannelTokens({ dpopBoundAccessTokens }: ReferenceClient, { policy, defects }: AsContext): boolean {
  if (defects.has('front-channel-token')) return true;
  return policy.frontChannelTokens === 'unbound-clients' && !dpopBoundAccessTokens;
}

function redirectWithToken(client: ReferenceClient, redirectUri: string, form: Form, context: AsContext): Reply {
  const { body } = issueToken({ client, sub: account.username, scope: 'read', key: undefined }, context);
  const all = { ...body, ...stateOf(form.get('state'), context), ...issuerOf(context) };
  const pairs = Object.entries(all).map(([name, value]): [string, string] => [name, String(value)]);
  return reply(302, '', [['Location', `${redirectUri}#${new URLSearchParams(pairs).toString()}`], noStore]);
}

function stateOf(state: string | undefined, { defects }: AsContext): Readonly<Record<string, string>> {
  if (state === undefined || defects.has('state-dropped')) return {};
  return { state: defects.has('state-of-another') ? 'somebody-else' : state };
}

/** RFC 9207: iss names the server that answers. */
function issuerOf({ origin, policy, defects }: AsContext): Readonly<Record<string, string>> {
  if (policy.responseIss === 'none' || defects.has('iss-dropped')) return {};
  return { iss: defects.has('iss-of-another') ? 'https://other.example' : origin };
}
