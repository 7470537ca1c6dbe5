import { describe, expect, test } from 'vitest';
import { createStore } from './memory-store.ts';

describe('createStore', () => {
  test('an entry outlives its lifetime by the grace only, and the sweep drops it', async () => {
    const clock = { now: 0 };
    const store = createStore({ maxEntries: 10, graceSeconds: 15 }, () => clock.now);
    await store.upsert('a', { jti: 'a' }, 60);
    clock.now = 74_999;
    expect(await store.find('a')).toEqual({ jti: 'a' });
    clock.now = 75_000;
    expect(await store.find('a')).toBeUndefined();
    expect(store.size()).toBe(1);
    store.sweep();
    expect(store.size()).toBe(0);
  });

  test('the oldest entry makes room for the newest', async () => {
    const store = createStore({ maxEntries: 2, graceSeconds: 0 });
    for (const id of ['a', 'b', 'a', 'c']) await store.upsert(id, { uid: `uid-${id}` });
    expect(await Promise.all(['uid-a', 'uid-b', 'uid-c'].map(store.findByUid))).toEqual([
      { uid: 'uid-a' },
      undefined,
      { uid: 'uid-c' },
    ]);
  });

  test('revoking a grant removes its entries and no others', async () => {
    const store = createStore({ maxEntries: 10, graceSeconds: 0 });
    await store.upsert('a', { grantId: 'g' });
    await store.upsert('b', { grantId: 'g' });
    await store.upsert('c', { grantId: 'h' });
    await store.revokeByGrantId('g');
    expect(await Promise.all(['a', 'b', 'c'].map(store.find))).toEqual([undefined, undefined, { grantId: 'h' }]);
  });

  test('a consumed entry keeps the time of its consumption', async () => {
    const store = createStore({ maxEntries: 10, graceSeconds: 0 }, () => 5_000);
    await store.upsert('code', { jti: 'code' }, 60);
    await store.consume('code');
    expect(await store.find('code')).toEqual({ jti: 'code', consumed: 5 });
  });
});
