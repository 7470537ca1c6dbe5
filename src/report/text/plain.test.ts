import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cut, plainLines, plainText } from './plain.ts';

describe('plain text', () => {
  test('writes out what a terminal obeys and what reorders text', () => {
    expect(plainText('a\u001B[2Jb\u202Ec\nd\u200Be\u2028f\uD800')).toBe(
      String.raw`a\u{1b}[2Jb\u{202e}c\u{a}d\u{200b}e\u{2028}f` + '\uFFFD',
    );
    expect(plainLines('a\n\tb\rc\u0007')).toBe('a\n\tb' + String.raw`\u{d}c\u{7}`);
  });

  test('holds no such character, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(plainText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });

  test('is cut with the number of characters left out', () => {
    expect([cut('abc', 3), cut('abcdef', 3)]).toEqual(['abc', 'abc… (3 more characters)']);
  });
});
