import type { BasisOf } from '../record/basis.ts';
import type { Assertion, ExchangeEvent, Verdict } from '../record/schema.ts';
import type { Severity } from '../suite/profile.ts';
import type { Place, Watch } from '../suite/schema.ts';
import type { WireResponse } from '../wire/types.ts';
import { fieldValues } from './answer.ts';
import type { Answer, CheckResult } from './check-result.ts';
import { evaluate } from './checks.ts';
import type { Judgement } from './judgement.ts';
import { breach, cap, type GradedRequirement, stricter } from './policy.ts';
import { createLawfulAgain } from './lawful-again.ts';
import { createNewestNonces } from './newest-nonce.ts';
import { judgeNonces } from './predictable-nonces.ts';
import { isVeiled } from './recompute/evidence.ts';
import { isInScope } from './watch-scope.ts';

/** A rule that every answer of one place has to keep. */
export type Watched = {
  readonly watch: Watch;
  readonly place: Place;
  readonly requirements: readonly GradedRequirement[];
};

export type WatchResult = Judgement & { readonly exchanges: readonly string[] };

type Carried = NonNullable<BasisOf<'watch'>['carried']>[number];

/** The answer as it was received, where the record masks or cuts it. `lost`: an earlier part of the run received it. */
type Received = WireResponse | 'lost' | undefined;

export type Tally = {
  readonly look: (event: ExchangeEvent, response?: Received) => void;
  readonly result: () => WatchResult;
  /** How many answers were looked at, and the results that the record cannot show. */
  readonly basis: () => Pick<BasisOf<'watch'>, 'seen' | 'carried'>;
};

/**
 * Judges a rule over every answer of a run as it comes in; keeps counts and the first breaches, not the answers. `carried`: of
 * a record, the results that it cannot show.
 */
export function createTally(watched: Watched, carried: readonly Carried[] = []): Tally {
  const gathered: Carried[] = [];
  const known = new Map(carried.map((one) => [one.exchange, resultOf(one)]));
  const { look, result, looksAt } = lookerOf(
    watched,
    (event, response) => known.get(event.id) ?? judgeOne(watched, event, response, gathered),
  );
  let seen = 0;
  return {
    look: (event, response) => {
      seen += 1;
      if (looksAt === 'every-place' || event.place === watched.place) look(event, response);
    },
    result,
    basis: () => ({ seen, ...(gathered.length === 0 ? {} : { carried: gathered }) }),
  };
}

type Looker = Pick<Tally, 'look' | 'result'> & { readonly looksAt?: 'every-place' };
type JudgeOne = (event: ExchangeEvent, response: Received) => CheckResult | undefined;

function lookerOf(watched: Watched, judge: JudgeOne): Looker {
  switch (watched.watch.that.check) {
    case 'nonces-unpredictable':
      return gatherNonces(watched);
    case 'newest-nonce-accepted':
      return { ...gatherShare(watched, createNewestNonces), looksAt: 'every-place' };
    case 'lawful-accepted-again':
      return gatherShare(watched, createLawfulAgain);
    default:
      return judgeEach(watched, judge);
  }
}

function resultOf({ ok, expected, got, atMost }: Carried): CheckResult {
  return { ok, expected, got, ...(atMost === undefined ? {} : { atMost }) };
}

/** By the answer as received; where the one that is kept shows another result, that of the received one is carried. */
function judgeOne(
  { watch, place }: Watched,
  event: ExchangeEvent,
  response: Received,
  gathered: Carried[],
): CheckResult | undefined {
  const { transcript, binding, outcome } = event;
  const kept = transcript.response;
  if (kept === undefined) return undefined;
  const answer: Answer = {
    place,
    method: transcript.request.method,
    response: kept,
    outcome,
    ...(binding === undefined ? {} : { binding }),
  };
  const shown = evaluate(watch.that, answer);
  if (response === undefined) return shown;
  if (response === 'lost') return judgeLost(event, shown, gathered);
  const result = evaluate(watch.that, { ...answer, response });
  if (result.ok !== shown.ok || result.atMost !== shown.atMost) {
    const { ok, ...others } = result;
    gathered.push({ exchange: event.id, ...others, ...(ok === undefined ? {} : { ok }) });
  }
  return result;
}

/** What is masked may have kept the rule: a breach that only the masked answer shows is none. */
function judgeLost(event: ExchangeEvent, shown: CheckResult, gathered: Carried[]): CheckResult {
  if (shown.ok !== false || !isVeiled(event)) return shown;
  const { expected, got } = shown;
  gathered.push({ exchange: event.id, expected, got });
  return { ok: undefined, expected, got };
}

