import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shellWords } from './shell.fixture.ts';
import { replayLine, shellQuotedSecrets, shellWord } from './shell.ts';

describe('a shell word', () => {
  test('comes out of the shell as it went in', () => {
    const text = fc.string({ unit: 'binary' }).filter((word) => !word.includes('\0') && word.isWellFormed());
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 20 }), (words) => {
        expect(shellWords(`words ${words.map(shellWord).join(' ')}`)).toEqual(words);
      }),
      { numRuns: 30 },
    );
  });

  test('has a variable where a secret was', () => {
    const word = shellQuotedSecrets(
      `it's ‹access_token sha256:${'0a1b'.repeat(10)}AAA 812›, ‹basic credentials #00000000›`,
    );
    expect(word).toBe(`'it'\\''s '"$ACCESS_TOKEN"', '"$BASIC_CREDENTIALS"`);
  });

  test('stands in the replay line only where it has to be quoted', () => {
    expect(replayLine('out/record.ndjson', 'ref', 'a@token')).toBe('proofmark replay out/record.ndjson ref/a@token');
    expect(replayLine("it's.ndjson", 'my server', 'a@token')).toBe(
      `proofmark replay 'it'\\''s.ndjson' 'my server/a@token'`,
    );
  });
});
