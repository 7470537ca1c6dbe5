import { expect, test } from 'vitest';
import { alignedRows, wrapped } from './terminal.ts';

test('columns are as wide as their widest cell, colours not counted', () => {
  expect(alignedRows([['a', 'bb', 'c'], ['\u001B[1maaa\u001B[22m', 'b', ''], []])).toEqual([
    'a    bb  c',
    '\u001B[1maaa\u001B[22m  b',
    '',
  ]);
});

test('text is broken at spaces, and a long word stands alone', () => {
  expect(wrapped('one two  three extraordinarily four', 9, '  ')).toEqual([
    '  one two',
    '  three',
    '  extraordinarily',
    '  four',
  ]);
  expect(wrapped('', 9)).toEqual([]);
});
