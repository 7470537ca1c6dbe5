import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Sent } from '../exchange/sent.ts';
import { createControls } from './controls.ts';
import { createSlots } from './slots.ts';

const { signal } = new AbortController();

/** Controls for so many cases at once, and how many requests they have cost. */
function counted(width: number) {
  const slots = createSlots(width);
  const controls = createControls({ width, signal, usual: () => 0 });
  const cost = { requests: 0 };
  const make = async (): Promise<Sent> => {
    cost.requests += 1;
    const startedAt = Date.now();
    await delay(2);
    return { id: String(cost.requests), outcome: { class: 'accepted' }, startedAt, endedAt: Date.now() } as Sent;
  };
  return { slots, controls, cost, make };
}

test('cases that end at about the same time share one control after them, which begins when all of them have ended', async () => {
  const { slots, controls, cost, make } = counted(2);
  const one = async (): Promise<boolean> => {
    await delay(1);
    const since = Date.now();
    return (await controls.after('key', since, make, slots.without)).startedAt >= since;
  };
  const isAfter = await Promise.all(Array.from({ length: 20 }, () => slots.hold(one)));
  expect([isAfter.every(Boolean), cost.requests < 5]).toEqual([true, true]);
});

test('other lawful requests do not vouch for a case', async () => {
  const { slots, controls, cost, make } = counted(2);
  await Promise.all(['a', 'b'].map((key) => slots.hold(() => controls.after(key, Date.now(), make, slots.without))));
  expect(cost.requests).toBe(2);
});

test('a case that runs alone waits for nobody', async () => {
  const { slots, controls, cost, make } = counted(1);
  const one = () => controls.after('key', Date.now() + cost.requests * 1e6, make, slots.without);
  for (let cases = 0; cases < 3; cases += 1) await slots.hold(one);
  expect(cost.requests).toBe(3);
});

test('a control that began in the millisecond in which the tested exchange ended does not serve it', async () => {
  const { slots, controls, cost, make } = counted(1);
  const first = await slots.hold(() => controls.after('key', 0, make, slots.without));
  const again = await slots.hold(() => controls.after('key', first.startedAt - 1, make, slots.without));
  const next = await slots.hold(() => controls.after('key', first.startedAt, make, slots.without));
  expect([again === first, next === first, cost.requests]).toEqual([true, false, 2]);
});

test('an accepted control that has just ended serves the next case before it too', async () => {
  const { slots, controls, cost, make } = counted(2);
  const after = await slots.hold(() => controls.after('key', Date.now(), make, slots.without));
  const before = await controls.before('key', make);
  expect([after, cost.requests]).toEqual([before, 1]);
});
