import { describe, expect, test } from 'vitest';
import {
  asRequest,
  base64url,
  proof,
  resourceProof,
  rsRequest,
  segments,
  signed,
  token,
  verdict,
} from './judge.fixture.ts';

const [header, payload] = segments({});
const valid = signed(header, payload);
const [, , lastSegment = ''] = valid.split('.');
const json = (part: string): string => Buffer.from(part, 'base64url').toString();

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** Sets the lowest of the spare bits of a segment whose length is 2 modulo 4. */
const withSpareBit = (segment: string): string =>
  segment.slice(0, -1) + alphabet[alphabet.indexOf(segment.slice(-1)) + 1];

describe('one DPoP field', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['one proof', [valid], []],
    ['white space around it', [` \t${valid} `], ['liberty RFC9449-4.1-01']],
    ['none at the authorization server', [], ['may RFC9449-5.2-02']],
    ['two distinct proofs', [valid, proof()], ['must RFC9449-4.3-01a']],
    ['a proof and an empty line', [valid, ''], ['must RFC9449-4.3-01a']],
    ['the same proof twice', [valid, valid], ['must RFC9449-4.3-01b']],
    ['two proofs and a comma', [`${valid}, ${proof()}`], ['must RFC9449-4.3-01c']],
    ['a trailing comma', [`${valid},`], ['should RFC9449-4.3-02d']],
    ['an empty line', [''], ['may RFC9449-4.3-02e']],
    ['more than 4 KiB', [proof({ header: { kid: 'k'.repeat(4096) } })], ['may RFC9449-11.1-04', 'may RFC7519-4-01']],
  ])('%s', (_, lines, expected) => {
    expect(verdict(asRequest(...lines))).toEqual(expected);
  });

  test('its name is matched without case', () => {
    const fields = [
      ['Authorization', `DPoP ${token}`],
      ['dPOP', resourceProof()],
    ] as const;
    expect(verdict(rsRequest(fields))).toEqual(['liberty RFC9449-4.1-01']);
  });
});

describe('a well-formed JWT', () => {
  test.each<[string, string, readonly string[]]>([
    ['text', 'not-a-jwt', ['must RFC9449-4.3-02b']],
    ['two segments', `${header}.${payload}`, ['must RFC9449-4.3-02a']],
    ['four segments', `${valid}.AAAA`, ['must RFC9449-4.3-02a']],
    ['an empty header', `.${payload}.${lastSegment}`, ['must RFC9449-4.3-02a']],
    ['an empty payload', `${header}..${lastSegment}`, ['must RFC9449-4.3-02a']],
    ['an array for a payload', signed(header, base64url('[]')), ['must RFC9449-4.3-02a']],
    ['a truncated header', signed(base64url(json(header).slice(0, -1)), payload), ['must RFC9449-4.3-02a']],
    ['garbage after the payload', signed(header, base64url(`${json(payload)}x`)), ['should RFC9449-4.3-02b']],
    ['a comma too many', signed(header, base64url(json(payload).replace(/}$/, ',}'))), ['should RFC9449-4.3-02b']],
    ['a comment', signed(header, base64url(`/* x */${json(payload)}`)), ['should RFC9449-4.3-02b']],
    ['single quotes', signed(header, base64url(json(payload).replaceAll('"', "'"))), ['should RFC9449-4.3-02b']],
    ['blanks around the payload', signed(header, base64url(` ${json(payload)}\n`)), ['liberty RFC7519-7.1-01']],
    [
      'the flattened JSON serialisation',
      JSON.stringify({ protected: header, payload, signature: lastSegment }),
      ['must RFC9449-4.3-02c'],
    ],
    ['padding that is signed', signed(`${header}==`, `${payload}=`), ['should RFC9449-4.3-02d']],
    ['padding that is not signed', `${header}==.${payload}=.${lastSegment}==`, ['should RFC9449-4.3-02d']],
    [
      'a blank inside',
      `${header}.${payload.slice(0, 9)} ${payload.slice(9)}.${lastSegment}`,
      ['should RFC9449-4.3-02d'],
    ],
    ['spare bits', `${header}.${payload}.${withSpareBit(lastSegment)}`, ['may RFC9449-4.3-02d']],
  ])('%s', (_, line, expected) => {
    expect(verdict(asRequest(line))).toEqual(expected);
  });
});

describe('the JSON text', () => {
  const utf16be = Buffer.from(json(payload), 'utf16le').swap16();
  test.each<[string, string | Buffer, readonly string[]]>([
    ['plain', json(payload), []],
    ['two members of one name', json(payload).replace('{', '{"htm":"PUT",'), ['may RFC7515-4-01']],
    [
      'two members of one name, the last one wrong',
      json(payload).replace(/}$/, ',"htm":"PUT"}'),
      ['may RFC7515-4-01', 'should RFC7519-4-02'],
    ],
    [
      'two members of one name, both wrong',
      json(payload).replace('"htm":"POST"', '"htm":"PUT","htm":"GET"'),
      ['may RFC7515-4-01', 'must RFC9449-4.3-08a'],
    ],
    ['one name at two depths', json(payload).replace('{', '{"x":[{"jti":1},{"jti":2}],'), ['may RFC7519-4-01']],
    [
      'an escaped second name',
      json(payload).replace('{', '{"ht\\u006d":"PUT",'),
      ['may RFC7515-4-01', 'liberty RFC7519-7.1-01'],
    ],
    ['a colon in a string', json(payload).replace('{', '{"x":"\\"jti\\":{",'), ['may RFC7519-4-01']],
    ['a byte order mark', `\uFEFF${json(payload)}`, ['may RFC8725-3.7-01']],
    ['UTF-16, little end first', Buffer.from(json(payload), 'utf16le'), ['should RFC8725-3.7-01']],
    ['UTF-16, big end first', utf16be, ['should RFC8725-3.7-01']],
    [
      'UTF-16 with a mark, little end first',
      Buffer.from(`\uFEFF${json(payload)}`, 'utf16le'),
      ['should RFC8725-3.7-01'],
    ],
    ['UTF-16 with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16be]), ['should RFC8725-3.7-01']],
    [
      'a broken octet',
      Buffer.from(json(payload).replace('{', '{"jti":"\xff",'), 'latin1'),
      ['may RFC7515-4-01', 'should RFC8725-3.7-01'],
    ],
  ])('%s', (_, text, expected) => {
    expect(verdict(asRequest(signed(header, base64url(text))))).toEqual(expected);
  });
});
