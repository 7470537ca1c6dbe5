import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { HarnessError } from '../errors.ts';
import { checkDocument } from './check.ts';
import { didYouMean, nearest } from './nearest.ts';
import { printable, shown } from './printable.ts';
import { parseSource, problemsError, readSource } from './source.ts';

const Schema = z.strictObject({
  name: z.string(),
  size: z.int().min(1).max(9).optional(),
  share: z.number().positive().optional(),
  on: z.boolean().optional(),
  kind: z.enum(['small', 'large']).optional(),
  list: z.array(z.string()).min(1).optional(),
  ready: z.union([z.strictObject({ url: z.url() }), z.strictObject({ line: z.string() })]).optional(),
  value: z.union([z.string(), z.strictObject({ env: z.string() })]).optional(),
  from: z
    .discriminatedUnion('from', [
      z.strictObject({ from: z.literal('file') }),
      z.strictObject({ from: z.literal('env') }),
    ])
    .optional(),
  rule: z
    .strictObject({ low: z.int(), high: z.int() })
    .refine(({ low, high }) => low <= high, 'low is above high')
    .optional(),
});

function faults(text: string): readonly string[] {
  const source = parseSource('f.yaml', text, 'ERR_SUITE_INVALID');
  return problemsError(source, checkDocument(Schema, source).problems, 'ERR_SUITE_INVALID').message.split('\n');
}

function thrown(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    return error instanceof HarnessError ? { code: error.code, message: error.message } : error;
  }
}

describe('checkDocument', () => {
  test('a lawful document is returned parsed, without problems', () => {
    const source = parseSource('f.yaml', 'name: x\nkind: small', 'ERR_SUITE_INVALID');
    expect(checkDocument(Schema, source)).toEqual({ value: { name: 'x', kind: 'small' }, problems: [] });
  });

  test.each([
    ['name: 11.10', "f.yaml:1:7 name: expected text, got the number 11.1; quote it: '11.10'"],
    ['name: true', "f.yaml:1:7 name: expected text, got true; quote it: 'true'"],
    ['name:', 'f.yaml:1:6 name: expected text, got nothing (an empty value)'],
    ['name: {port.as}', 'f.yaml:1:7 name: expected text, got a mapping; a value that begins with { must be quoted'],
    ['size: 1', 'f.yaml:1:1 name: is missing: expected text'],
    ['name: x\nsize: 10', 'f.yaml:2:7 size: expected at most 9, got the number 10'],
    ['name: x\nsize: 1.5', 'f.yaml:2:7 size: expected a whole number, got the number 1.5'],
    ['name: x\nsize: "3"', 'f.yaml:2:7 size: expected a number, got "3"; write it without quotes'],
    ['name: x\nshare: 0', 'f.yaml:2:8 share: expected more than 0, got the number 0'],
    ['name: x\non: yes', 'f.yaml:2:5 on: expected true or false, got "yes"; write true'],
    ['name: x\nkind: smal', 'f.yaml:2:7 kind: expected one of small, large, got "smal"; did you mean "small"?'],
    ['name: x\nlist: a', 'f.yaml:2:7 list: expected a list, got "a"; write it as a list: [a]'],
    ['name: x\nlist: []', 'f.yaml:2:7 list: expected a list of at least 1 item, got a list'],
    ['name: x\nkinds: small', 'f.yaml:2:1 kinds: is not a known key; did you mean "kind"?'],
    ['nam: x', 'f.yaml:1:1 nam: is not a known key; did you mean "name"?'],
    ['name: x\nready: { lime: y }', 'f.yaml:2:10 ready.lime: is not a known key; did you mean "line"?'],
    ['name: x\nready: soon', 'f.yaml:2:8 ready: expected a mapping, got "soon"'],
    ['name: x\nvalue: 1', "f.yaml:2:8 value: expected text or a mapping, got the number 1; quote it: '1'"],
    ['name: x\nfrom: { from: en }', 'f.yaml:2:15 from.from: expected one of file, env, got "en"; did you mean "env"?'],
    ['name: x\nfrom: {}', 'f.yaml:2:7 from.from: is missing: expected one of file, env'],
    ['name: x\nrule: { low: 2, high: 1 }', 'f.yaml:2:7 rule: low is above high'],
    ['- name', 'f.yaml:1:1 expected a mapping, got a list'],
    ['', 'f.yaml:1:1 expected a mapping, got nothing (an empty value)'],
  ])('%j is reported as its one fault', (text, line) => {
    expect(faults(text)).toEqual([line]);
  });

  test('a key nowhere near a known one is answered with the known ones', () => {
    expect(faults('name: x\nfrom: { from: env, colour: red }')).toEqual([
      'f.yaml:2:20 from.colour: is not a known key; known here: from',
    ]);
  });

  test('all faults are reported together, in the order of the file', () => {
    expect(faults('size: 0\nname: [x]\nkind: LARGE\n')).toEqual([
      'f.yaml:1:7 size: expected at least 1, got the number 0',
      'f.yaml:2:7 name: expected text, got a list',
      'f.yaml:3:7 kind: expected one of small, large, got "LARGE"; did you mean "large"?',
    ]);
  });

  test('what stands at a redacted place is not repeated', () => {
    const source = parseSource('f.yaml', 'name: 12345\nkind: hunter2', 'ERR_SUITE_INVALID');
    const { problems } = checkDocument(Schema, source, { redact: () => true });
    expect(problems.map(({ message }) => message)).toEqual([
      'expected text, got a number (not repeated here)',
      'expected one of small, large, got text (not repeated here)',
    ]);
  });

  test('places behind an alias are found', () => {
    expect(faults('name: x\nlist: &l [1]\n')).toEqual([
      "f.yaml:2:11 list[0]: expected text, got the number 1; quote it: '1'",
    ]);
  });
});

