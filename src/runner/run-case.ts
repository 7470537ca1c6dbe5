import type { CaseResult, Silence } from './case-result.ts';
import { HarnessError } from '../errors.ts';
import type { Op } from '../plan/ops.ts';
import { type SentProof } from '../proof/draft.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { ExchangeSpec, Place, SessionSpec } from '../suite/schema.ts';
import { judgeCase, type JudgedStep } from '../verdict/finding.ts';
import type { Bench } from '../bench/bench.ts';
import { sendBurst } from '../exchange/burst.ts';
import { type Controls, isOwnControl } from './controls.ts';
import { prepareTime } from './prepare-time.ts';
import { refreshTokens } from '../exchange/issuer-as.ts';
import {
  rejectChallengelessControl,
  rejectPremise,
  rejectProoflessControl,
  rejectUnknownMethod,
  rejectUnusableAlg,
} from './premises.ts';
import type { Instance } from './select.ts';
import type { Order } from '../exchange/order.ts';
import { replicaOf } from '../exchange/replicas.ts';
import { diedAfterwards, isLarge, type Lane, lifeAt, silenceAround, silenceIn, silenceOf } from './silence.ts';
import { send } from '../exchange/send.ts';
import type { Sent } from '../exchange/sent.ts';
import type { Session } from '../bench/session.ts';
import { createSessions, pinned, type Sessions } from '../bench/sessions.ts';
import type { Slots } from './slots.ts';

export type CaseInstance = Instance & { readonly kind: 'case' };

/** What the cases of one pool share. */
export type Table = {
  readonly bench: Bench;
  readonly sessions: Sessions;
  readonly controls: Controls;
  readonly slots: Slots;
  readonly lane: Lane;
};

type Deck = Table & {
  readonly instance: CaseInstance;
};

const attempts = 3;
/** A target that has been seen to die so often is asked less often whether it does. */
const manyDeaths = 4;

/** Runs one case. What spoils it (a control refused, a lawful request refused once) is tried again with new state. */
export async function runCase(table: Table, instance: CaseInstance): Promise<CaseResult> {
  const { bench, sessions: shared, lane } = table;
  let result: CaseResult | undefined;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const sessions = attempt === 0 ? pinned(shared) : createSessions(bench);
    const latest = await runOnce({ ...table, sessions, instance });
    if (latest.silent !== undefined) {
      shared.renew();
      if (lane === 'crowd' || (await lifeAt(bench, instance.place)) === 'gone') return latest;
      if (latest.silent.died && attempt === attempts - 1) return diedAfterwards(latest);
    }
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
  let silent: Silence | undefined;
  try {
    for (const spec of item.exchanges) {
      const step = await runStep(deck, spec, earlier);
      steps.push(step.judged);
      exchanges.push(...step.ids);
      silent = step.silent;
      if (silent !== undefined) break;
      const { outcome } = step.judged.tested;
      rejectPremise(spec, outcome);
      if (spec.expect === 'accept' && outcome.class !== 'accepted') break;
      const isSetUp = steps.length < item.exchanges.length;
      if (spec.expect === 'challenge' && isSetUp && outcome.class === 'accepted') {
        throw new Inapplicable('the server demands no nonce of such a request');
      }
    }
  } catch (error) {
    if (error instanceof Inapplicable) return spoilt('skip', `Does not apply: ${error.message}.`, exchanges);
    if (error instanceof HarnessError) {
      silent = silenceIn(error.message);
      return { ...spoilt('blocked', error.message, exchanges), ...(silent === undefined ? {} : { silent }) };
    }
    throw error;
  }
  const judgement = judgeCase(item, requirements, steps, item.exchanges.length);
  return { ...judgement, exchanges: [...new Set(exchanges)], ...(silent === undefined ? {} : { silent }) };
}

function spoilt(verdict: 'skip' | 'blocked', reason: string, exchanges: readonly string[]): CaseResult {
  return { verdict, reason, assertions: [], exchanges };
}

type Step = { readonly judged: JudgedStep; readonly ids: readonly string[]; readonly silent?: Silence };

