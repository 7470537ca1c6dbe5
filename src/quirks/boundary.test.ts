import { describe, expect, test } from 'vitest';
import { findBoundary, spread } from './boundary.ts';

describe('a boundary', () => {
  for (const limit of [0, 1, 2, 59, 60, 300, 4095, 86_399]) {
    test(`at ${limit} is found to one, in few requests`, async () => {
      let asked = 0;
      const accepts = async (amount: number): Promise<boolean> => {
        asked += 1;
        return Promise.resolve(amount <= limit);
      };
      expect(await findBoundary({ accepts, limit: 86_400, repetitions: 3 })).toEqual({
        median: limit,
        min: limit,
        max: limit,
      });
      expect(asked).toBeLessThan(45);
    });
  }

  test('that is never reached is reported as such', async () => {
    const boundary = await findBoundary({ accepts: async () => Promise.resolve(true), limit: 100, repetitions: 2 });
    expect(boundary).toEqual({ median: 100, min: 100, max: 100, isAtLeast: true });
  });

  test('that moves while it is looked for shows in the spread', async () => {
    let asked = 0;
    const accepts = async (amount: number): Promise<boolean> => {
      asked += 1;
      return Promise.resolve(amount <= (asked <= 9 ? 10 : 11));
    };
    expect(await findBoundary({ accepts, limit: 1000, repetitions: 3 })).toEqual({ median: 11, min: 10, max: 11 });
  });
});

test('the median of an even number of values lies between the two in the middle', () => {
  expect(spread([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
});
