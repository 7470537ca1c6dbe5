import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { promptly } from './promptly.ts';

/** Makes the number of its call, and takes so many milliseconds for the first one. */
function maker(firstTakes: number): () => Promise<number> {
  let calls = 0;
  return async () => {
    calls += 1;
    const made = calls;
    if (made === 1) await wait(firstTakes);
    return made;
  };
}

test('what took long is made again', async () => {
  expect(await promptly(maker(1100))).toBe(2);
});

test('what was made at once is not', async () => {
  expect(await promptly(maker(0))).toBe(1);
});
