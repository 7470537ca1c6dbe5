import type { Wire, WireResponse } from '../wire/types.ts';
import type { Bench } from './bench.ts';
import { rest } from './rest.ts';
import { askedPause, isBeyondWaiting } from './retry-after.ts';

/** How often a throttled request is sent again. */
export const maxThrottled = 5;
const longestPauseMs = 10_000;
const usualPauseMs = 1000;

/** Waits for the end of the pause that the target has asked for. */
export async function waitForPause({ pause, signal }: Pick<Bench, 'pause' | 'signal'>): Promise<void> {
  for (let left = pause.until - Date.now(); left > 0 && !signal.aborted; left = pause.until - Date.now())
    await rest(left, signal);
}

/** Obeys the `Retry-After` of a 429 or 503 (RFC 9110 §10.2.3): no case sends anything before the pause ends. */
export function heedThrottling({ pause }: Pick<Bench, 'pause'>, response: WireResponse | undefined): void {
  pause.until = Math.max(pause.until, Date.now() + pauseAfter(response));
}

/** A wire for code that knows nothing of throttling: it waits, and sends again what was put off. */
export function patientWire(wire: Wire, bench: Pick<Bench, 'pause' | 'signal'>): Wire {
  const send: Wire['send'] = async (request, signal) => {
    for (let throttled = 0; ; throttled += 1) {
      await waitForPause(bench);
      const exchange = await wire.send(request, signal);
      const isPutOff = exchange.response?.status === 429 || exchange.response?.status === 503;
      if (!isPutOff || throttled === maxThrottled || isBeyondWaiting(exchange.response)) return exchange;
      heedThrottling(bench, exchange.response);
    }
  };
  return { ...wire, send };
}

/** Milliseconds. Where the target asks for more than anybody waits, it is asked a few times more, and then left alone. */
function pauseAfter(response: WireResponse | undefined): number {
  const asked = response === undefined ? undefined : askedPause(response);
  if (response === undefined || asked === undefined || isBeyondWaiting(response)) return usualPauseMs;
  return Math.min(Math.max(asked, 100), longestPauseMs);
}
