import { HarnessError } from '../errors.ts';
import type { Op } from '../plan/ops.ts';
import { Inapplicable, type SentProof } from '../proof/draft.ts';
import type { ExchangeSpec, Place, SessionSpec } from '../suite/schema.ts';
import { judgeCase, type JudgedStep, type Judgement } from '../verdict/finding.ts';
import type { Bench } from './bench.ts';
import type { Controls } from './controls.ts';
import { refreshTokens } from './issuer-as.ts';
import type { Instance } from './select.ts';
import type { Order } from './order.ts';
import { rest } from './rest.ts';
import { send, type Sent } from './send.ts';
import { roleOf } from '../suite/catalogue.ts';
import type { Session } from './session.ts';
import { createSessions, pinned, type Sessions } from './sessions.ts';

export type CaseInstance = Instance & { readonly kind: 'case' };

export type CaseResult = Judgement & { readonly exchanges: readonly string[] };

type Deck = {
  readonly bench: Bench;
  readonly sessions: Sessions;
  readonly controls: Controls;
  readonly instance: CaseInstance;
};

const attempts = 3;

/** Runs one case. What spoils it (a control refused, a lawful request refused once) is tried again with new state. */
export async function runCase(
  bench: Bench,
  shared: Sessions,
  controls: Controls,
  instance: CaseInstance,
): Promise<CaseResult> {
  let result: CaseResult | undefined;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const sessions = attempt === 0 ? pinned(shared) : createSessions(bench);
    const latest = await runOnce({ bench, sessions, controls, instance });
    if (result !== undefined && isSettled(latest) && !isSettled(result)) return unsteady(latest, result);
    result = latest;
    if (isSettled(latest)) return latest;
    if (attempt === 0) shared.renew();
  }
  return result ?? { verdict: 'error', reason: 'The case did not run.', assertions: [], exchanges: [] };
}

/** A pass, a note, a skip, or a fault accepted: seen once is seen. A refusal of something lawful must be seen again. */
function isSettled({ verdict, assertions }: CaseResult): boolean {
  if (verdict === 'pass' || verdict === 'note' || verdict === 'skip') return true;
  if (verdict === 'blocked' || verdict === 'error') return false;
  return assertions.every(
    ({ verdict: one, expected }) =>
      one === 'pass' || one === 'skip' || one === 'note' || expected !== 'the lawful answer',
  );
}

/** Judged well at last: what went before was a spoilt attempt, unless the target itself wavers on a lawful request. */
function unsteady(latest: CaseResult, before: CaseResult): CaseResult {
  if (before.verdict === 'blocked' || before.verdict === 'error') return latest;
  const reason = `The target wavers: ${before.reason} Sent again: ${latest.reason}`;
  return { ...latest, verdict: 'warn', reason, exchanges: [...before.exchanges, ...latest.exchanges] };
}

async function runOnce(deck: Deck): Promise<CaseResult> {
  const { case: item, requirements } = deck.instance;
  const steps: JudgedStep[] = [];
  const exchanges: string[] = [];
  const earlier = new Map<string, SentProof>();
  try {
    for (const spec of item.exchanges) {
      const step = await runStep(deck, spec, earlier);
      steps.push(step.judged);
      exchanges.push(...step.ids);
      const { outcome } = step.judged.tested;
      if (spec.expect === 'accept' && outcome.class !== 'accepted') break;
      const isSetUp = steps.length < item.exchanges.length;
      if (spec.expect === 'challenge' && isSetUp && outcome.class === 'accepted') {
        throw new Inapplicable('the server demands no nonce of such a request');
      }
    }
  } catch (error) {
    if (error instanceof Inapplicable) return spoilt('skip', `Does not apply: ${error.message}.`, exchanges);
    if (error instanceof HarnessError) return spoilt('blocked', error.message, exchanges);
    throw error;
  }
  return { ...judgeCase(item, requirements, steps, item.exchanges.length), exchanges: [...new Set(exchanges)] };
}

function spoilt(verdict: 'skip' | 'blocked', reason: string, exchanges: readonly string[]): CaseResult {
  return { verdict, reason, assertions: [], exchanges };
}

