import { fieldValues } from '../verdict/answer.ts';
import type { Wire, WireResponse } from '../wire/types.ts';
import type { Bench } from './bench.ts';
import { rest } from './rest.ts';

/** How often a request that is answered so is sent again. */
export const maxThrottled = 5;
const longestPause = 10_000;
const usualPause = 1000;

/** Waits as long as the target has asked everybody to. */
export async function waitForPause({ pause, signal }: Pick<Bench, 'pause' | 'signal'>): Promise<void> {
  for (let left = pause.until - Date.now(); left > 0 && !signal.aborted; left = pause.until - Date.now())
    await rest(left, signal);
}

/** Takes a 429 or 503 to heart (RFC 9110 §10.2.3): nothing more is sent for a while, from any case. */
export function heedThrottling({ pause }: Pick<Bench, 'pause'>, response: WireResponse | undefined): void {
  const asked = response === undefined ? undefined : fieldValues(response, 'retry-after')[0];
  pause.until = Math.max(pause.until, Date.now() + pauseFor(asked));
}

/** For whoever knows nothing of throttling: waits, and sends again what was put off. */
export function patientWire(wire: Wire, bench: Pick<Bench, 'pause' | 'signal'>): Wire {
  const send: Wire['send'] = async (request, signal) => {
    for (let throttled = 0; ; throttled += 1) {
      await waitForPause(bench);
      const exchange = await wire.send(request, signal);
      const isPutOff = exchange.response?.status === 429 || exchange.response?.status === 503;
      if (!isPutOff || throttled === maxThrottled) return exchange;
      heedThrottling(bench, exchange.response);
    }
  };
  return { ...wire, send };
}

function pauseFor(asked: string | undefined): number {
  if (asked === undefined) return usualPause;
  const ms = /^\d+$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  return Number.isNaN(ms) ? usualPause : Math.min(Math.max(ms, 100), longestPause);
}