async function runStep(deck: Deck, spec: ExchangeSpec, earlier: Map<string, SentProof>): Promise<Step> {
  const place = spec.at ?? deck.instance.place;
  const sessionSpec = deck.instance.case.session ?? {};
  const session = await sessionFor(deck, place, sessionSpec, spec);
  await prepareTime(deck, spec, place, session);
  const control = await controlFor(deck, place, sessionSpec, spec, session);
  const unneeded = deck.lane === 'crowd' && (spec.expect === 'observe' || spec.expect === 'challenge');
  const before =
    unneeded || control === undefined
      ? undefined
      : await deck.controls.before(control.key, () => control.make('control-before'));
  rejectUnknownMethod(spec, before);
  rejectProoflessControl(spec, before);
  rejectChallengelessControl(spec, before);
  const { tested, repeated } = await sendTested(deck, place, spec, session, earlier);
  const lost = tested.outcome.class === 'failed' || tested.outcome.class === 'crashed';
  const needsAfter = mustRefuse(spec) || lost || (spec.expect === 'accept' && tested.outcome.class !== 'accepted');
  const pointless = deck.lane === 'crowd' && silenceOf(tested) !== undefined;
  const after =
    control === undefined || !needsAfter || pointless
      ? undefined
      : await deck.controls.after(control.key, tested.endedAt, () => control.make('control-after'));
  if (sessionSpec.alg !== undefined) rejectUnusableAlg(deck.bench, place, sessionSpec.alg, spec, tested, before);
  if (spec.name !== undefined && tested.proof !== undefined) earlier.set(spec.name, tested.proof);
  const ids = [before?.id, ...tested.challenges, tested.id, after?.id].filter((id) => id !== undefined);
  const silent = silenceAround(deck.lane, before, tested, after);
  const judged: JudgedStep = {
    spec,
    tested,
    repeated,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(isLarge(tested.exchange.request) ? { large: true } : {}),
  };
  return { judged, ids, ...(silent === undefined ? {} : { silent }) };
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
    if (
      error instanceof HarnessError &&
      error.code === 'ERR_TOKEN_REQUEST' &&
      spec.alg !== undefined &&
      !silenceIn(error.message)
    ) {
      throw new Inapplicable(
        `no access token can be had for a key of ${spec.alg}${spec.rsaBits === undefined ? '' : ` with ${spec.rsaBits} bits`}`,
      );
    }
    throw error;
  }
}

type Control = { readonly key: string; readonly make: (purpose: Order['purpose']) => Promise<Sent> };

/** The same request without the delta. Where another algorithm is itself what is tried, the control uses the usual one. */
async function controlFor(
  deck: Deck,
  place: Place,
  sessionSpec: SessionSpec,
  spec: ExchangeSpec,
  session: Session,
): Promise<Control | undefined> {
  if (isOwnControl(spec, sessionSpec)) return undefined;
  const { alg: _alg, rsaBits: _bits, keyKind: _kind, ...plain } = sessionSpec;
  const differs = spec.expect === 'accept' && sessionSpec.alg !== undefined;
  const twin = differs ? await sessionFor(deck, place, plain, spec) : session;
  const ops = spec.with ?? [];
  const key = JSON.stringify([place, twin.id, twin.resource?.url, ops, spec.replica]);
  const make: Control['make'] = (purpose) =>
    send(
      deck.bench,
      { ...order(deck, place, twin, ops, [], purpose, new Map()), ...replicaOf(spec) },
      refreshTokens(deck.bench),
    );
  return { key, make };
}

function mustRefuse({ expect }: ExchangeSpec): boolean {
  return expect === 'refuse' || expect === 'once';
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
    ...replicaOf(spec),
    answerChallenges: spec.expect !== 'challenge',
    fault: mustRefuse(spec) ? (fault ?? 'proof') : 'none',
    patience: deck.bench.pulse.patience() * (deck.lane === 'crowd' ? 1 : 2),
  };
  if (spec.burst !== undefined)
    return { tested: await sendBurst(deck.bench, asked, spec.burst, refreshTokens(deck.bench)), repeated: 1 };
  let tested = await sendRepeatedly(deck.bench, asked, spec.repeat ?? 1);
  let repeated = 1;
  while (tested.outcome.class === 'failed' && (deck.lane === 'alone' || silenceOf(tested) === undefined)) {
    const { deaths } = deck.bench.pulse;
    const life = silenceOf(tested) === undefined ? 'up' : await lifeAt(deck.bench, place);
    if (repeated >= (deaths.count < manyDeaths ? 3 : 2) || life === 'gone') break;
    tested = await send(deck.bench, asked, refreshTokens(deck.bench));
    if (tested.outcome.class === 'failed') repeated += 1;
  }
  if (deck.lane === 'alone' && tested.outcome.class === 'failed') deck.bench.pulse.deaths.count += 1;
  return { tested, repeated };
}

/** All but the last of many lawful exchanges are set-up; the first that is not accepted ends them. */
async function sendRepeatedly(bench: Bench, asked: Order, times: number): Promise<Sent> {
  const setup: Order = { ...asked, purpose: 'setup' };
  for (let sent = 1; sent < times && !bench.signal.aborted; sent += 1) {
    const one = await send(bench, setup, refreshTokens(bench));
    if (one.outcome.class !== 'accepted') break;
  }
  return send(bench, asked, refreshTokens(bench));
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
