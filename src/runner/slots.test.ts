import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createSlots } from './slots.ts';

describe('slots', () => {
  test('no more tasks work at once than there are slots', async () => {
    const slots = createSlots(2);
    let working = 0;
    let most = 0;
    const task = async (): Promise<void> => {
      working += 1;
      most = Math.max(most, working);
      await delay(5);
      working -= 1;
    };
    await Promise.all(Array.from({ length: 7 }, () => slots.hold(task)));
    expect(most).toBe(2);
  });

  test('a task that waits holds no slot, so that all waits run side by side', async () => {
    const slots = createSlots(1);
    const all = new AbortController();
    let resting = 0;
    const task = async (): Promise<void> => {
      resting += 1;
      if (resting === 20) all.abort();
      await slots.rest(1e9, all.signal);
    };
    await Promise.all(Array.from({ length: 20 }, () => slots.hold(task)));
    expect(resting).toBe(20);
  });

  test('a slot is given back by a task that fails', async () => {
    const slots = createSlots(1);
    await expect(slots.hold(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await slots.hold(() => Promise.resolve('next'))).toBe('next');
  });
});
