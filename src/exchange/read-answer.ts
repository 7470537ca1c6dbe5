import { lawfulAnswer } from './lawful-answer.ts';
import type { Bench } from '../bench/bench.ts';
import { defined } from '../defined.ts';
import type { Outcome } from '../record/schema.ts';
import { roleOf } from '../suite/catalogue.ts';
import { resourceKey } from '../target/descriptor/rs.ts';
import { jktOf, jsonBody, nonceOf, readJwt } from '../verdict/answer.ts';
import type { Answer } from '../verdict/check-result.ts';
import { classify, mediaTypeOf } from '../verdict/outcome.ts';
import type { WireExchange, WireResponse } from '../wire/types.ts';
import type { Plan } from './plan.ts';
import type { Made } from './surroundings.ts';

/** A request, its answer, and the class of that answer. */
export type Answered = { readonly made: Made; readonly exchange: WireExchange; readonly outcome: Outcome };

export type Read = { readonly nonce: string | undefined; readonly outcome: Outcome };

/** Classifies an answer, and keeps what later requests need from it. */
export function readAnswer(plan: Plan, exchange: WireExchange): Read {
  const { bench } = plan;
  const nonce = exchange.response === undefined ? undefined : nonceOf(exchange.response);
  if (nonce !== undefined) bench.nonces.learn(roleOf(plan.place), plan.session.id, nonce);
  // An answer that is not recorded can only bring up its secrets again if later requests use them.
  if (bench.quiet !== true || plan.purpose !== 'tested') registerSecrets(bench, exchange);
  if (plan.delta.length === 0) bench.vigil.noteLawful(exchange);
  const lawful = lawfulAnswer(plan);
  return { nonce, outcome: classify(plan.place, exchange, lawful) };
}

const secretMembers = ['access_token', 'refresh_token', 'id_token'] as const;

function registerSecrets(bench: Bench, exchange: WireExchange): void {
  const body = exchange.response?.body ?? '';
  if (!body.includes('_token"')) return;
  for (const member of secretMembers) {
    const value = new RegExp(`"${member}"\\s*:\\s*"([^"\\\\]{8,})"`).exec(body)?.[1];
    if (value !== undefined) bench.redactor.add(value, member);
  }
}

/** Learns how fast the target is, and which media types the lawful answers of a resource have. */
export function learnFrom(plan: Plan, exchange: WireExchange, { class: kind }: Outcome): void {
  const { bench } = plan;
  if (kind === 'refused') bench.pulse.refusal(exchange.totalMs);
  if (kind !== 'accepted' || plan.delta.length > 0) return;
  learnMediaType(plan, exchange);
  bench.pulse.beat(exchange.totalMs);
}

function learnMediaType({ bench, session, place, ops }: Plan, { response }: WireExchange): void {
  const { resource } = session;
  if (place !== 'resource' || resource === undefined || response === undefined || ops.length > 0) return;
  const types = bench.facts.mediaTypes.get(resourceKey(resource)) ?? new Set();
  bench.facts.mediaTypes.set(resourceKey(resource), types.add(mediaTypeOf(response)));
}

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
