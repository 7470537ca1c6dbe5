import { nonceHeaders, preflight, refuseAtContainer, refuseForeignHost, withCors } from '../net/guard.ts';
import { nonceHolder } from '../net/holder.ts';
import { headerLines, jsonReply, reply, withHeaders, type Header, type Incoming, type Reply } from '../net/message.ts';
import { authorizeRequest, type Decision } from './authorize.ts';
import { challengeHeaders } from './challenge.ts';
import type { RsContext } from './context.ts';
import { protectedResourceMetadata } from './metadata.ts';
import { methods } from './methods.ts';
import { usesNonces } from './place-defects.ts';

const resources = [
  '/',
  '/resource',
  '/resource/other',
  '/resource/~tilde',
  '/resource/with%40at',
  '/resource/with%3Acolon',
];
const metadataPath = '/.well-known/oauth-protected-resource';

export async function routeRs(request: Incoming, context: RsContext): Promise<Reply> {
  const refusal = refuseAtContainer(request, context) ?? refuseForeignHost(request, context);
  if (refusal) return refusal;
  if (request.method === 'OPTIONS' && context.defects.has('options-leaks'))
    return content('nobody', { ...request, method: 'GET' }, context);
  if (request.method === 'OPTIONS' && context.policy.answersOptions)
    return reply(204, '', [['Allow', methods.join(', ')]]);
  const answer = preflight(request, context) ?? (await routeCrossOrigin(request, context));
  return withCors(answer, request, context);
}

async function routeCrossOrigin(request: Incoming, context: RsContext): Promise<Reply> {
  if (request.path === metadataPath) {
    return context.policy.resourceMetadata ? protectedResourceMetadata(context) : reply(404, 'Not Found');
  }
  if (request.method === 'HEAD' && !context.policy.rsHead) return reply(404, '');
  if (['PUT', 'PATCH', 'DELETE'].includes(request.method) && !context.policy.rsWrites)
    return reply(405, '', [['Allow', 'GET, HEAD, POST']]);
  if (context.policy.rsApiKey && headerLines(request, 'x-api-key')[0] !== apiKey)
    return jsonReply(403, { message: 'no API key' });
  if (request.method === 'POST' && context.defects.has('post-guarded') && !isBearer(request))
    return jsonReply(403, { message: 'no CSRF token' });
  const decision = await authorizeRequest(request, context);
  const made = answerTo(decision, request, context);
  if (!usesNonces(request, context.policy)) return made;
  const challenge = decision.kind === 'refused' && made.status >= 400 && /nonce/.test(decision.reason);
  return withHeaders(made, nonceHeaders(made.status, { challenge, holder: nonceHolder(request, context) }, context));
}

function isBearer(request: Incoming): boolean {
  return /^bearer /i.test(headerLines(request, 'authorization')[0] ?? '');
}

function answerTo(decision: Decision, request: Incoming, context: RsContext): Reply {
  switch (decision.kind) {
    case 'anonymous':
      return reply(401, '', [noStore, ...challengeHeaders(undefined, context)]);
    case 'refused':
      return reply(decision.status, '', [noStore, ...challengeHeaders(decision, context)]);
    case 'granted':
      return content(decision.sub, request, context);
  }
}

/** Like every secret here, it protects nothing. */
export const apiKey = 'reference-api-key';

const noStore: Header = ['Cache-Control', 'no-store'];

function content(sub: string, { path, method }: Incoming, { defects, policy }: RsContext): Reply {
  if (!resources.includes(path)) return reply(404, 'Not Found');
  const taken = policy.rsPost === 'taken-alone' ? ['POST'] : methods;
  if (!taken.includes(method) && !defects.has('other-methods-open'))
    return reply(405, '', [['Allow', taken.join(', ')]]);
  const cacheable = method === 'GET' && defects.has('nonce-cacheable');
  const caching: Header = cacheable ? ['Cache-Control', 'public, max-age=60'] : noStore;
  if (policy.rsContent === 'unprocessable') return jsonReply(422, { error: 'invalid_nonce', path }, [caching]);
  return jsonReply(200, { resource: path, sub, method }, [caching]);
}
