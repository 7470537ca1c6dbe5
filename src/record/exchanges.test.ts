import { describe, expect, test } from 'vitest';
import { fixtureExchange } from '../../reports/exchange.fixture.ts';
import { keepExchanges, packExchanges } from './exchanges.ts';

/** Some are packed in several blocks, and the last ones not yet. */
const events = Array.from({ length: 400 }, (_, index) =>
  fixtureExchange({ id: `e${index}`, target: 't ‹ü›', instance: `case-${index}@token`, place: 'token' }),
);

describe('exchanges that are packed', () => {
  test('are the same as kept ones, in the same order', () => {
    const [packed, kept] = [packExchanges(), keepExchanges()];
    for (const event of events) {
      packed.add(event);
      kept.add(event, Buffer.from('not asked for'));
    }
    expect([...packed.values()]).toEqual(events);
    expect([...kept.values()]).toEqual(events);
    expect([...packed.heads]).toEqual([...kept.heads]);
  });

  test('are found by their ids in any order, while more come in', () => {
    const packed = packExchanges();
    for (const [index, event] of events.entries()) {
      packed.add(event, Buffer.from(JSON.stringify(event)));
      const asked = events[(index * 7) % (index + 1)];
      expect(packed.get(asked?.id ?? '')).toEqual(asked);
    }
    expect(packed.get('none')).toBeUndefined();
  });
});
