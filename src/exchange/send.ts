import type { Sent } from './sent.ts';
import { setTimeout as delay } from 'node:timers/promises';
import type { Op } from '../plan/ops.ts';
import { concretise, type Concretised } from '../proof/concretise.ts';
import { type Pair, type Surroundings } from '../proof/draft.ts';
import type { Outcome } from '../record/schema.ts';
import { roleOf } from '../suite/catalogue.ts';
import type { Place } from '../suite/schema.ts';
import { jktOf, jsonBody, nonceOf, readJwt } from '../verdict/answer.ts';
import type { Answer } from '../verdict/check-result.ts';

import { classify, type LawfulAnswer, mediaTypeOf } from '../verdict/outcome.ts';
import { resourceKey } from '../target/descriptor.ts';
import type { Minter } from '../target/issuer.ts';
import type { WireExchange, WireResponse } from '../wire/types.ts';
import { type Bench } from '../bench/bench.ts';
import { targetNow } from '../bench/facts.ts';
import { clientSurroundings } from './client-auth.ts';
import { createMutex } from '../bench/mutex.ts';
import { grantFor, lawfulRequest, type RefreshTokens } from './lawful.ts';
import type { Order } from './order.ts';
import { recordExchange } from './record-exchange.ts';
import { viaOf } from './replicas.ts';
import { grantMaker, idToken, visit } from './set-up.ts';
import { heedThrottling, maxThrottled, mayPassSoon, noteAnswered, waitForPause } from '../bench/throttle.ts';

const maxChallenges = 3;

/**
 * Sends one exchange, answering demands for a nonce. A server whose nonces do not outlive concurrent requests is found
 * out here and from then on gets one request at a time.
 * @throws Inapplicable when the plan does not fit the target
 */
export async function send(bench: Bench, order: Order, refreshToken: RefreshTokens): Promise<Sent> {
  const role = roleOf(order.place);
  const serial = bench.serial.get(role);
  const sent = await inTurn(bench, order, () => attempt(bench, order, refreshToken));
  if (serial !== undefined) return sent;
  if (sent.outcome.class !== 'challenged' || !answers(order)) return sent;
  const mutex = bench.serial.get(role) ?? createMutex();
  bench.serial.set(role, mutex);
  return mutex(() => attempt(bench, order, refreshToken));
}

/** Alone, where the server takes one request at a time only. */
export async function inTurn<T>(bench: Bench, order: Order, task: () => Promise<T>): Promise<T> {
  const serial = bench.serial.get(roleOf(order.place));
  if (serial === undefined) return task();
  // Tokens that the request needs come from the same server: had before the lock is taken, they cannot wait for it.
  if (order.place === 'introspection' || order.ops.some(({ op }) => op === 'proof-from'))
    await order.session.token('own');
  return serial(task);
}

function answers(order: Order): boolean {
  return (
    order.answerChallenges && !order.ops.some(({ op }) => op === 'nonce' || op === 'proof-of' || op === 'proof-text')
  );
}

async function attempt(bench: Bench, order: Order, refreshToken: RefreshTokens): Promise<Sent> {
  const challenges: string[] = [];
  // One grant for all tries: a client too sends the same request again after a challenge (RFC 9449 §8).
  const grant = earlierGrant(order) ?? order.grant ?? (await newGrant(bench, order, refreshToken));
  const documents = order.ops.some((op) => op.op === 'proof-from' && op.source === 'id-token')
    ? { 'id-token': await idToken(bench, order.session, (other) => send(bench, other, refreshToken)) }
    : {};
  for (let throttled = 0; ;) {
    const startedAt = Date.now();
    const { made, exchange, outcome, nonce } = await sendOnce(bench, order, grant, documents);
    const endedAt = Date.now();
    const isChallenge = outcome.class === 'challenged' && nonce !== undefined && answers(order);
    const isPause = outcome.class === 'throttled' && throttled < maxThrottled && mayPassSoon(bench);
    if (outcome.class !== 'throttled') noteAnswered(bench);
    const again = isPause || (isChallenge && challenges.length < maxChallenges);
    const purpose = again ? (isPause ? 'setup' : 'challenge') : order.purpose;
    const id = recordExchange(bench, { ...order, purpose }, made, exchange, outcome);
    if (isPause) {
      throttled += 1;
      heedThrottling(bench, exchange.response);
    } else if (again) {
      challenges.push(id);
    } else {
      const answer = answerOf(bench, order, made, exchange, outcome);
      const text = made.proof === undefined ? {} : { text: made.proof };
      return {
        id,
        outcome,
        exchange,
        ...(answer === undefined ? {} : { answer }),
        proof: { ...text, jti: made.jti, ...compact({ claims: made.claims }), grant },
        challenges,
        startedAt,
        endedAt,
      };
    }
  }
}

