import { fieldValues } from '../verdict/answer.ts';
import type { WireExchange, WireRequest } from '../wire/types.ts';
import { isSilence } from './pulse.ts';

/** Successive exchanges at one endpoint without a useful answer: each got none at all, or was put off. */
export type Streak = {
  /** When the first of them began, in milliseconds since the epoch. */
  readonly since: number;
  count: number;
  /** How many were answered 429 or 503. */
  putOff: number;
  /** How many got no answer. */
  silent: number;
  /** How many were plain lawful requests. */
  lawful: number;
  /** How many came after the last lawful one. */
  changed: number;
  last: string;
};

/** Lawful requests without a useful answer that close an endpoint, if the streak has lasted long enough as well. */
const leastLawful = 3;
const longestSilenceMs = 15_000;
/** A server that asks for pauses, and leaves so many requests unanswered as well, is given up after `longestTroubleMs`. */
const leastSilent = 3;
const longestTroubleMs = 20_000;
/** Limits are often counted by the minute. */
const longestPutOffMs = 65_000;
/** After so many put-off requests waiting is no use: a crowd of requests that are each sent again causes fewer. */
const mostPutOff = 60;
/** A pause that is longer than the longest wait counts as so many. */
const hopeless = 20;

/** A server has answered the request itself; a refusal or a crash is such an answer too. */
export function isUseful({ response, failure }: WireExchange): boolean {
  if (response !== undefined) return ![429, 502, 503, 504].includes(response.status);
  return failure !== undefined && ['protocol', 'too-large'].includes(failure.kind);
}

/** The request was sent, and nothing useful came back. */
export function isUseless({ response, failure, stale }: WireExchange): boolean {
  if (stale === true) return false;
  return response === undefined
    ? failure !== undefined && isSilence(failure)
    : [429, 502, 503, 504].includes(response.status);
}

export function newStreak({ startedAt }: Pick<WireExchange, 'startedAt'>): Streak {
  return { since: startedAt, count: 0, putOff: 0, silent: 0, lawful: 0, changed: 0, last: '' };
}

export function addTo(streak: Streak, { response, failure }: WireExchange): void {
  streak.count += 1;
  streak.changed += 1;
  if (response === undefined) streak.silent += 1;
  streak.last = response === undefined ? `${failure?.kind}: ${failure?.message}` : String(response.status);
  if (response?.status !== 429 && response?.status !== 503) return;
  const asked = Number(fieldValues(response, 'retry-after')[0] ?? 0);
  streak.putOff += asked * 1000 > longestPutOffMs ? hopeless : 1;
}

/** Whether it is worth waiting for as long as the server asks. */
export function mayPass(streak: Streak): boolean {
  return streak.putOff < mostPutOff && Date.now() - streak.since < longestPutOffMs;
}

/** Whether lawful requests too have got no useful answer for long enough. */
export function isOver(streak: Streak): boolean {
  if (streak.lawful < leastLawful) return false;
  const ms = Date.now() - streak.since;
  if (streak.putOff === 0) return ms >= longestSilenceMs;
  return !mayPass(streak) || (streak.silent >= leastSilent && ms >= longestTroubleMs);
}

/** The endpoint that a request reaches: its URL without the query, at the origin that the connection goes to. */
export function endpointOf({ url, via }: Pick<WireRequest, 'url' | 'via'>): string {
  const parsed = URL.parse(url);
  return parsed === null ? url : `${via ?? parsed.origin}${parsed.pathname}`;
}

export function originOf(endpoint: string): string {
  return URL.parse(endpoint)?.origin ?? endpoint;
}

/** Why nothing more is sent to an endpoint or an origin. */
export function lossReason(where: string, streak: Streak): string {
  const seconds = Math.ceil((Date.now() - streak.since) / 1000);
  const what = streak.putOff > 0 ? 'puts requests off without end' : 'no longer answers';
  return `${where} ${what}: ${streak.count} requests in ${seconds} s got no useful answer (the last: ${streak.last}), so nothing more was sent there`;
}
