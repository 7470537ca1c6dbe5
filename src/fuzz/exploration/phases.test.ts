import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deltas } from '../plans/arbitrary.ts';
import { all } from './phases.ts';
import { maxOps } from '../findings/shrink.ts';

const plansOf = (seed: number, runs: number) =>
  [...all({ places: ['token', 'resource'], seed }, runs)].map(({ place, origin, deltas: list }) => ({
    place,
    origin,
    list,
  }));

describe('the plans of a campaign', () => {
  test('are the same for the same seed', () => {
    expect(plansOf(7, 200)).toEqual(plansOf(7, 200));
  });

  test('are others for another seed, but for the single ops', () => {
    const drawn = (seed: number) => plansOf(seed, 200).filter(({ origin }) => origin.phase !== 'singles');
    expect(drawn(7)).not.toEqual(drawn(8));
  });

  test('are so many as were asked for, at each place, beyond the single ops', () => {
    const drawn = plansOf(3, 200).filter(({ origin, place }) => origin.phase !== 'singles' && place === 'token');
    expect(drawn.flatMap(({ list }) => list)).toHaveLength(200);
  });

  test('can be made again from seed and index alone, where shrinking begins', async () => {
    const batch = plansOf(5, 300).find(({ origin }) => origin.phase === 'random');
    if (batch === undefined) throw new Error('no random batch');
    const seen: unknown[] = [];
    const property = fc.asyncProperty(deltas(batch.place, maxOps.random, false), async (delta) => {
      seen.push(delta);
      return Promise.resolve(true);
    });
    await fc.check(property, { seed: batch.origin.seed, path: '9', numRuns: 1 });
    expect(seen).toEqual([batch.list[9]]);
  });
});
