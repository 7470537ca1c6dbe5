import { AsyncLocalStorage } from 'node:async_hooks';

/** Runs tasks one after the other. A task started within another task of the same mutex runs at once. */
export type Mutex = <T>(task: () => Promise<T>) => Promise<T>;

export function createMutex(): Mutex {
  const held = new AsyncLocalStorage<true>();
  let tail: Promise<unknown> = Promise.resolve();
  return (task) => {
    if (held.getStore() === true) return task();
    const result = tail.then(() => held.run(true, task));
    tail = result.catch(() => {});
    return result;
  };
}