describe('parseSource', () => {
  test('syntax errors carry their place', () => {
    expect(thrown(() => parseSource('f.yaml', 'a: 1\na: 2\nb: [', 'ERR_TARGET_INVALID'))).toMatchInlineSnapshot(`
      {
        "code": "ERR_TARGET_INVALID",
        "message": "f.yaml:2:1 not valid YAML: Map keys must be unique
      f.yaml:3:5 not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]",
      }
    `);
  });

  test('an alias bomb is refused', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      ...['b', 'c', 'd', 'e'].map((name, i) => {
        const previous = String.fromCharCode(97 + i);
        return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${previous}`).join(', ')}]`;
      }),
    ].join('\n');
    expect(thrown(() => parseSource('f.yaml', bomb, 'ERR_TARGET_INVALID'))).toMatchInlineSnapshot(`
      {
        "code": "ERR_TARGET_INVALID",
        "message": "f.yaml:1:1 not valid YAML: Excessive alias count indicates a resource exhaustion attack",
      }
    `);
  });
});

describe('readSource', () => {
  test('a missing file and a directory are reported as such', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'proofmark-'));
    const read = async (file: string) =>
      readSource(file, 'ERR_TARGET_INVALID', 'descriptor').catch((error: unknown) =>
        error instanceof HarnessError ? error.message : error,
      );
    expect(await read(join(directory, 'no.yaml'))).toBe(`${directory}/no.yaml: no such file; name the descriptor file`);
    expect(await read(directory)).toBe(`${directory}: is a directory; name the descriptor file in it`);
    await writeFile(join(directory, 'a.json'), '{"a": [1, 2]}');
    expect(await read(join(directory, 'a.json'))).toMatchObject({ value: { a: [1, 2] } });
  });
});

describe('nearest', () => {
  test.each([
    ['isuer', ['issuer', 'endpoints'], 'issuer'],
    ['client-secret-basic', ['client_secret_basic', 'client_secret_post'], 'client_secret_basic'],
    ['basic', ['client_secret_basic', 'none'], 'client_secret_basic'],
    ['xyz', ['issuer', 'endpoints'], undefined],
    ['a', ['b'], undefined],
  ])('%s of %j is %s', (word, candidates, meant) => {
    expect(nearest(word, candidates)).toBe(meant);
  });

  test('no suggestion is no text', () => {
    expect([didYouMean('xyz', ['issuer']), didYouMean('isuer', ['issuer'])]).toEqual(['', '; did you mean "issuer"?']);
  });
});

describe('printable', () => {
  test('control and direction characters are spelt out, long text is cut', () => {
    expect(printable('a\u001B[2J\nb\u202Ec')).toBe('a\\u{1b}[2J\\u{a}b\\u{202e}c');
    expect(printable('x'.repeat(100), 5)).toBe('xxxxx…');
  });

  test('values are shown by kind', () => {
    expect([undefined, null, '', 'x', 1, true, [], {}].map(shown)).toEqual([
      'nothing',
      'nothing (an empty value)',
      'empty text',
      '"x"',
      '1',
      'true',
      'a list',
      'a mapping',
    ]);
  });
});
