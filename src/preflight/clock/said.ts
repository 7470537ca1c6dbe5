import type { Sent } from '../../exchange/sent.ts';
import { fieldValues } from '../../verdict/answer.ts';

/** Seconds that the clock of a server is ahead of ours, by the `Date` field of an answer (RFC 9110 §6.6.1). */
export type Said = { readonly offset: number };

/** `Date` has whole seconds, so an offset of up to two seconds is rounding and latency (docs/grading.md). */
const unnoticedSeconds = 2;

/**
 * What an answer says of the server's clock, whether it accepts or refuses; `undefined` where it says nothing that is a
 * date. A front end may have written the field, so it is no proof.
 */
export function saidBy({ exchange, startedAt, endedAt }: Sent): Said | undefined {
  const date = exchange.response === undefined ? undefined : fieldValues(exchange.response, 'date')[0];
  const theirs = date === undefined ? Number.NaN : Date.parse(date) + 500;
  if (Number.isNaN(theirs)) return undefined;
  const offset = (theirs - (startedAt + endedAt) / 2) / 1000;
  return { offset: Math.abs(offset) <= unnoticedSeconds ? 0 : Math.round(offset) };
}

/** Both clocks, in words: the server's, if it is ahead by so many seconds, and ours. */
export function bothTimes(offset: number): string {
  const now = Date.now();
  return `${shown(now + offset * 1000)} there, ${shown(now)} here`;
}

/** A distance of clocks in words. */
export function aheadOrBehind(offset: number): string {
  return `${Math.abs(offset)} s ${offset < 0 ? 'behind' : 'ahead of'} ours`;
}

function shown(ms: number): string {
  const time = new Date(ms);
  return Number.isNaN(time.getTime()) ? 'beyond every calendar' : time.toISOString().replace(/\.\d+Z$/, 'Z');
}
