import { describe, expect, test } from 'vitest';
import type { Quirk, QuirkValue } from '../../record/quirk.ts';
import { compareQuirks } from './diff.ts';

function quirk(value: QuirkValue, id = 'a'): Quirk {
  return { id, place: 'token', group: 'time', title: id, how: '', repetitions: 1, value };
}

function differences(one: QuirkValue, other: QuirkValue): readonly string[] {
  const { differences: all } = compareQuirks([quirk(one)], [quirk(other)]);
  return all.map(({ part, ...values }) => `${part ?? ''}: ${values.one} | ${values.other}`);
}

function seconds(min: number, max: number, more: { isAtLeast?: boolean } = {}): QuirkValue {
  return { kind: 'number', unit: 'seconds', median: (min + max) / 2, min, max, ...more };
}

function latencies(p50: number, p90: number): QuirkValue {
  const rest = { count: 60, p99: p90, min: 0, max: p90, samples: [] };
  return { kind: 'latencies', unit: 'milliseconds', series: [{ name: 'accept', p50, p90, ...rest }] };
}

function vector(...cells: { name: string; result: 'accepted' | 'refused' | 'varies' }[]): QuirkValue {
  return { kind: 'vector', cells };
}

describe('two measurements differ', () => {
  test('in numbers only where their spreads lie apart', () => {
    expect(differences(seconds(299, 300), seconds(301, 302))).toEqual([]);
    expect(differences(seconds(299, 300), seconds(30, 30))).toEqual([': 299.5 s (299 to 300) | 30 s']);
    expect(differences(seconds(300, 300), seconds(300, 300, { isAtLeast: true }))).toEqual([
      ': 300 s | at least 300 s',
    ]);
  });

  test('in latencies only where one is slower than nine in ten of the other', () => {
    expect(differences(latencies(2, 5), latencies(4, 9))).toEqual([]);
    expect(differences(latencies(2, 5), latencies(6, 9))).toEqual(['accept: median 2 ms | median 6 ms']);
  });

  test('cell by cell, where both have the cell and neither wavers', () => {
    const one = vector(
      { name: 'x', result: 'accepted' },
      { name: 'y', result: 'varies' },
      { name: 'z', result: 'refused' },
    );
    const other = vector({ name: 'x', result: 'refused' }, { name: 'y', result: 'refused' });
    expect(differences(one, other)).toEqual(['x: accepted | refused']);
  });

  test('in the order of checks pair by pair', () => {
    const order = (named: string, unnamed: string): QuirkValue => ({
      kind: 'order',
      ranks: [],
      pairs: [{ named, unnamed }],
      alike: [],
    });
    expect(differences(order('typ', 'htm'), order('typ', 'htm'))).toEqual([]);
    expect(differences(order('typ', 'htm'), order('htm', 'typ'))).toEqual(['typ and htm: typ is named | htm is named']);
  });

  test('in races where no number of accepted requests is common to both', () => {
    const burst = (...accepted: number[]): QuirkValue => ({
      kind: 'counts',
      of: 8,
      rounds: accepted.map((count) => ({ accepted: count, times: 4 })),
    });
    expect(differences(burst(1, 2), burst(2, 3))).toEqual([]);
    expect(differences(burst(1), burst(8))).toEqual([': 1 of 8 in 4 rounds | 8 of 8 in 4 rounds']);
  });
});

test('what one of the two lacks is named, and no difference', () => {
  const none: QuirkValue = { kind: 'unmeasured', reason: 'no' };
  const one = [quirk(seconds(1, 1)), quirk(none, 'b'), quirk(none, 'c'), quirk(seconds(1, 1), 'd')];
  const other = [quirk(none), quirk(seconds(1, 1), 'b'), quirk(none, 'c'), quirk(seconds(1, 1), 'e')];
  expect(compareQuirks(one, other)).toEqual({
    differences: [],
    compared: 0,
    single: ['a@token', 'b@token', 'd@token', 'e@token'],
  });
});
