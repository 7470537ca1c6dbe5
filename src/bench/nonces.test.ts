import { describe, expect, test } from 'vitest';
import { createNonceStore } from './nonces.ts';

describe('the nonce before the newest', () => {
  test('is the one that another has replaced', () => {
    const store = createNonceStore(() => 0);
    for (const nonce of ['a', 'a', 'b', 'b']) store.learn('as', 'one', nonce);
    expect(store.previous('as', 'one')).toBe('a');
  });

  test('is unknown while nothing was replaced, and what other sessions and servers were given does not count', () => {
    const store = createNonceStore(() => 0);
    store.learn('as', 'one', 'a');
    store.learn('as', 'two', 'b');
    store.learn('rs', 'one', 'c');
    expect(store.previous('as', 'one')).toBeUndefined();
  });

  test('is forgotten when it was last given out long ago', () => {
    let now = 0;
    const store = createNonceStore(() => now);
    store.learn('as', 'one', 'a');
    now = 60_000;
    store.learn('as', 'one', 'b');
    expect(store.previous('as', 'one')).toBeUndefined();
  });
});

test('of very many nonces the very first, which is sent as the stale one, is not forgotten', () => {
  const store = createNonceStore(() => 0);
  for (let count = 0; count < 25_000; count += 1) store.learn('as', 'one', `n${count}`);
  const oldest = store.oldest('as', 'one') ?? '';
  expect([oldest, store.given.has(oldest), store.given.has('n1'), store.given.size <= 10_001]).toEqual([
    'n0',
    true,
    false,
    true,
  ]);
});

test('of a distrusted server no nonce is sent any more, of the other one as before', () => {
  const store = createNonceStore(() => 0);
  store.learn('as', 'one', 'a');
  store.learn('rs', 'one', 'r');
  store.distrust('as');
  store.learn('as', 'one', 'b');
  expect([store.current('as', 'one'), store.current('as', 'two'), store.current('rs', 'one')]).toEqual([
    undefined,
    undefined,
    'r',
  ]);
});
