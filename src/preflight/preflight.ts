import { isOpenAt } from '../bench/offer.ts';
import { HarnessError } from '../errors.ts';
import type { Op } from '../plan/ops.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { Preflight } from '../record/schema.ts';
import type { Place } from '../suite/schema.ts';
import { resourceKey } from '../target/descriptor.ts';
import { fieldValues, jsonBody, jktOf, nonceOf, readJwt } from '../verdict/answer.ts';
import type { Bench } from '../bench/bench.ts';
import type { NoncePolicy } from '../bench/facts.ts';
import { planFor } from '../exchange/plan.ts';
import { createMutex } from '../bench/mutex.ts';
import { send } from '../exchange/send.ts';
import type { Sent } from '../exchange/sent.ts';
import { roleOf } from '../suite/catalogue.ts';
import { blamesProof, learnAlgs, withSomeAlg } from './proof-algs.ts';
import { openSession, usualAlgs } from '../bench/open-session.ts';
import type { Session } from '../bench/session.ts';

type Note = (problem: Preflight['problems'][number]) => void;

/** Before any scored case: does the target answer, and what must every case know of it? A problem blocks its place. */
export async function preflight(bench: Bench): Promise<Omit<Preflight, 'type' | 'target'>> {
  const problems: Preflight['problems'] = [];
  const note: Note = (problem) => problems.push(problem);
  if (bench.as !== undefined) await guarded(bench, 'token', note, () => preflightToken(bench, note));
  const isOpen = (place: Place): boolean => isOpenAt(bench, place) && !bench.facts.blocked.has('token');
  if (isOpen('par')) await preflightPar(bench, note);
  if (bench.resources.length > 0) await guarded(bench, 'resource', note, () => preflightResource(bench, note));
  if (isOpen('introspection')) await guarded(bench, 'introspection', note, () => preflightIntrospection(bench, note));
  return { facts: factList(bench), problems };
}

/** An endpoint need not know every kind of token (RFC 7662 §2.2): only one that is claimed to is held to it. */
async function preflightIntrospection(bench: Bench, note: Note): Promise<void> {
  const message = await introspectionProblem(bench);
  if (message === undefined) return;
  if (bench.loaded.descriptor.claims.introspection === true) return block(bench, 'introspection', message, note);
  bench.facts.absent.set('introspection', message);
  note({
    severity: 'warning',
    message: `${message}; its cases are skipped (claims.introspection: true holds the target to them)`,
  });
}

async function introspectionProblem(bench: Bench): Promise<string | undefined> {
  try {
    const session = await openSession(bench, { place: 'introspection', spec: {} });
    const sent = await probe(bench, 'introspection', session, []);
    const body = sent.exchange.response === undefined ? undefined : jsonBody(sent.exchange.response);
    if ((sent.outcome.class === 'accepted' && body?.['active'] === true) || blamesProof(sent)) return undefined;
    return `introspection of the access token is answered ${sent.outcome.text}${sent.outcome.class === 'accepted' ? ', active: false' : ''}`;
  } catch (error) {
    if (!(error instanceof Inapplicable)) throw error;
    return `nobody can ask for introspection: ${error.message}`;
  }
}

async function guarded(bench: Bench, place: Place, note: Note, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    if (!(error instanceof HarnessError) && !(error instanceof Inapplicable)) throw error;
    block(bench, place, error.message, note);
  }
}

function block(bench: Bench, place: Place, message: string, note: Note): void {
  bench.facts.blocked.set(place, message);
  note({ severity: 'error', message: `${place}: ${message}` });
}

async function preflightToken(bench: Bench, note: Note): Promise<void> {
  const sent = await withSomeAlg(bench, 'as', async () => {
    return learnNonces(bench, 'token', await openSession(bench, { place: 'token', spec: {} }));
  });
  if (!usable(bench, 'token', sent, note)) return;
  learnClock(bench, sent, note);
  // How long it takes to refuse is learnt on the way.
  await probe(bench, 'token', await openSession(bench, { place: 'token', spec: {} }), badSignature);
  const body = sent.exchange.response === undefined ? undefined : jsonBody(sent.exchange.response);
  const jwt = typeof body?.['access_token'] === 'string' ? readJwt(body['access_token']) : undefined;
  bench.facts.tokenReadable = jwt !== undefined;
  bench.facts.tokenBound = String(body?.['token_type']).toLowerCase() === 'dpop' || jktOf(jwt?.claims) !== undefined;
  if (!bench.facts.tokenBound) {
    note({
      severity: 'warning',
      message:
        'token: a request with a valid proof is answered with an unbound token (token_type Bearer); cases about binding are skipped',
    });
  }
}