/** More show no more of a pattern. */
const enoughNonces = 2000;

function gatherNonces({ requirements, watch }: Watched): Looker {
  const nonces = new Map<string, { readonly at: number; readonly exchange: string }>();
  const look = ({ id, transcript }: ExchangeEvent): void => {
    if (transcript.response === undefined || nonces.size >= enoughNonces) return;
    const at = (Date.parse(transcript.startedAt) + transcript.totalMs) / 1000;
    for (const nonce of fieldValues(transcript.response, 'dpop-nonce'))
      if (!nonces.has(nonce)) nonces.set(nonce, { at, exchange: id });
  };
  const result = (): WatchResult => {
    const exchanges = [...nonces.values()].slice(0, 3).map(({ exchange }) => exchange);
    return asWhole(
      { requirements, watch },
      judgeNonces([...nonces].map(([text, { at }]) => ({ text, at }))),
      exchanges,
    );
  };
  return { look, result };
}

type Share = Pick<Looker, 'look'> & { readonly result: () => CheckResult & { readonly exchanges: readonly string[] } };

/** How often something happened, of all that was seen. */
function gatherShare({ place, ...rules }: Watched, create: (place: Place) => Share): Looker {
  const share = create(place);
  const result = (): WatchResult => {
    const { exchanges, ...concluded } = share.result();
    return asWhole(rules, concluded, exchanges);
  };
  return { look: share.look, result };
}

/** What all answers together come to. */
function asWhole(
  { requirements, watch }: Omit<Watched, 'place'>,
  { ok, expected, got, atMost }: CheckResult,
  exchanges: readonly string[],
): WatchResult {
  const severity = cap(cap(requirements[0]?.severity ?? 'info', watch.atMost), atMost);
  const verdict: Verdict = ok === undefined ? 'skip' : ok ? 'pass' : breach[severity];
  const reason = ok === false ? `Expected ${expected}; got ${got}.` : `${got}.`;
  const [exchange] = exchanges;
  const assertion = { requirement: requirements[0]?.id ?? '', verdict, expected, got, ...(exchange && { exchange }) };
  return { verdict, reason, assertions: verdict === 'skip' ? [] : [assertion], exchanges };
}

const shownBreaches = 5;

type Count = { readonly breaches: Assertion[]; judged: number; breached: number; example?: string; worst?: Severity };

function judgeEach({ watch, requirements }: Watched, judge: JudgeOne): Looker {
  const requirement = requirements[0]?.id ?? '';
  const count: Count = { breaches: [], judged: 0, breached: 0 };
  const severity = cap(requirements[0]?.severity ?? 'info', watch.atMost);
  const look: Tally['look'] = (event, response) => {
    if (!isInScope(watch.over, event)) return;
    const { ok, expected, got, atMost } = judge(event, response) ?? {};
    if (ok === undefined || expected === undefined || got === undefined) return;
    count.judged += 1;
    count.example ??= event.id;
    if (ok) return;
    count.breached += 1;
    const capped = cap(severity, atMost);
    count.worst = stricter(count.worst, capped);
    keep(count.breaches, { requirement, verdict: breach[capped], expected, got, exchange: event.id });
  };
  return { look, result: () => summed(count) };
}

/** The first few, but always one of the worst kind. */
function keep(breaches: Assertion[], one: Assertion): void {
  if (breaches.length < shownBreaches) breaches.push(one);
  else if (breaches.every(({ verdict }) => verdict !== one.verdict)) breaches[shownBreaches - 1] = one;
}

function summed({ breaches, judged, breached, example, worst }: Count): WatchResult {
  const exchanges = example === undefined ? [] : [example];
  const verdict = worst === undefined ? undefined : breach[worst];
  const first = breaches.find((one) => one.verdict === verdict);
  if (first !== undefined && verdict !== undefined) {
    const reason = `Broken in ${breached} of ${judged} answers. Expected ${first.expected}; got ${first.got}.`;
    return { verdict, reason, assertions: breaches, exchanges: breaches.flatMap(({ exchange }) => exchange ?? []) };
  }
  if (judged > 0)
    return { verdict: 'pass', reason: `Kept in all ${judged} answers of this kind.`, assertions: [], exchanges };
  const reason = 'No answer of the kind that this rule is about was seen.';
  return { verdict: 'skip', reason, assertions: [], exchanges };
}

/** A place that was blocked in the middle of the run has shown too little for a pass. */
export function watchVerdict(result: WatchResult, blocked: string | undefined): WatchResult {
  if (blocked === undefined || result.verdict !== 'pass') return result;
  return { ...result, verdict: 'blocked', reason: `Too little was seen: ${blocked}` };
}
