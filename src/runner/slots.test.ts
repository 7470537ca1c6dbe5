import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createSlots } from './slots.ts';

const forever = new AbortController().signal;

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
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: 20 }, () => slots.hold(() => slots.rest(50, forever))));
    expect(performance.now() - startedAt).toBeLessThan(500);
  });

  test('a slot is given back by a task that fails', async () => {
    const slots = createSlots(1);
    await expect(slots.hold(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await slots.hold(() => Promise.resolve('next'))).toBe('next');
  });
});
