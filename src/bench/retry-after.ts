import { fieldValues } from '../verdict/answer.ts';
import type { WireResponse } from '../wire/types.ts';

/** Limits are often counted by the minute. Nothing waits for longer. */
export const longestPutOffMs = 65_000;

/** For how many milliseconds an answer asks to be left alone (RFC 9110 §10.2.3): seconds, or a date. */
export function askedPause(response: WireResponse): number | undefined {
  const asked = fieldValues(response, 'retry-after')[0];
  if (asked === undefined) return undefined;
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  return Number.isNaN(ms) ? undefined : ms;
}

/** Nobody waits for that long, so a shorter pause helps nobody. */
export function isBeyondWaiting(response: WireResponse): boolean {
  return (askedPause(response) ?? 0) > longestPutOffMs;
}