/** Whether it demands nonces; and whether it refuses, for another reason than the proof, what each of its cases needs. */
async function preflightPar(bench: Bench, note: Note): Promise<void> {
  if (bench.loaded.descriptor.claims.par === false) return;
  try {
    const sent = await learnNonces(bench, 'par', await openSession(bench, { place: 'par', spec: {} }));
    if (sent.outcome.class === 'refused' && !blamesProof(sent))
      block(bench, 'par', `${sent.exchange.request.url}: ${refusalText('par', sent)}`, note);
  } catch (error) {
    if (!(error instanceof Inapplicable)) throw error;
    bench.facts.absent.set('par', error.message);
    note({ severity: 'warning', message: `par: ${error.message}; its cases are skipped` });
  }
}

async function preflightResource(bench: Bench, note: Note): Promise<void> {
  learnMetadata(bench, note);
  if (bench.facts.tokenBound === false && bench.loaded.descriptor.rs?.token.from === 'as') {
    return block(
      bench,
      'resource',
      'the authorization server issues unbound tokens only: name another source of bound ones in rs.token',
      note,
    );
  }
  await learnAlgs(bench);
  for (const [index, resource] of bench.resources.entries()) {
    const open = (): Promise<Session> =>
      openSession(bench, { place: 'resource', spec: {}, subject: resourceKey(resource) });
    const sent =
      index === 0
        ? await withSomeAlg(bench, 'rs', async () => learnNonces(bench, 'resource', await open()))
        : await probe(bench, 'resource', await open(), []);
    if (index === 0 && !usable(bench, 'resource', sent, note)) return;
    if (sent.outcome.class !== 'accepted' || sent.exchange.response === undefined) {
      note({ severity: 'warning', message: `resource: ${resourceKey(resource)}: ${refusalText('resource', sent)}` });
      continue;
    }
    if (index === 0 && bench.as === undefined) learnClock(bench, sent, note);
    await checkProtected(bench, await open(), note);
  }
}

/** A resource need not publish metadata (RFC 9728 §3): only one that claims to is held to it. */
function learnMetadata({ rsMetadata, loaded, facts }: Bench, note: Note): void {
  if (
    rsMetadata === undefined ||
    rsMetadata.document !== undefined ||
    loaded.descriptor.claims.resourceMetadata === true
  )
    return;
  const message = `no resource metadata at ${rsMetadata.url}`;
  facts.absent.set('resource-metadata', message);
  note({
    severity: 'warning',
    message: `${message}; its cases are skipped (claims.resourceMetadata: true holds the target to it)`,
  });
}

const badSignature: readonly Op[] = [{ op: 'signature', edit: 'flip-first' }];

const bare: readonly Op[] = [
  { op: 'access-token', use: 'none' },
  { op: 'dpop-lines', lines: 'absent' },
];

async function checkProtected(bench: Bench, session: Session, note: Note): Promise<void> {
  const sent = await probe(bench, 'resource', session, bare);
  if (sent.outcome.class === 'accepted') {
    block(
      bench,
      'resource',
      `${session.resource?.url ?? ''} answers ${sent.outcome.text} without any credentials: it is not protected, or not the resource meant`,
      note,
    );
  }
}

function usable(bench: Bench, place: Place, sent: Sent, note: Note): boolean {
  if (sent.outcome.class === 'accepted') return true;
  // Then the few cases that are about just that can still be judged.
  const advertised = roleOf(place) === 'as' ? bench.as?.algs : bench.facts.rsAlgs;
  const [tried] = usualAlgs(bench, roleOf(place));
  if (blamesProof(sent) && tried !== undefined && advertised?.includes(tried) === true)
    bench.facts.proofRefused.add(place);
  block(bench, place, `${sent.exchange.request.url}: ${refusalText(place, sent)}`, note);
  return false;
}

const plainRequests: Partial<Record<Place, string>> = {
  token: 'a plain token request with a valid proof',
  par: 'a plain pushed authorization request with a valid proof',
  resource: 'a plain request with a bound token and a valid proof',
};

