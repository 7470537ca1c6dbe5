import { setTimeout as delay } from 'node:timers/promises';

/** Waits so many milliseconds, or until the run is interrupted; the next request notices the interrupt by itself. */
export async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
