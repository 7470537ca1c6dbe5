import { describe, expect, test } from 'vitest';
import { defined } from './defined.ts';

describe('defined', () => {
  test('drops the members that are undefined and keeps the rest, null and false among them', () => {
    expect(defined({ a: 1, b: undefined, c: null, d: false })).toStrictEqual({ a: 1, c: null, d: false });
  });
});
