import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { inParallel } from './pool.ts';

describe('inParallel', () => {
  test('keeps the order of the items, and no more than the width at a time', async () => {
    let now = 0;
    let most = 0;
    const results = await inParallel([3, 1, 2, 0], 2, async (item) => {
      now += 1;
      most = Math.max(most, now);
      await sleep(item);
      now -= 1;
      return item * 10;
    });
    expect({ results, most }).toEqual({ results: [30, 10, 20, 0], most: 2 });
  });

  test('ends with the first fault', async () => {
    await expect(inParallel([1], 4, async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
