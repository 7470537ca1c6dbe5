import fc from 'fast-check';
import { compactVerify, EmbeddedJWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { defined } from '../../defined.ts';
import type { OpOf } from '../../plan/ops.ts';
import { editJson, editJsonText } from './edit-json.ts';
import { atToken, decode } from '../proof.fixture.ts';

const edit = (name: OpOf<'json-bytes'>['edit'], at: number, text?: string): OpOf<'json-bytes'> => ({
  op: 'json-bytes',
  part: 'payload',
  edit: name,
  at,
  ...defined({ text }),
});

const text = '{"a\\"b":[1,{"c":"d:,"}],"e":-0}';

describe('an edit at a place of JSON text', () => {
  test.each<readonly [OpOf<'json-bytes'>, string]>([
    [edit('truncate', 500), '{"a\\"b":[1,{"c"'],
    [edit('drop', 0), '"a\\"b":[1,{"c":"d:,"}],"e":-0}'],
    [edit('insert', 1000), `${text} `],
    [edit('insert', 0, '\0'), `\0${text}`],
    [edit('double', 0), `{${text}`],
    [edit('escape', 0), text.replace('a', '\\u0061')],
    [edit('escape', 100), text.replace('b', '\\u0062')],
    [edit('escape', 999), text.replace('a', '\\u0061')],
    [edit('space', 100, '\n'), text.replace(':', '\n:')],
    [edit('space', 1000), `${text} `],
  ])('%j', (op, edited) => {
    expect(editJsonText(text, op)).toBe(edited);
  });

  const at = fc.integer({ min: 0, max: 1000 });

  test.each(['escape', 'space'] as const)('%s leaves its meaning as it was', (name) => {
    const property = fc.property(fc.json(), at, (json, place) => {
      const whole = `{"x":${json}}`;
      expect(JSON.parse(editJsonText(whole, edit(name, place)))).toEqual(JSON.parse(whole));
    });
    fc.assert(property);
  });

  test('is signed as it then stands', async () => {
    const { proof = '' } = await atToken(edit('space', 300), edit('escape', 0));
    await expect(compactVerify(proof, EmbeddedJWK)).resolves.toBeDefined();
    expect(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString()).toMatch(/^\{"\\u006ati".* /);
  });
});

describe('another text for the same JSON', () => {
  test.each([
    ['reversed', '{"e":-0,"a\\"b":[1,{"c":"d:,"}]}'],
    ['spaced', ' {\t"a\\"b" :\t [\t1 ,\t {\t"c" :\t"d:," }\t ]\t ,\t"e" :\t-0 }\t'],
    ['escaped-names', '{"\\u0061\\"b":[1,{"\\u0063":"d:,"}],"\\u0065":-0}'],
  ] as const)('%s', (name, meant) => {
    const edited = editJson(text, name).toString();
    expect(JSON.parse(edited)).toEqual(JSON.parse(text));
    expect(edited).toBe(meant);
  });

  test('holds for any members', () => {
    const name = fc.string().filter((one) => one !== '__proto__');
    const property = fc.property(fc.dictionary(name, fc.jsonValue()), (members) => {
      const whole = JSON.stringify(members);
      for (const respelt of ['reversed', 'spaced', 'escaped-names'] as const) {
        expect(JSON.parse(editJson(whole, respelt).toString())).toEqual(JSON.parse(whole));
      }
    });
    fc.assert(property);
  });

  test('makes a proof that says the same', async () => {
    const { proof, claims } = await atToken({ op: 'json', part: 'payload', edit: 'reversed' });
    expect(decode(proof).payload).toEqual(claims);
  });
});
