import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curlLine } from './curl.ts';
import { cut, plainLines, plainText } from './plain.ts';
import { replayLine, shellQuotedSecrets, shellWord } from './shell.ts';
import { specParts } from './spec-link.ts';

/** The words that a POSIX shell makes of a line; `curl` only prints them. */
function shellWords(line: string, env: Record<string, string> = {}): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }; words() { printf '%s\\0' "$@"; }\n${line}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8', env }).split('\0').slice(0, -1);
}

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

describe('a section of a requirement', () => {
  test.each([
    ['RFC 9449 §4.3', ['RFC 9449 §4.3=9449#section-4.3']],
    ['RFC9449 4.3 check 9 / 4.2', ['RFC9449 4.3=9449#section-4.3', '4.2=9449#section-4.2']],
    [
      'RFC9449 4.3 (RFC3986 6.2.2, 6.2.3)',
      ['RFC9449 4.3=9449#section-4.3', 'RFC3986 6.2.2=3986#section-6.2.2', '6.2.3=3986#section-6.2.3'],
    ],
    ['RFC9449 7.1 (Fig. 16)', ['RFC9449 7.1=9449#section-7.1']],
    ['RFC9449 11.1 / 4.3-9', ['RFC9449 11.1=9449#section-11.1', '4.3=9449#section-4.3']],
    ['RFC7638', ['RFC7638=7638']],
    ['FAPI 2.0 Security Profile 5.3.2.1-4/5', []],
  ])('%s links the sections of RFCs in it', (section, links) => {
    const parts = specParts(section);
    expect(parts.map(({ text }) => text).join('')).toBe(section);
    const linked = parts.flatMap(({ text, href }) =>
      href === undefined ? [] : [`${text}=${href.replace('https://www.rfc-editor.org/rfc/rfc', '')}`],
    );
    expect(linked).toEqual(links);
  });
});

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
    const word = shellQuotedSecrets("it's ‹access_token sha256:0a1b2c3d›, ‹basic credentials sha256:00000000›");
    expect(word).toBe(`'it'\\''s '"$ACCESS_TOKEN"', '"$BASIC_CREDENTIALS"`);
  });

  test('stands in the replay line only where it has to be quoted', () => {
    expect(replayLine('out/record.ndjson', 'ref', 'a@token')).toBe('proofmark replay out/record.ndjson ref/a@token');
    expect(replayLine("it's.ndjson", 'my server', 'a@token')).toBe(
      `proofmark replay 'it'\\''s.ndjson' 'my server/a@token'`,
    );
  });
});

describe('a curl line', () => {
  const fields: [string, string][] = [
    ['Host', 'as.example:8443'],
    ['DPoP', 'a.b.c'],
    ['dpop', ''],
    ['Authorization', 'DPoP ‹access_token sha256:0a1b2c3d›'],
    ['Content-Length', '5'],
  ];

  test('sends the fields as they were, and none of its own', () => {
    const line = curlLine({ method: 'POST', url: "https://as.example:8443/a/../token?x='[1]", fields, body: "it's\n" });
    const words = shellWords(line ?? '', { ACCESS_TOKEN: 'tok$en' });
    expect(words.filter((word) => word !== '-H')).toEqual([
      '-sS',
      '-i',
      '-g',
      '--http1.1',
      '--path-as-is',
      '-X',
      'POST',
      'DPoP: a.b.c',
      'dpop;',
      'Authorization: DPoP tok$en',
      'accept:',
      'user-agent:',
      'content-type:',
      '--data-raw',
      "it's\n",
      "https://as.example:8443/a/../token?x='[1]",
    ]);
  });

  test('keeps a Host and a length that are not what curl would send', () => {
    const odd: [string, string][] = [
      ['Host', 'evil.example'],
      ['Content-Length', '9'],
    ];
    const line = curlLine({ method: 'GET', url: 'http://rs.example/', fields: odd }) ?? '';
    expect(shellWords(line).filter((word) => /^(?:Host|Content-Length)/.test(word))).toEqual(
      odd.map((field) => field.join(': ')),
    );
  });

  test('goes to a replica under the public name', () => {
    const request = { method: 'GET', url: 'https://rs.example/', via: 'https://[::1]:8444', fields: [] };
    const words = shellWords(curlLine(request) ?? '');
    expect([words[words.indexOf('--connect-to') + 1], words.at(-1)]).toEqual(['::[::1]:8444', 'https://rs.example/']);
  });

  test.each([
    ['a replica of another scheme', { via: 'https://rs.example' }],
    ['a control character in a field', { fields: [['a', 'b\u0000']] }],
    ['a byte beyond ASCII in a field', { fields: [['a', '\u00E9']] }],
    ['a field name that curl would take for a file', { fields: [['@etc/passwd', 'x']] }],
    ['a line break in the target', { url: 'http://rs.example/\r\nx' }],
    ['a direction override in the body', { body: '\u202E' }],
    ['a body of which a part was not kept', { body: 'a=1\n‹20 more characters not kept›' }],
  ] as const)('is not there for %s', (_what, part) => {
    const base = { method: 'GET', url: 'http://rs.example/', fields: [] as [string, string][] };
    const own =
      'fields' in part ? { fields: part.fields.map(([name, value]): [string, string] => [name, value]) } : part;
    expect(curlLine({ ...base, ...own })).toBeUndefined();
  });
});
