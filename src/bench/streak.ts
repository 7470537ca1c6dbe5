import type { WireExchange, WireRequest, WireResponse } from '../wire/types.ts';
import { isSilence } from './pulse.ts';
import { isBeyondWaiting, longestPutOffMs } from './retry-after.ts';

/** Successive exchanges at one endpoint without a useful answer: each got none, was put off, or got one that cannot be read. */
export type Streak = {
  /** When the first of them began, in milliseconds since the epoch. */
  readonly since: number;
  count: number;
  /** How many were answered 429 or 503. */
  putOff: number;
  /** How many got no answer. */
  silent: number;
  /** How many got one that is no HTTP, or goes on beyond a bound. */
  unreadable: number;
  /** How many were plain lawful requests. */
  lawful: number;
  /** How many came after the last lawful one. */
  changed: number;
  last: string;
};

/** Lawful requests without a useful answer that close an endpoint, if the streak has lasted long enough as well. */
const leastLawful = 3;
const longestSilenceMs = 15_000;
/** No restart looks like answers that cannot be read. */
const longestUnreadableMs = 5000;
/** A server that asks for pauses, and leaves so many requests unanswered as well, is given up after `longestTroubleMs`. */
const leastSilent = 3;
const longestTroubleMs = 20_000;
/** After so many put-off requests waiting is no use: a crowd of requests that are each sent again causes fewer. */
const mostPutOff = 60;
/** A pause that is longer than the longest wait counts as so many. */
const hopeless = 20;

/** A server has answered the request itself; a refusal or a crash is such an answer too. */
export function isUseful({ response }: WireExchange): boolean {
  return response !== undefined && response.isCut !== true && !isInItsPlace(response);
}

/** The request was sent, and nothing useful came back. A body that is cut may do for some requests; lawful ones show it. */
export function isUseless(exchange: WireExchange): boolean {
  const { response, failure, stale } = exchange;
  if (stale === true) return false;
  if (response !== undefined && isInItsPlace(response)) return true;
  return (failure !== undefined && isSilence(failure)) || isUnreadable(exchange);
}

/** Put off, or answered by a gateway in place of a server behind it. */
function isInItsPlace({ status }: WireResponse): boolean {
  return [429, 502, 503, 504].includes(status);
}

/** What came is no HTTP, or was cut at a bound. */
function isUnreadable({ response, failure }: WireExchange): boolean {
  return response === undefined
    ? failure?.kind === 'protocol' || failure?.kind === 'too-large'
    : response.isCut === true;
}

export function newStreak({ startedAt }: Pick<WireExchange, 'startedAt'>): Streak {
  return { since: startedAt, count: 0, putOff: 0, silent: 0, unreadable: 0, lawful: 0, changed: 0, last: '' };
}

export function addTo(streak: Streak, exchange: WireExchange): void {
  const { response } = exchange;
  streak.count += 1;
  streak.changed += 1;
  if (isUnreadable(exchange)) streak.unreadable += 1;
  else if (response === undefined) streak.silent += 1;
  streak.last = lastOf(exchange);
  if (response?.status !== 429 && response?.status !== 503) return;
  streak.putOff += isBeyondWaiting(response) ? hopeless : 1;
}

/** An exchange without a useful answer, in words. */
export function lastOf({ response, failure }: WireExchange): string {
  if (response === undefined) return `${failure?.kind}: ${failure?.message}`;
  return response.isCut === true ? `${response.status} with a body beyond the limit` : String(response.status);
}

/** Whether it is worth waiting for as long as the server asks. */
export function mayPass(streak: Streak): boolean {
  return streak.putOff < mostPutOff && Date.now() - streak.since < longestPutOffMs;
}

/** Whether lawful requests too have got no useful answer for long enough. */
export function isOver(streak: Streak): boolean {
  if (streak.lawful < leastLawful) return false;
  const ms = Date.now() - streak.since;
  const { count, putOff, silent, unreadable } = streak;
  if (putOff === 0) return ms >= (unreadable === count ? longestUnreadableMs : longestSilenceMs);
  return !mayPass(streak) || (silent + unreadable >= leastSilent && ms >= longestTroubleMs);
}

/** The endpoint that a request reaches: its URL without the query, at the origin that the connection goes to. */
export function endpointOf({ url, via }: Pick<WireRequest, 'url' | 'via'>): string {
  const parsed = URL.parse(url);
  return parsed === null ? url : `${via ?? parsed.origin}${parsed.pathname}`;
}

export function originOf(endpoint: string): string {
  return URL.parse(endpoint)?.origin ?? endpoint;
}

const unusable = 'sends answers that are of no use';

/** Why nothing more is sent to an endpoint or an origin. */
export function lossReason(where: string, streak: Streak): string {
  const seconds = Math.ceil((Date.now() - streak.since) / 1000);
  const { putOff, unreadable, silent } = streak;
  const what = putOff > 0 ? 'puts requests off without end' : unreadable > silent ? unusable : 'no longer answers';
  return `${where} ${what}: ${streak.count} requests in ${seconds} s got no useful answer (the last: ${streak.last}), so nothing more was sent there`;
}
