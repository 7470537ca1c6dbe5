import { describe, expect, test } from 'vitest';
import type { Op } from '../../plan/ops.ts';
import { keepSmallest, type Sighting, traitsOf } from './sighting.ts';
import { explains, minimal } from './traits.ts';

const op = (name: string): Op => ({ op: 'claim-remove', name });

function seen(requirements: readonly string[], ops: readonly Op[], change: Partial<Sighting> = {}): Sighting {
  return {
    kind: 'surprise',
    surprise: 'accepted',
    requirements,
    isDoubtful: false,
    outcome: { class: 'accepted', status: 200, text: '200' },
    place: 'resource',
    session: {},
    ops,
    origin: { phase: 'random', seed: 1, index: 0 },
    ...change,
  };
}

describe('surprises', () => {
  const one = seen(['A'], [op('a')]);
  const both = seen(['A', 'B'], [op('a'), op('b')]);

  test('one that breaks less explains one that breaks more, at the same place', () => {
    const [less, more] = [traitsOf(one), traitsOf(both)];
    expect(explains(less, more)).toBe(true);
    expect(explains(more, less)).toBe(false);
    expect(explains({ ...less, place: 'token' }, more)).toBe(false);
    expect(explains({ ...less, surprise: 'crashed' }, more)).toBe(false);
  });

  test('only those are left that no other explains', () => {
    const other = seen(['C'], [op('c')]);
    expect(minimal([both, one, other], traitsOf)).toEqual([one, other]);
  });

  test('of the same kind the one with the fewest ops is kept, of those the first, with the others beside it', () => {
    const kept = new Map<string, Sighting>();
    const short = seen(['A'], [op('x')]);
    keepSmallest(kept, [seen(['A'], [op('a'), op('b')]), short, one]);
    expect([...kept.values()]).toEqual([{ ...short, others: [one] }]);
  });

  test('what is only warned of neither hides nor explains what has to be refused', () => {
    const mild = seen(['A'], [op('m')], { isDoubtful: true });
    const kept = new Map<string, Sighting>();
    keepSmallest(kept, [mild, both, one]);
    expect(minimal([...kept.values()], traitsOf)).toEqual([one]);
    expect(minimal([mild, both], traitsOf)).toEqual([mild, both]);
  });

  test('a crash is known by its ops, since no requirement names it', () => {
    const crash = { surprise: 'crashed', outcome: { class: 'crashed', status: 500, text: '500' } } as const;
    const long = seen([], [op('a'), op('b')], crash);
    const short = seen([], [op('b')], crash);
    expect(minimal([long, short], traitsOf)).toEqual([short]);
  });
});
