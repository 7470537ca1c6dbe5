/** Lets tasks through, in the order in which they came: one at a time until more are allowed. */
export type Turns = {
  readonly take: <T>(task: () => Promise<T>) => Promise<T>;
  /** How many may run at once from now on. What runs already goes on. */
  readonly allow: (count: number) => void;
};

export function createTurns(): Turns {
  const waiting: (() => void)[] = [];
  let allowed = 1;
  let running = 0;
  const goOn = (): void => {
    for (let next = waiting[0]; next !== undefined && running < allowed; next = waiting[0]) {
      waiting.shift();
      running += 1;
      next();
    }
  };
  return {
    take: async (task) => {
      await new Promise<void>((go) => {
        waiting.push(go);
        goOn();
      });
      try {
        return await task();
      } finally {
        running -= 1;
        goOn();
      }
    },
    allow: (count) => {
      allowed = count;
      goOn();
    },
  };
}
