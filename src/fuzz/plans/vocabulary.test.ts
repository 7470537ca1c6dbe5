import { describe, expect, test } from 'vitest';
import { Op } from '../../plan/ops.ts';
import { fuzzPlaces, singleOps } from './vocabulary.ts';
import * as z from 'zod';

/** Tried beside other ops only, by sequences of requests, or not at all, since alone they show nothing. */
const elsewhere = [
  'authorization',
  'form-remove',
  'form-set',
  'grant-of',
  'method',
  'path',
  'preflight',
  'proof-of',
  'query',
  'refresh-token',
  'registration-set',
];

describe('the single ops', () => {
  test.each(fuzzPlaces)('at %s are plans of the suite language, each once', (place) => {
    const ops = singleOps(place, true);
    expect(z.array(Op).safeParse(ops).error).toBeUndefined();
    expect(new Set(ops.map((op) => JSON.stringify(op))).size).toBe(ops.length);
  });

  test('use every op of the language that one request can be judged by', () => {
    const used = new Set(fuzzPlaces.flatMap((place) => singleOps(place, true).map(({ op }) => op)));
    const names = Op.options.map((option) => option.shape.op.value);
    expect(names.filter((name) => !used.has(name)).toSorted()).toEqual(elsewhere);
  });
});