function refusalText(place: Place, sent: Sent): string {
  const body = sent.exchange.response === undefined ? undefined : jsonBody(sent.exchange.response);
  const description =
    typeof body?.['error_description'] === 'string' ? ` (${body['error_description'].slice(0, 200)})` : '';
  const what = plainRequests[place] ?? 'a plain lawful request';
  const hint = sent.outcome.error === 'invalid_client' ? '; are id, auth and secret of the client right?' : '';
  return `${what} was not accepted: ${sent.outcome.text}${description}${hint}`;
}

/** Sends the lawful request with no nonce, then with what the answer supplied, then with the same nonce once more, and without again. */
async function learnNonces(bench: Bench, place: 'token' | 'par' | 'resource', session: Session): Promise<Sent> {
  const role = roleOf(place);
  const first = await probe(bench, place, session, [{ op: 'nonce', from: 'none' }]);
  const supplied = first.exchange.response === undefined ? undefined : nonceOf(first.exchange.response);
  const offered: NoncePolicy = supplied === undefined ? 'none' : 'offered';
  const demanded =
    first.outcome.class === 'challenged' || (first.outcome.class !== 'accepted' && supplied !== undefined);
  const policy = demanded ? 'required' : offered;
  bench.facts.nonce[place] = policy;
  if (supplied === undefined) return first;
  const second = await probe(bench, place, session, []);
  if (second.outcome.class !== 'accepted') return policy === 'offered' ? first : second;
  const again = await probe(bench, place, session, [{ op: 'claim-set', name: 'nonce', value: supplied }]);
  if (again.outcome.class !== 'accepted') bench.serial.set(role, createMutex());
  // A server may demand what it has offered (RFC 9449 §11.3).
  const without =
    policy === 'offered' ? await probe(bench, place, session, [{ op: 'nonce', from: 'none' }]) : undefined;
  if (without?.outcome.class === 'accepted') bench.facts.nonceOptional.add(place);
  return second;
}

async function probe(bench: Bench, place: Place, session: Session, ops: readonly Op[]): Promise<Sent> {
  const answerChallenges = !ops.some((op) => op.op === 'nonce' || op.op === 'claim-set');
  const plan = planFor({ bench, place, session }, { instance: 'preflight', ops, answerChallenges });
  const sent = await send(plan);
  // A server that has just been started may be slow to answer for the first time.
  return sent.outcome.class === 'failed' ? send(plan) : sent;
}

/** `Date` has whole seconds, so an offset of up to two is rounding and latency (docs/grading.md). */
function learnClock(bench: Bench, sent: Sent, note: Note): void {
  const date = sent.exchange.response === undefined ? undefined : fieldValues(sent.exchange.response, 'date')[0];
  const theirs = date === undefined ? Number.NaN : Date.parse(date) + 500;
  if (Number.isNaN(theirs)) return;
  const offset = (theirs - (sent.startedAt + sent.endedAt) / 2) / 1000;
  if (Math.abs(offset) <= 2) return;
  bench.facts.clockOffset = Math.round(offset);
  const limit = bench.loaded.descriptor.clock.maxOffsetSeconds;
  bench.facts.clockInStep = Math.abs(offset) <= limit;
  const consequence = bench.facts.clockInStep
    ? 'iat is corrected by it'
    : `more than clock.maxOffsetSeconds (${limit}), so cases about iat are skipped`;
  note({ severity: 'warning', message: `the target's clock is ${Math.round(offset)} s off ours: ${consequence}` });
}

function factList(bench: Bench): Preflight['facts'] {
  const { facts, as } = bench;
  const list: [string, string | undefined][] = [
    ['issuer', bench.loaded.descriptor.as?.issuer],
    ['token endpoint', as?.token],
    ['pushed authorization request endpoint', as?.par],
    ['introspection endpoint', as?.introspection],
    ['proof algorithms (authorization server)', as?.algs?.join(' ')],
    ['proof algorithms (resource server)', facts.rsAlgs?.join(' ')],
    ['access token', facts.tokenReadable === undefined ? undefined : facts.tokenReadable ? 'JWT' : 'opaque'],
    ['nonces (token endpoint)', facts.nonce.token],
    ['nonces (pushed authorization request endpoint)', facts.nonce.par],
    ['nonces (resource server)', facts.nonce.resource],
    ['resources', bench.resources.map(({ method, url }) => `${method} ${url}`).join(', ') || undefined],
    ['clock offset', `${facts.clockOffset} s`],
    ['one request at a time (nonces)', [...bench.serial.keys()].join(', ') || undefined],
  ];
  return list.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value: bench.redactor.text(value) }]));
}
