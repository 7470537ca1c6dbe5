import type { Sent } from '../exchange/sent.ts';
import { fieldValues } from '../verdict/answer.ts';
import { type Inspection, warn } from './inspection.ts';

/** `Date` has whole seconds, so an offset of up to two seconds is rounding and latency (docs/grading.md). */
const unnoticedSeconds = 2;

/** Learns from the `Date` of an answer how far the target's clock is off ours. */
export function learnClock(inspection: Inspection, { exchange, startedAt, endedAt }: Sent): void {
  const date = exchange.response === undefined ? undefined : fieldValues(exchange.response, 'date')[0];
  const theirs = date === undefined ? Number.NaN : Date.parse(date) + 500;
  if (Number.isNaN(theirs)) return;
  const offset = (theirs - (startedAt + endedAt) / 2) / 1000;
  if (Math.abs(offset) <= unnoticedSeconds) return;
  const { facts, loaded } = inspection.bench;
  const limit = loaded.descriptor.clock.maxOffsetSeconds;
  facts.clockOffset = Math.round(offset);
  facts.clockInStep = Math.abs(offset) <= limit;
  const consequence = facts.clockInStep
    ? 'iat is corrected by it'
    : `more than clock.maxOffsetSeconds (${limit}), so cases about iat are skipped`;
  warn(inspection, `the target's clock is ${facts.clockOffset} s off ours: ${consequence}`);
}
