import { expect, test } from 'vitest';
import type { Bench } from '../bench/bench.ts';
import type { Session } from '../bench/session.ts';
import { windowLength } from './iat-window.ts';

/** A bench which has measured this window at the token endpoint. */
function measured(past: number, future: number): Bench {
  const iatWindows = new Map([['token', Promise.resolve({ past, future })]]);
  return { facts: { iatWindows, iatEdges: new Map() } } as unknown as Bench;
}

const session = {} as Session;

test('a window is waited for when it is short', async () => {
  expect(await windowLength(measured(300, 60), 'token', session)).toBe(360);
});

test.each([
  [300, 300],
  [299, 300],
  [299, 299],
  [600, 0],
])('a measurement that is a second off does not decide whether %d s and %d s are waited for', async (past, future) => {
  await expect(windowLength(measured(past, future), 'token', session)).rejects.toThrow('too wide to be waited for');
});
