import type { Crowding } from './case-context.ts';
import type { Silence } from '../record/basis.ts';
import type { WireRequest } from '../wire/types.ts';
import { isSilence, isSilenceMessage } from '../bench/pulse.ts';
import type { Sent } from '../exchange/sent.ts';

/** A gateway answers 502 or 504 in place of a server behind it that is silent (RFC 9110 §15.6). */
export function silenceOf({ exchange: { failure, response } }: Sent): Silence | undefined {
  if (response?.status === 502 || response?.status === 504) return { hung: false, died: false };
  return failure !== undefined && isSilence(failure) ? { hung: failure.kind === 'timeout', died: false } : undefined;
}

export function silenceIn(message: string): Silence | undefined {
  return isSilenceMessage(message) ? { hung: message.includes('timeout: '), died: false } : undefined;
}

/**
 * What keeps the step from being judged; `own` is the silence in answer to the tested request. Alone, that was what was to be
 * found out.
 */
export function silenceAround(
  crowding: Crowding,
  { before, own, after }: { before: Sent | undefined; own: Silence | undefined; after: Sent | undefined },
): Silence | undefined {
  const [early, late] = [before, after].map((sent) => (sent === undefined ? undefined : silenceOf(sent)));
  if (crowding === 'crowd') return early ?? own ?? late;
  return early ?? (late === undefined ? undefined : { ...late, died: own === undefined });
}

/** Many servers take no more than 8 KiB of header fields, and some hang up on a client that sends more. */
const largeHead = 8192;

/** Many front ends hang up on what is large, not for them, or no HTTP (RFC 9110 §5.5, RFC 9112 §3.2), without a word. */
export function invitesHangUp(request: WireRequest): boolean {
  const hosts = request.fields.filter(([name]) => name.toLowerCase() === 'host');
  const isForOther = hosts.some(([, value]) => value !== new URL(request.url).host);
  return isLarge(request) || isForOther || request.fields.some(([, value]) => hasControls(value));
}

function hasControls(value: string): boolean {
  return /[^\P{Cc}\t\u0080-\u009f]/u.test(value);
}

export function isLarge({ fields }: WireRequest): boolean {
  return fields.reduce((size, [name, value]) => size + name.length + value.length + 4, 0) > largeHead;
}
