import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spansOf } from './spans.ts';

describe('the inline marks of the guide', () => {
  test.each([
    ['plain text', [{ text: 'plain text' }]],
    ['`--case` alone', [{ text: '--case', isCode: true }, { text: ' alone' }]],
    ['**One sentence**: so', [{ text: 'One sentence', isStrong: true }, { text: ': so' }]],
    [
      '**the `jti`**',
      [
        { text: 'the ', isStrong: true },
        { text: 'jti', isCode: true, isStrong: true },
      ],
    ],
    ['*a* and _b_', [{ text: 'a', isEmphasis: true }, { text: ' and ' }, { text: 'b', isEmphasis: true }]],
    ['2 * 3 * 4, snake_case_name', [{ text: '2 * 3 * 4, snake_case_name' }]],
    ['[RFC](https://rfc.example/1)', [{ text: 'RFC', href: 'https://rfc.example/1' }]],
    ['[above](#the-verdicts)', [{ text: 'above', href: '#guide-the-verdicts' }]],
    ['[fuzzing](fuzzing.md) finds', [{ text: 'fuzzing' }, { text: ' finds' }]],
    ['[x](javascript:alert)', [{ text: 'x' }]],
  ])('%s', (text, spans) => {
    expect(spansOf(text)).toEqual(spans);
  });

  test('lose no letter, whatever stands between them', () => {
    const piece = fc.constantFrom('a', ' ', '`', '*', '**', '_', '[', ']', '(', ')', '#x');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const letters = (text: string) => text.replaceAll(/\]\([^)\s]*\)|[^a]/g, '');
        const shown = spansOf(pieces.join('')).map(({ text }) => text);
        expect(letters(shown.join('')).length).toBe(letters(pieces.join('')).length);
      }),
    );
  });
});
