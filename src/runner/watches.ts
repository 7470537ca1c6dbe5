import type { Assertion, ExchangeEvent, Verdict } from '../record/schema.ts';
import type { Severity } from '../suite/profile.ts';
import type { Watch } from '../suite/schema.ts';
import { fieldValues } from '../verdict/answer.ts';
import { evaluate } from '../verdict/checks.ts';
import { judgeNonces } from '../verdict/predictable-nonces.ts';
import { breach, cap, stricter } from '../verdict/policy.ts';
import type { WatchedExchange } from '../bench/bench.ts';
import type { CaseResult } from './case-result.ts';
import type { Instance } from './select.ts';

type WatchInstance = Instance & { readonly kind: 'watch' };

export type Watcher = {
  readonly instance: WatchInstance;
  readonly look: (event: ExchangeEvent, seen: WatchedExchange) => void;
  readonly result: () => CaseResult;
};

const shownBreaches = 5;

type Tally = { readonly breaches: Assertion[]; judged: number; breached: number; example?: string; worst?: Severity };

/** Judges a rule over every answer of the run as it comes in; keeps counts and the first breaches, not the answers. */
export function createWatcher(instance: WatchInstance): Watcher {
  return instance.watch.that.check === 'nonces-unpredictable' ? gatherNonces(instance) : judgeEach(instance);
}

/** More show no more of a pattern. */
const enoughNonces = 2000;

function gatherNonces(instance: WatchInstance): Watcher {
  const { requirements, watch, place } = instance;
  const nonces = new Map<string, { readonly at: number; readonly exchange: string }>();
  const look = (event: ExchangeEvent, seen: WatchedExchange): void => {
    if (seen.place !== place || nonces.size >= enoughNonces) return;
    for (const nonce of fieldValues(seen.response, 'dpop-nonce'))
      if (!nonces.has(nonce)) nonces.set(nonce, { at: Date.now() / 1000, exchange: event.id });
  };
  const severity = cap(requirements[0]?.severity ?? 'info', watch.atMost);
  const result = (): CaseResult => {
    const { ok, expected, got } = judgeNonces([...nonces].map(([text, { at }]) => ({ text, at })));
    const exchanges = [...nonces.values()].slice(0, 3).map(({ exchange }) => exchange);
    const verdict: Verdict = ok === undefined ? 'skip' : ok ? 'pass' : breach[severity];
    const reason = ok === false ? `Expected ${expected}; got ${got}.` : `${got}.`;
    const [exchange] = exchanges;
    const told = { requirement: requirements[0]?.id ?? '', verdict, expected, got, ...(exchange && { exchange }) };
    return { verdict, reason, assertions: verdict === 'skip' ? [] : [told], exchanges };
  };
  return { instance, look, result };
}

function judgeEach(instance: WatchInstance): Watcher {
  const { watch, requirements } = instance;
  const requirement = requirements[0]?.id ?? '';
  const tally: Tally = { breaches: [], judged: 0, breached: 0 };
  const severity = cap(requirements[0]?.severity ?? 'info', watch.atMost);
  const look = (event: ExchangeEvent, seen: WatchedExchange): void => {
    if (seen.place !== instance.place || !inScope(watch.over, event, seen)) return;
    const { place, method, response } = seen;
    const { ok, expected, got, atMost } = evaluate(watch.that, { place, method, response, outcome: event.outcome });
    if (ok === undefined) return;
    tally.judged += 1;
    tally.example ??= event.id;
    if (ok) return;
    tally.breached += 1;
    const capped = cap(severity, atMost);
    tally.worst = stricter(tally.worst, capped);
    keep(tally.breaches, { requirement, verdict: breach[capped], expected, got, exchange: event.id });
  };
  return { instance, look, result: () => resultOf(tally) };
}

/** The first few, but always one of the worst kind. */
function keep(breaches: Assertion[], one: Assertion): void {
  if (breaches.length < shownBreaches) breaches.push(one);
  else if (breaches.every(({ verdict }) => verdict !== one.verdict)) breaches[shownBreaches - 1] = one;
}

function resultOf({ breaches, judged, breached, example, worst }: Tally): CaseResult {
  const exchanges = example === undefined ? [] : [example];
  const verdict = worst === undefined ? undefined : breach[worst];
  const first = breaches.find((one) => one.verdict === verdict);
  if (first !== undefined && verdict !== undefined) {
    const reason = `Broken in ${breached} of ${judged} answers. Expected ${first.expected}; got ${first.got}.`;
    return { verdict, reason, assertions: breaches, exchanges: breaches.flatMap(({ exchange }) => exchange ?? []) };
  }
  if (judged > 0)
    return { verdict: 'pass', reason: `Kept in all ${judged} answers of this kind.`, assertions: [], exchanges };
  return {
    verdict: 'skip',
    reason: 'No answer of the kind that this rule is about was seen.',
    assertions: [],
    exchanges,
  };
}

function inScope(scope: Watch['over'], event: ExchangeEvent, seen: WatchedExchange): boolean {
  const { status } = seen.response;
  const refused = event.outcome.class === 'refused';
  switch (scope) {
    case 'all':
      return true;
    case 'status-401':
      return status === 401;
    case 'proof-refused':
      return (
        event.purpose === 'tested' &&
        refused &&
        seen.fault === 'proof' &&
        event.outcome.error !== 'invalid_client' &&
        !byTheEdge(status)
      );
    case 'token-refused':
      return event.purpose === 'tested' && refused && (seen.fault === 'access-token' || seen.fault === 'binding');
    case 'no-credentials':
      return !seen.sentToken && !seen.sentProof;
    case 'token-issued':
      return seen.place === 'token' && event.outcome.class === 'accepted';
    case 'nonce-sent':
      return fieldValues(seen.response, 'dpop-nonce').length > 0;
    case 'errors':
      return status >= 400 && status < 500 && seen.fault !== 'request' && !byTheEdge(status) && !isThrottled(event);
    case 'accepted':
      return event.outcome.class === 'accepted';
    default:
      scope satisfies never;
      return false;
  }
}

/** Whoever asks for a pause (RFC 6585 §4) tells no error of the protocol, and is often a server in front. */
function isThrottled({ outcome }: ExchangeEvent): boolean {
  return outcome.class === 'throttled';
}

/** Size limits are often enforced before the server that knows DPoP sees the request. */
function byTheEdge(status: number): boolean {
  return status === 413 || status === 414 || status === 431 || status === 421;
}