type Once = {
  readonly made: Made;
  readonly exchange: WireExchange;
  readonly outcome: Outcome;
  readonly nonce: string | undefined;
};

/** A grant that nobody has used yet, made as the ops of the order say. */
export function newGrant(bench: Bench, order: Order, refreshToken: RefreshTokens): Promise<readonly Pair[]> {
  const more = (other: Order): Promise<Sent> => send(bench, other, refreshToken);
  return grantFor(bench, order.place, order.session, grantMaker(bench, order, more, refreshToken));
}

function earlierGrant({ ops, earlier }: Order): readonly Pair[] | undefined {
  const op = ops.find((one) => one.op === 'grant-of');
  return op === undefined ? undefined : earlier.get(op.exchange)?.grant;
}

async function sendOnce(bench: Bench, order: Order, grant: readonly Pair[], documents: Documents): Promise<Once> {
  await waitForPause(bench);
  const made = await make(bench, order, grant, documents);
  if (order.place === 'authorization')
    return { made, ...(await visit(bench, order, made.request.url)), nonce: undefined };
  const { patience: timeoutMs } = order;
  const exchange = await bench.wire.send(timeoutMs === undefined ? made.request : { ...made.request, timeoutMs });
  if (carriesCanary(order.ops)) await delay(canaryMs);
  const { nonce, outcome } = takeIn(bench, order, exchange);
  if (outcome.class === 'accepted' && order.delta.length === 0) {
    learnMediaType(bench, order, exchange);
    bench.pulse.beat(exchange.totalMs);
  }
  if (outcome.class === 'refused') bench.pulse.refusal(exchange.totalMs);
  return { made, exchange, nonce, outcome };
}

/** Learns from an answer what later requests need, and sorts it. */
export function takeIn(bench: Bench, order: Order, exchange: WireExchange): Pick<Once, 'nonce' | 'outcome'> {
  const nonce = learn(bench, order, exchange);
  return { nonce, outcome: classify(order.place, exchange, lawfulAnswer(bench, order)) };
}

/** A server may follow a URL after it has answered. */
const canaryMs = 150;

function carriesCanary(ops: readonly Op[]): boolean {
  return JSON.stringify(ops).includes('"$":"canary"');
}

type Documents = Surroundings['documents'];
export type Made = Concretised & { readonly canaryUrl?: string };

/** The bytes to send now: with this moment's clock and nonce, and a proof of its own. */
export async function make(
  bench: Bench,
  order: Order,
  grant: readonly Pair[],
  documents: Documents = {},
): Promise<Made> {
  const { session, place } = order;
  const lawful = await lawfulRequest(bench, place, session, grant);
  const role = roleOf(place);
  const canaryUrl = carriesCanary(order.ops) ? bench.canary?.url() : undefined;
  const second = bench.resources.find(({ url }) => url !== session.resource?.url);
  const surroundings: Surroundings = {
    key: session.key,
    otherKey: session.otherKey,
    now: targetNow(bench.facts),
    nonce: compact({
      current: bench.nonces.current(role, session.id),
      previous: bench.nonces.previous(role, session.id),
      stale: bench.nonces.oldest(role, session.id),
      otherRole: bench.nonces.current(role === 'as' ? 'rs' : 'as', session.id),
    }),
    token: session.token,
    ...(bench.mint === undefined ? {} : { mint: minting(bench, bench.mint) }),
    disposableKey: bench.issuer?.fixedKey?.jkt !== session.key.jkt,
    documents: { ...documents, ...compact({ 'client-assertion': lawful.assertion }) },
    earlier: order.earlier,
    ...compact({ secondUrl: second?.url, ...clientSurroundings(bench, session.client) }),
    ...compact({ canaryUrl, iatWindow: bench.facts.iatEdges.get(place) }),
  };
  const made = await concretise(lawful.request, order.ops, surroundings);
  const request = { ...made.request, ...compact({ via: viaOf(bench, order) }) };
  return { ...made, request, ...compact({ canaryUrl }) };
}

