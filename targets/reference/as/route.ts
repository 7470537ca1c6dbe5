import { nonceHeaders, preflight, refuseAtContainer, refuseForeignHost, withCors } from '../net/guard.ts';
import { nonceHolder } from '../net/holder.ts';
import { reply, withHeaders, type Header, type Incoming, type Reply } from '../net/message.ts';
import { authorizationEndpoint } from './authorize.ts';
import type { AsContext } from './context.ts';
import { introspectionEndpoint } from './introspection.ts';
import { authorizationServerMetadata, jwks } from './metadata.ts';
import { errorReply, noStore, OauthError } from './oauth-error.ts';
import { pushedAuthorizationRequest } from './par.ts';
import { configurationEndpoint, registrationEndpoint } from './registration.ts';
import { revocationEndpoint } from './revocation.ts';
import { tokenEndpoint } from './token-endpoint.ts';

type Endpoint = (request: Incoming, context: AsContext) => Reply | Promise<Reply>;

const tokenPaths = ['/token', '/oauth/token'];

export async function routeAs(request: Incoming, context: AsContext): Promise<Reply> {
  const refusal = refuseAtContainer(request, context) ?? refuseForeignHost(request, context);
  if (refusal) return refusal;
  if (request.path === '/authorize') return answer(authorizationEndpoint, request, context);
  return withCors(preflight(request, context) ?? (await routeCrossOrigin(request, context)), request, context);
}

async function routeCrossOrigin(request: Incoming, context: AsContext): Promise<Reply> {
  switch (request.path) {
    case '/.well-known/oauth-authorization-server':
    case '/.well-known/openid-configuration':
      return readOnly(request, () => authorizationServerMetadata(context));
    case '/jwks':
      return readOnly(request, jwks);
    case '/introspect':
      return answer(introspectionEndpoint, request, context);
    case '/revoke':
      return answer(revocationEndpoint, request, context);
    case '/register':
      if (context.policy.registration === 'none' || context.defects.has('registration-endpoint-missing'))
        return reply(404, 'Not Found');
      return answer(registrationEndpoint, request, context);
    case '/par':
      return answerWithNonce(pushedAuthorizationRequest, request, context);
    default: {
      if (request.path.startsWith('/register/')) return answer(configurationEndpoint, request, context);
      const alias = context.defects.has('metadata-other-endpoint');
      if (!tokenPaths.slice(0, alias ? 2 : 1).includes(request.path)) return reply(404, 'Not Found');
      // The defect: the alias answers like the endpoint itself, and also accepts its htu.
      const target = alias ? request.target.replace('/oauth/token', '/token') : request.target;
      return answerWithNonce(tokenEndpoint, { ...request, target }, context);
    }
  }
}

function readOnly(request: Incoming, make: () => Reply): Reply {
  return ['GET', 'HEAD'].includes(request.method) ? make() : reply(405, '', [['Allow', 'GET, HEAD']]);
}

async function answerWithNonce(endpoint: Endpoint, request: Incoming, context: AsContext): Promise<Reply> {
  const made = await answer(endpoint, request, context);
  const challenge = made.status >= 400 && /use_dpop_nonce|nonce is required/.test(made.body);
  if (challenge && request.path === '/par' && context.defects.has('par-nonce-not-supplied')) return made;
  const cacheable = made.status >= 400 && context.defects.has('nonce-cacheable-at-as');
  const kept = cacheable ? { ...made, headers: made.headers.filter(([name]) => name !== noStore[0]) } : made;
  const cached: readonly Header[] = cacheable ? [['Cache-Control', 'public, max-age=600']] : [];
  return withHeaders(kept, [
    ...cached,
    ...nonceHeaders(made.status, { challenge, holder: nonceHolder(request, context) }, context),
  ]);
}

async function answer(endpoint: Endpoint, request: Incoming, context: AsContext): Promise<Reply> {
  try {
    return await endpoint(request, context);
  } catch (error) {
    if (!(error instanceof OauthError)) throw error;
    const { defects } = context;
    const isBadGrant = error.code === 'invalid_grant' && defects.has('bad-grant-401');
    const sent = isBadGrant ? new OauthError(error.code, error.message, 401) : error;
    return errorReply(sent, defects.has(request.path === '/par' ? 'par-errors-as-text' : 'errors-as-text'));
  }
}