async function runStep(
  deck: Deck,
  spec: ExchangeSpec,
  earlier: Map<string, SentProof>,
): Promise<{ readonly judged: JudgedStep; readonly ids: readonly string[] }> {
  const place = spec.at ?? deck.instance.place;
  const sessionSpec = deck.instance.case.session ?? {};
  const session = await sessionFor(deck, place, sessionSpec, spec);
  if (spec.after !== undefined) await rest(spec.after * 1000, deck.bench.signal);
  const control = await controlFor(deck, place, sessionSpec, spec, session);
  const unneeded = spec.expect === 'observe' || spec.expect === 'challenge';
  const before =
    unneeded || control === undefined
      ? undefined
      : await deck.controls.before(control.key, () => control.make('control-before'));
  rejectUnknownMethod(spec, before);
  const { tested, repeated } = await sendTested(deck, place, spec, session, earlier);
  const needsAfter = spec.expect === 'refuse' || (spec.expect === 'accept' && tested.outcome.class !== 'accepted');
  const after =
    control === undefined || !needsAfter
      ? undefined
      : await deck.controls.after(control.key, tested.endedAt, () => control.make('control-after'));
  if (sessionSpec.alg !== undefined) rejectUnusableAlg(deck.bench, place, sessionSpec.alg, spec, tested, before);
  if (spec.name !== undefined && tested.proof !== undefined) earlier.set(spec.name, tested.proof);
  const ids = [before?.id, ...tested.challenges, tested.id, after?.id].filter((id) => id !== undefined);
  const judged: JudgedStep = {
    spec,
    tested,
    repeated,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
  return { judged, ids };
}

/** The session of the case; at another place or resource than the case's own, one with the same spec there. */
async function sessionFor(deck: Deck, place: Place, sessionSpec: SessionSpec, spec: ExchangeSpec): Promise<Session> {
  const { instance, bench, sessions } = deck;
  if (spec.resource === 'second') {
    const first = await sessions.get('resource', sessionSpec, instance.subject);
    const second = bench.resources.find(({ url }) => url !== first.resource?.url);
    if (second === undefined) throw new Inapplicable('the descriptor names one resource only');
    return { ...first, resource: second };
  }
  return openFor(sessions, place, sessionSpec, place === instance.place ? instance.subject : undefined);
}

async function openFor(
  sessions: Sessions,
  place: Place,
  spec: SessionSpec,
  subject: string | undefined,
): Promise<Session> {
  try {
    const session = await sessions.get(place, spec, subject);
    if (spec.alg !== undefined && place === 'resource') await session.token('own');
    return session;
  } catch (error) {
    if (error instanceof HarnessError && error.code === 'ERR_TOKEN_REQUEST' && spec.alg !== undefined) {
      throw new Inapplicable(
        `no access token can be had for a key of ${spec.alg}${spec.rsaBits === undefined ? '' : ` with ${spec.rsaBits} bits`}`,
      );
    }
    throw error;
  }
}

type Control = { readonly key: string; readonly make: (purpose: Order['purpose']) => Promise<Sent> };

/** These ops change nothing; they only ask for a resource that has such a path. */
function isNoChange(op: Op): boolean {
  return op.op === 'path' && op.edit !== 'sibling';
}

/** The same request without the delta. Where another algorithm is itself what is tried, the control uses the usual one. */
async function controlFor(
  deck: Deck,
  place: Place,
  sessionSpec: SessionSpec,
  spec: ExchangeSpec,
  session: Session,
): Promise<Control | undefined> {
  // A plain lawful request is its own control.
  if (
    spec.expect === 'accept' &&
    spec.delta.every(isNoChange) &&
    spec.with === undefined &&
    sessionSpec.alg === undefined
  )
    return undefined;
  const { alg: _alg, rsaBits: _bits, ...plain } = sessionSpec;
  const differs = spec.expect === 'accept' && sessionSpec.alg !== undefined;
  const twin = differs ? await sessionFor(deck, place, plain, spec) : session;
  const ops = spec.with ?? [];
  const key = JSON.stringify([place, twin.id, twin.resource?.url, ops]);
  const make: Control['make'] = (purpose) =>
    send(deck.bench, order(deck, place, twin, ops, [], purpose, new Map()), refreshTokens(deck.bench));
  return { key, make };
}

async function sendTested(
  deck: Deck,
  place: Place,
  spec: ExchangeSpec,
  session: Session,
  earlier: ReadonlyMap<string, SentProof>,
): Promise<{ readonly tested: Sent; readonly repeated: number }> {
  const ops = [...(spec.with ?? []), ...spec.delta];
  const base = order(deck, place, session, ops, spec.delta, 'tested', earlier);
  const { fault } = deck.instance.case;
  const asked: Order = {
    ...base,
    answerChallenges: spec.expect !== 'challenge',
    fault: spec.expect === 'refuse' ? (fault ?? 'proof') : 'none',
  };
  let tested = await send(deck.bench, asked, refreshTokens(deck.bench));
  let repeated = 1;
  while (tested.outcome.class === 'failed' && repeated < 3) {
    tested = await send(deck.bench, asked, refreshTokens(deck.bench));
    if (tested.outcome.class === 'failed') repeated += 1;
  }
  return { tested, repeated };
}

function order(
  deck: Deck,
  place: Place,
  session: Session,
  ops: readonly Op[],
  delta: readonly Op[],
  purpose: Order['purpose'],
  earlier: ReadonlyMap<string, SentProof>,
): Order {
  const instance = purpose === 'tested' ? deck.instance.id : `control@${place}`;
  return { instance, purpose, place, session, ops, delta, earlier, answerChallenges: true };
}

/** A resource need not know every method; then there is nothing to compare with. */
function rejectUnknownMethod(spec: ExchangeSpec, before: Sent | undefined): void {
  const method = spec.with?.find((op) => op.op === 'method');
  const status = before?.outcome.status;
  if (method !== undefined && (status === 405 || status === 501)) {
    throw new Inapplicable(`the resource answers ${status} to ${'value' in method ? method.value : 'the method'}`);
  }
}

/** A server need not take every algorithm (RFC 9449 §4.3 check 5): only one it advertises is held against it. */
function rejectUnusableAlg(
  bench: Bench,
  place: Place,
  alg: string,
  spec: ExchangeSpec,
  tested: Sent,
  before: Sent | undefined,
): void {
  const advertised = (roleOf(place) === 'as' ? bench.as?.algs : bench.facts.rsAlgs)?.includes(alg) ?? false;
  const lawful = spec.expect === 'accept' ? tested : before;
  if (lawful !== undefined && lawful.outcome.class !== 'accepted' && !(spec.expect === 'accept' && advertised)) {
    throw new Inapplicable(`lawful proofs made with ${alg} are not taken here (${lawful.outcome.text})`);
  }
}