function minting(bench: Bench, mint: Minter): NonNullable<Surroundings['mint']> {
  return async (change) => {
    const { accessToken } = await mint(change);
    if (bench.quiet !== true) bench.redactor.add(accessToken, 'access_token');
    return accessToken;
  };
}

type Compact<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function compact<T extends Record<string, unknown>>(members: T): Compact<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Compact<T>;
}

function learn(bench: Bench, order: Order, exchange: WireExchange): string | undefined {
  const nonce = exchange.response === undefined ? undefined : nonceOf(exchange.response);
  if (nonce !== undefined) bench.nonces.learn(roleOf(order.place), order.session.id, nonce);
  // Of the answers that nobody keeps, only what helps to make later requests can come up again.
  if (bench.quiet !== true || order.purpose !== 'tested') registerSecrets(bench, exchange);
  return nonce;
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

function learnMediaType(bench: Bench, { session, place, ops }: Order, { response }: WireExchange): void {
  const { resource } = session;
  if (place !== 'resource' || resource === undefined || response === undefined || ops.length > 0) return;
  const types = bench.facts.mediaTypes.get(resourceKey(resource)) ?? new Set();
  bench.facts.mediaTypes.set(resourceKey(resource), types.add(mediaTypeOf(response)));
}

function lawfulAnswer(bench: Bench, order: Order): LawfulAnswer {
  const { resource } = order.session;
  if (order.place !== 'resource' || resource === undefined) return {};
  const method = order.ops.find((op) => op.op === 'method')?.value ?? resource.method;
  const sameMethod = method === resource.method;
  return {
    contains: sameMethod ? resource.expect.contains : undefined,
    // A control tells what the lawful answer looks like; it is not measured against others.
    mediaTypes: sameMethod && order.delta.length > 0 ? bench.facts.mediaTypes.get(resourceKey(resource)) : undefined,
  };
}

function answerOf(
  bench: Bench,
  order: Order,
  made: Made,
  exchange: WireExchange,
  outcome: Outcome,
): Answer | undefined {
  if (exchange.response === undefined) return undefined;
  const { descriptor } = bench.loaded;
  const identifier =
    order.place === 'metadata'
      ? descriptor.as?.issuer
      : order.place === 'resource-metadata'
        ? descriptor.rs?.resource
        : undefined;
  return {
    place: order.place,
    method: exchange.request.method,
    response: exchange.response,
    outcome,
    took: { ms: exchange.totalMs, usualMs: bench.pulse.usual() },
    unbound: bench.facts.tokenBound === false,
    downgraded:
      made.proof !== undefined && bench.facts.tokenBound === true && issuedUnbound(order.place, exchange.response),
    introspectable: bench.as?.introspection !== undefined && !bench.facts.absent.has('introspection'),
    ...(made.proof !== undefined || order.place === 'introspection' ? { proofJkt: made.key.jkt } : {}),
    ...compact({ identifier, refreshToken: sentRefreshToken(exchange) }),
    ...knownOfResource(bench, order),
    ...(made.canaryUrl === undefined ? {} : { canaryVisits: bench.canary?.visits(made.canaryUrl) ?? 0 }),
  };
}

function knownOfResource({ rsMetadata }: Bench, { session }: Order): Pick<Answer, 'metadataUrl' | 'protectedText'> {
  const contains = session.resource?.expect.contains;
  return {
    ...(rsMetadata?.document === undefined ? {} : { metadataUrl: rsMetadata.url }),
    ...(contains === undefined ? {} : { protectedText: contains }),
  };
}

function sentRefreshToken({ request }: WireExchange): string | undefined {
  const form = request.body?.includes('refresh_token=') === true ? new URLSearchParams(request.body) : undefined;
  return form?.get('refresh_token') ?? undefined;
}

function issuedUnbound(place: Place, response: WireResponse): boolean {
  const body = place === 'token' ? jsonBody(response) : undefined;
  if (typeof body?.['access_token'] !== 'string') return false;
  const jwt = readJwt(body['access_token']);
  return String(body['token_type']).toLowerCase() !== 'dpop' && jktOf(jwt?.claims) === undefined;
}
