import { fieldValues } from '../verdict/answer.ts';
import type { WireExchange, WireRequest } from '../wire/types.ts';
import { isSilence } from './pulse.ts';

/** Exchanges in a row at one endpoint that got no useful answer: none at all, or one that puts the request off. */
export type Row = {
  /** Milliseconds since the epoch at which the first of them began. */
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

/** So many lawful requests without a useful answer show that none is to be had, if that took long enough as well. */
const leastLawful = 3;
const longestSilenceMs = 15_000;
/** A server that asks for pauses and leaves requests unanswered, too. */
const leastSilent = 3;
const longestTroubleMs = 20_000;
/** Limits are often counted by the minute. */
const longestPutOffMs = 65_000;
/** As many as a crowd of requests gets that is sent again and again. */
const mostPutOff = 60;
/** A pause that is longer than all that is waited counts as so many. */
const hopeless = 20;

/** Some server is there and has answered the request itself, be it with a refusal or a crash. */
export function isUseful({ response, failure }: WireExchange): boolean {
  if (response !== undefined) return ![429, 502, 503, 504].includes(response.status);
  return failure !== undefined && ['protocol', 'too-large'].includes(failure.kind);
}

/** The request was sent, and nothing useful came back. */
export function isUseless({ response, failure }: WireExchange): boolean {
  return response === undefined
    ? failure !== undefined && isSilence(failure)
    : [429, 502, 503, 504].includes(response.status);
}

export function newRow({ startedAt }: Pick<WireExchange, 'startedAt'>): Row {
  return { since: startedAt, count: 0, putOff: 0, silent: 0, lawful: 0, changed: 0, last: '' };
}

export function addTo(row: Row, { response, failure }: WireExchange): void {
  row.count += 1;
  row.changed += 1;
  if (response === undefined) row.silent += 1;
  row.last = response === undefined ? `${failure?.kind}: ${failure?.message}` : String(response.status);
  if (response?.status !== 429 && response?.status !== 503) return;
  const asked = Number(fieldValues(response, 'retry-after')[0] ?? 0);
  row.putOff += asked * 1000 > longestPutOffMs ? hopeless : 1;
}

/** Whether it is worth to wait for as long as the server asks for. */
export function mayPass(row: Row): boolean {
  return row.putOff < mostPutOff && Date.now() - row.since < longestPutOffMs;
}

/** Even lawful requests get nothing useful, and have not for long. */
export function isOver(row: Row): boolean {
  if (row.lawful < leastLawful) return false;
  const ms = Date.now() - row.since;
  if (row.putOff === 0) return ms >= longestSilenceMs;
  return !mayPass(row) || (row.silent >= leastSilent && ms >= longestTroubleMs);
}

/** The endpoint of a request, as it is reached: its query does not matter. */
export function endpointOf({ url, via }: Pick<WireRequest, 'url' | 'via'>): string {
  const parsed = URL.parse(url);
  return parsed === null ? url : `${via ?? parsed.origin}${parsed.pathname}`;
}

export function originOf(endpoint: string): string {
  return URL.parse(endpoint)?.origin ?? endpoint;
}

export function reasonOf(where: string, row: Row): string {
  const seconds = Math.ceil((Date.now() - row.since) / 1000);
  const what = row.putOff > 0 ? 'puts requests off without end' : 'no longer answers';
  return `${where} ${what}: ${row.count} requests in ${seconds} s got no useful answer (the last: ${row.last}), so nothing more was sent there`;
}
