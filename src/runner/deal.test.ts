import { describe, expect, test } from 'vitest';
import { caseOf } from '../verdict/recompute/record.fixture.ts';
import { deal } from './deal.ts';
import type { Instance } from './select.ts';

const base = {
  index: 0,
  suite: { id: 's', title: '', section: '', cases: [] },
  place: 'token' as const,
  requirements: [],
};

function instance(id: string, change: Parameters<typeof caseOf>[1] = {}): Instance {
  return { ...base, id, kind: 'case', case: caseOf([], change) };
}

const watch: Instance = {
  ...base,
  id: 'watch',
  kind: 'watch',
  watch: { id: 'w', title: '', requirements: [], at: ['token'], over: 'all', that: { check: 'status', in: [200] } },
};

const all = [
  instance('a'),
  instance('slow-1', { lane: 'slow' }),
  instance('b'),
  watch,
  instance('fells', { destructive: true }),
  instance('c'),
  instance('slow-2', { lane: 'slow' }),
  instance('d'),
];

function dealt(of: number, what: 'runs' | 'counts'): readonly string[] {
  return Array.from({ length: of }, (_, place) => {
    const { [what]: takes } = deal(all, { index: place + 1, of });
    return all
      .filter(takes)
      .map(({ id }) => id)
      .join(' ');
  });
}

describe('cases are dealt to shards', () => {
  test('in turn; what waits to the first, what may fell the server to the last, watches to all', () => {
    expect(dealt(3, 'runs')).toEqual(['a slow-1 watch slow-2 d', 'b watch', 'watch fells c']);
    expect(dealt(1, 'runs')).toEqual(['a slow-1 b watch fells c slow-2 d']);
  });

  test('each exactly once, and each watch that is left out is counted once', () => {
    for (const of of [1, 2, 3, 7, 20])
      expect(
        dealt(of, 'counts')
          .flatMap((ids) => ids.split(' ').filter((id) => id !== ''))
          .toSorted(),
      ).toEqual(all.map(({ id }) => id).toSorted());
  });

  test('all of them to a run that is no shard', () => {
    expect(all.every(deal(all, undefined).runs)).toBe(true);
  });
});
