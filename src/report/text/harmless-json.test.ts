import fc from 'fast-check';
import { expect, test } from 'vitest';
import { harmlessJson } from './harmless-json.ts';

test('harmless JSON says the same, and has no character that acts instead of being read', () => {
  const text = fc.string({ unit: 'binary' });
  const odd = fc.constantFrom('\u202e', '\u0085', '\u2028', '\u{e0001}', '\ufeff', '\u009b31m', '\ud800', '\n');
  fc.assert(
    fc.property(fc.array(fc.oneof(text, odd)), fc.constantFrom(undefined, 2), (texts, space) => {
      const json = harmlessJson({ texts }, space);
      expect(JSON.parse(json)).toEqual({ texts });
      expect(json).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/u);
    }),
  );
});
