import { describe, expect, test } from 'vitest';
import type { WireExchange } from './types.ts';
import { createWindow, type Window } from './window.ts';

/** How a request of a crowd of so many is answered. */
type Target = (crowd: number) => { readonly ms: number; readonly status?: number };

/** Sends rounds of as many requests as the window lets through, and answers its size after each. */
async function sizesAt(target: Target, rounds: number, window: Window): Promise<readonly number[]> {
  const sizes: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const crowd = window.size();
    for (let sent = 0; sent < crowd; sent += 1) await window.enter();
    for (let sent = 0; sent < crowd; sent += 1) window.leave(answered(target(crowd)));
    sizes.push(window.size());
  }
  return sizes;
}

function answered({ ms, status = 200 }: ReturnType<Target>): WireExchange {
  const request = { method: 'GET', url: 'http://127.0.0.1/resource', fields: [] };
  return { request, response: { status, fields: [], body: '', bodyBytes: 0 }, startedAt: 0, totalMs: ms };
}

describe('the number of requests under way', () => {
  test('rises to its limit at a target that is far away and not busy', async () => {
    expect(await sizesAt(() => ({ ms: 50 }), 5, createWindow(32))).toEqual([16, 32, 32, 32, 32]);
  });

  test('stays small where a larger crowd only waits for longer', async () => {
    const sizes = await sizesAt((crowd) => ({ ms: 10 * crowd }), 50, createWindow(64));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(16);
  });

  test('falls where the target slows down, not below eight, and rises when it has become fast again', async () => {
    const window = createWindow(32);
    await sizesAt(() => ({ ms: 50 }), 4, window);
    const busy = await sizesAt(() => ({ ms: 500 }), 8, window);
    const [later = 0] = (await sizesAt(() => ({ ms: 50 }), 60, window)).slice(-1);
    expect([Math.min(...busy), later]).toEqual([8, 32]);
  });

  test('is halved where the target asks for a pause, once for all that was under way, and never below one', async () => {
    const window = createWindow(32);
    await sizesAt(() => ({ ms: 50 }), 3, window);
    const sizes = await sizesAt(() => ({ ms: 5, status: 429 }), 12, window);
    expect([sizes[0], sizes.at(-1)]).toEqual([16, 1]);
  });

  test('rises in spite of answers that take longer for their new connections', async () => {
    const window = createWindow(32);
    let known = 0;
    const sizes = await sizesAt(
      (crowd) => {
        known += 1;
        return { ms: known % crowd < crowd / 2 ? 50 : 200 };
      },
      4,
      window,
    );
    expect(sizes.at(-1)).toBe(32);
  });
});

test('who finds no place waits for one, in the order in which they came', async () => {
  const window = createWindow(1);
  const order: number[] = [];
  await window.enter();
  const waiting = [1, 2, 3].map(async (number) => {
    await window.enter();
    order.push(number);
    window.leave(undefined);
  });
  await Promise.resolve();
  expect(order).toEqual([]);
  window.leave(undefined);
  await Promise.all(waiting);
  expect(order).toEqual([1, 2, 3]);
});
