import { rest } from '../bench/rest.ts';

/** So many may work at once. Who only waits makes room for others meanwhile. */
export type Slots = {
  readonly hold: <T>(task: () => Promise<T>) => Promise<T>;
  /** Inside `hold`: waits without holding a slot. */
  readonly without: <T>(waiting: () => Promise<T>) => Promise<T>;
  /** The same for so many milliseconds. */
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>;
};

export function createSlots(count: number): Slots {
  let free = count;
  const begun: (() => void)[] = [];
  const fresh: (() => void)[] = [];
  const acquire = async (queue: (() => void)[]): Promise<void> => {
    if (free > 0) {
      free -= 1;
      return;
    }
    await new Promise<void>((go) => queue.push(go));
  };
  const release = (): void => {
    // What has begun comes first, or everything would begin before anything ends.
    const next = begun.shift() ?? fresh.shift();
    if (next === undefined) free += 1;
    else next();
  };
  const without = async <T>(waiting: () => Promise<T>): Promise<T> => {
    release();
    try {
      return await waiting();
    } finally {
      await acquire(begun);
    }
  };
  return {
    hold: async (task) => {
      await acquire(fresh);
      try {
        return await task();
      } finally {
        release();
      }
    },
    without,
    rest: (ms, signal) => without(() => rest(ms, signal)),
  };
}
