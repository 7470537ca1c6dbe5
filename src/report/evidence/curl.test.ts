import { describe, expect, test } from 'vitest';
import { shellWords } from '../text/shell.fixture.ts';
import { curlLine } from './curl.ts';

describe('a curl line', () => {
  const fields: [string, string][] = [
    ['Host', 'as.example:8443'],
    ['DPoP', 'a.b.c'],
    ['dpop', ''],
    ['Authorization', 'DPoP ‹access_token #0a1b2c3d›'],
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
