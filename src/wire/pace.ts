import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the next request may go out. */
export type Pace = (signals?: readonly AbortSignal[]) => Promise<void>;

/**
 * Keeps a steady rate; a burst may hold the requests of a tenth of a second.
 * @param requestsPerSecond no limit if absent
 * @param now monotonic clock, in milliseconds
 */
export function createPace(requestsPerSecond: number | undefined, now: () => number = () => performance.now()): Pace {
  if (requestsPerSecond === undefined) return () => Promise.resolve();
  const interval = 1000 / requestsPerSecond;
  const burst = Math.max(0, 100 - interval);
  let next = now() - burst;
  return async (signals = []) => {
    const arrived = now();
    const slot = Math.max(next, arrived - burst);
    next = slot + interval;
    if (slot > arrived)
      await sleep(slot - arrived, undefined, { signal: AbortSignal.any([...signals]) }).catch(ignoreAbort);
  };
}

// The caller looks at its signals next, so the waiting only has to end.
function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error && error.name === 'AbortError')) throw error;
}
