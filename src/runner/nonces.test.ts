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
