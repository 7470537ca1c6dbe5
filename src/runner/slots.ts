import { rest } from '../bench/rest.ts';

/** So many may work at once. Who only waits makes room for others meanwhile. */
export type Slots = {
  readonly hold: <T>(task: () => Promise<T>) => Promise<T>;
  /** Inside `hold`: waits so many milliseconds without holding a slot. */
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>;
};

export function createSlots(count: number): Slots {
  let free = count;
  const queue: (() => void)[] = [];
  const acquire = async (): Promise<void> => {
    if (free > 0) {
      free -= 1;
      return;
    }
    await new Promise<void>((go) => queue.push(go));
  };
  const release = (): void => {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    hold: async (task) => {
      await acquire();
      try {
        return await task();
      } finally {
        release();
      }
    },
    rest: async (ms, signal) => {
      release();
      await rest(ms, signal);
      await acquire();
    },
  };
}
