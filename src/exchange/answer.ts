import { defined } from '../defined.ts';
import { jktOf, jsonBody, readJwt } from '../verdict/answer.ts';
import type { Answer } from '../verdict/check-result.ts';
import type { WireExchange, WireResponse } from '../wire/types.ts';
import { responseIssuer, sentState } from './own-response.ts';
import type { Plan } from './plan.ts';
import type { Answered } from './read-answer.ts';
import type { Made } from './surroundings.ts';

/** An answer with all that the checks may ask of it; `undefined` where none came. */
export function answerOf(plan: Plan, { made, exchange, outcome }: Answered): Answer | undefined {
  const { response } = exchange;
  if (response === undefined) return undefined;
  const { bench, place } = plan;
  const isProofSent = made.proof !== undefined;
  return {
    place,
    method: exchange.request.method,
    response,
    outcome,
    took: { ms: exchange.totalMs, usualMs: bench.pulse.usual() },
    unbound: bench.facts.tokenBound === false,
    downgraded: isProofSent && bench.facts.tokenBound === true && issuedUnbound(plan, response),
    introspectable: bench.as?.introspection !== undefined && !bench.facts.absent.has('introspection'),
    ...knownOfResource(plan),
    ...knownOfAuthorization(plan, made),
    ...defined({
      proofJkt: isProofSent || place === 'introspection' ? made.key.jkt : undefined,
      identifier: identifierOf(plan),
      refreshToken: sentRefreshToken(exchange),
      canaryVisits: made.canaryUrl === undefined ? undefined : (bench.canary?.visits(made.canaryUrl) ?? 0),
    }),
  };
}

/** The identifier that a metadata document has to repeat (RFC 8414 §3.3, RFC 9728 §3.3). */
function identifierOf({ bench, place }: Plan): string | undefined {
  const { descriptor } = bench.loaded;
  if (place === 'metadata') return descriptor.as?.issuer;
  return place === 'resource-metadata' ? descriptor.rs?.resource : undefined;
}

function knownOfAuthorization(
  { bench, place }: Plan,
  { request }: Made,
): Pick<Answer, 'state' | 'issPromised' | 'identifier'> {
  if (place !== 'authorization') return {};
  const { issuer, isPromised } = responseIssuer(bench);
  return defined({ state: sentState(bench, request.url), issPromised: isPromised, identifier: issuer });
}

function knownOfResource({ bench: { rsMetadata }, session }: Plan): Pick<Answer, 'metadataUrl' | 'protectedText'> {
  const metadataUrl = rsMetadata?.document === undefined ? undefined : rsMetadata.url;
  return defined({ metadataUrl, protectedText: session.resource?.expect.contains });
}

function sentRefreshToken({ request }: WireExchange): string | undefined {
  const form = request.body?.includes('refresh_token=') === true ? new URLSearchParams(request.body) : undefined;
  return form?.get('refresh_token') ?? undefined;
}

function issuedUnbound({ place }: Plan, response: WireResponse): boolean {
  const body = place === 'token' ? jsonBody(response) : undefined;
  if (typeof body?.['access_token'] !== 'string') return false;
  const jwt = readJwt(body['access_token']);
  return String(body['token_type']).toLowerCase() !== 'dpop' && jktOf(jwt?.claims) === undefined;
}
