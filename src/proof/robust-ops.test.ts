import { createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { describeOp } from '../plan/describe.ts';
import type { Op } from '../plan/ops.ts';
import type { PlanValue, SigningAlg } from '../plan/values.ts';
import { concretise } from './concretise.ts';
import { writeJson, jsonText } from './json-writer.ts';
import { createKeyPool, makeKey } from './keys.ts';
import { atToken, decode, fieldsNamed, surroundings, tokenRequest } from './proof.fixture.ts';

const payloadText = (proof = ''): string => Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString();
const headerText = (proof = ''): string => Buffer.from(proof.split('.')[0] ?? '', 'base64url').toString();
const claim = (name: string, value: PlanValue): Op => ({ op: 'claim-set', name, value });

async function madeWith(alg: SigningAlg, ...ops: readonly Op[]): Promise<string> {
  const made = await concretise(tokenRequest, ops, { ...surroundings, key: await makeKey(alg) });
  return made.proof ?? '';
}

test('JSON is written as JSON.stringify does, but for text that stands as it is', () => {
  const value = { a: [1, 'x\u0000\ud800', null, true], ['__proto__']: {}, b: { c: -0 } };
  expect(writeJson(value)).toBe(JSON.stringify(value));
  expect(writeJson({ iat: jsonText('NaN'), list: [jsonText('1e400')] })).toBe('{"iat":NaN,"list":[1e400]}');
});

test.each<readonly [PlanValue, string]>([
  [{ $: 'json-text', text: '1e400' }, '"x":1e400'],
  [{ $: 'now', plus: 0, as: 'decimal' }, '"x":1800000000.0'],
  [{ $: 'now', plus: 1, as: 'exponent' }, '"x":1.800000001e+9'],
  [{ $: 'method', edit: 'fullwidth' }, '"x":"\uff30OST"'],
  [{ $: 'method', edit: 'long-s' }, '"x":"PO\u017fT"'],
  [{ $: 'htu', edits: ['fullwidth-path'] }, '"x":"https://as.example.com/toke\uff4e"'],
  [{ $: 'htu', edits: ['fullwidth-host'] }, '"x":"https://\uff41s.example.com/token"'],
])('%o', async (value, expected) => {
  expect(payloadText((await atToken(claim('x', value))).proof)).toContain(expected);
});

test('a member named __proto__ goes out as one', async () => {
  expect(headerText((await atToken({ op: 'header-set', name: '__proto__', value: { typ: 1 } })).proof)).toContain(
    '"__proto__":{"typ":1}',
  );
});

test('members of the jwk are replaced, added and left out', async () => {
  const value: PlanValue = { $: 'jwk', set: { x: null, use: 'enc' }, without: ['y'] };
  const { header } = decode((await atToken({ op: 'header-set', name: 'jwk', value })).proof);
  expect(header).toMatchObject({ jwk: { kty: 'EC', crv: 'P-256', x: null, use: 'enc' } });
  expect(JSON.stringify(header)).not.toContain('"y"');
});

test.each<readonly ['short-coordinate' | 'long-coordinate', number]>([
  ['short-coordinate', 31],
  ['long-coordinate', 33],
])('%s: x has %i octets', async (edit, length) => {
  const value: PlanValue = { $: 'jwk', edit };
  const { header } = decode((await atToken({ op: 'header-set', name: 'jwk', value })).proof);
  const { x } = (header as { jwk: { x: string } }).jwk;
  expect(Buffer.from(x, 'base64url').length).toBe(length);
});

test('a key with a zero octet has it, and loses it when it is stripped', async () => {
  const key = await createKeyPool()('ES256', 2048, 'own', 'zero-y');
  const value: PlanValue = { $: 'jwk', edit: 'stripped-zero' };
  const made = await concretise(tokenRequest, [{ op: 'header-set', name: 'jwk', value }], { ...surroundings, key });
  const { jwk } = decode(made.proof).header as { jwk: { y: string } };
  expect([Buffer.from(key.publicJwk.y ?? '', 'base64url')[0], Buffer.from(jwk.y, 'base64url').length]).toEqual([0, 31]);
});

test.each([
  ['RS256', 'exponent-1', 1],
  ['PS256', 'exponent-2', 6],
] as const)('%s: anybody signs for %s', async (alg, kind, padding) => {
  const { forge, publicJwk } = await createKeyPool()(alg, 2048, 'other', kind);
  const key = {
    key: createPublicKey({ key: publicJwk, format: 'jwk' }),
    padding,
    ...(padding === 6 && { saltLength: 32 }),
  };
  expect(verify('sha256', Buffer.from('text'), key, forge?.('text') ?? Buffer.alloc(0))).toBe(true);
});

test('the neutral point of Ed25519 has one signature for all texts', async () => {
  const { forge = () => Buffer.alloc(0), publicJwk } = await createKeyPool()('EdDSA', 2048, 'other', 'identity');
  expect(publicJwk.x).toBe(`AQ${'A'.repeat(41)}`);
  expect([forge('one').length, forge('one').equals(forge('another'))]).toEqual([64, true]);
});

test.each<readonly [Extract<Op, { op: 'signature' }>['edit'], SigningAlg, (signature: Buffer) => boolean]>([
  ['ones', 'ES256', (signature) => signature.every((byte) => byte === 255)],
  ['one-byte', 'ES256', ({ length }) => length === 1],
  ['r-zero', 'ES256', (signature) => signature.subarray(0, 32).every((byte) => byte === 0)],
  ['s-zero', 'ES384', (signature) => signature.subarray(48).every((byte) => byte === 0)],
  ['r-order', 'ES256', (signature) => signature.toString('hex').startsWith('ffffffff00000000ffffffff')],
  ['s-order', 'ES256', (signature) => signature.toString('hex').endsWith('f3b9cac2fc632551')],
  ['s-beyond-order', 'EdDSA', (signature) => signature.readUInt8(63) >= 0x10],
])('signature %s of %s', async (edit, alg, holds) => {
  expect(holds(decode(await madeWith(alg, { op: 'signature', edit })).signature)).toBe(true);
});

test.each<readonly [Extract<Op, { op: 'segments' }>['edit'], RegExp, boolean]>([
  ['outer-space', /^ \t [\w.-]+ \t $/, false],
  ['folded', /\.\r\n [\w-]+\./, true],
  ['bom', /^\u00ef\u00bb\u00bf\w/, false],
  ['nul', /\w\0$/, true],
  ['control', /\.\u0001\w/, true],
])('%s in the field', async (edit, pattern, raw) => {
  const { request } = await atToken({ op: 'segments', edit });
  expect([fieldsNamed(request, 'DPoP')[0], request.raw ?? false]).toEqual([expect.stringMatching(pattern), raw]);
});

test.each<readonly [Extract<Op, { op: 'json' }>['edit'], RegExp]>([
  ['trailing-nul', /\}\0$/],
  ['trailing-comma', /,\}$/],
  ['comment', /\}\/\* \*\/$/],
  ['single-quotes', /^\{'jti':'/],
])('payload: %s', async (edit, pattern) => {
  expect(payloadText((await atToken({ op: 'json', part: 'payload', edit })).proof)).toMatch(pattern);
});

test('fifty DPoP lines begin with the proof, and many fields are as many', async () => {
  const { request, proof } = await atToken({ op: 'dpop-lines', lines: 'fifty' }, { op: 'many-fields', count: 120 });
  const lines = fieldsNamed(request, 'DPoP');
  expect([lines.length, lines[0], request.fields.length]).toEqual([50, proof, 50 + 120 + 3]);
});

test.each<readonly [Op, string]>([
  [
    { op: 'key', use: 'other', alg: 'RS256', kind: 'exponent-1' },
    'the whole proof is made with another key (RS256, exponent 1)',
  ],
  [{ op: 'many-fields', count: 3 }, '3 more fields'],
  [claim('iat', { $: 'json-text', text: 'NaN' }), 'claim iat is the text NaN'],
  [
    { op: 'header-set', name: 'jwk', value: { $: 'jwk', set: { x: 1 }, without: ['y'] } },
    'header jwk is the public key, x is 1, without y',
  ],
])('%o in words', (op, words) => {
  expect(describeOp(op)).toBe(words);
});
