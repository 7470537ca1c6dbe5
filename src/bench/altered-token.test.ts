import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { makeKey } from '../proof/keys.ts';
import { signWith } from '../proof/sign.ts';
import { alteredToken } from './altered-token.ts';

const issuer = await makeKey('ES256');
const client = await makeKey('ES384');
const part = (members: object): string => Buffer.from(JSON.stringify(members)).toString('base64url');
const input = `${part({ alg: 'ES256', kid: 'k' })}.${part({ sub: 'a' })}`;
const signature = signWith('ES256', issuer.privateKey, input);
const jwt = `${input}.${signature.toString('base64url')}`;
const read = (text = ''): unknown => JSON.parse(Buffer.from(text, 'base64url').toString());

describe('a JWT', () => {
  test('keeps all but its signature', () => {
    for (const alteration of ['signature-changed', 'signature-cut'] as const) {
      const altered = alteredToken(jwt, alteration, client);
      expect(altered.startsWith(`${input}.`)).toBe(true);
      expect(altered).not.toBe(jwt);
    }
  });

  test('loses its signature together with its alg', () => {
    const [header, claims, rest] = alteredToken(jwt, 'unsigned', client).split('.');
    expect([read(header), read(claims), rest]).toEqual([{ alg: 'none', kid: 'k' }, { sub: 'a' }, '']);
  });

  test('is signed by the client, whose key its header shows', () => {
    const [header = '', claims = '', signed = ''] = alteredToken(jwt, 'signed-by-client', client).split('.');
    expect(read(header)).toEqual({ alg: 'ES384', kid: 'k', jwk: client.publicJwk });
    const key = { key: createPublicKey(client.privateKey), dsaEncoding: 'ieee-p1363' } as const;
    expect(verify('sha384', Buffer.from(`${header}.${claims}`), key, Buffer.from(signed, 'base64url'))).toBe(true);
  });

  test('says more under the old signature', () => {
    const [, claims, signed] = alteredToken(jwt, 'claims-changed', client).split('.');
    expect([read(claims), signed]).toEqual([{ sub: 'a', proofmark: 'added' }, signature.toString('base64url')]);
  });

  test('is not altered as an opaque token is', () => {
    expect(() => alteredToken(jwt, 'half', client)).toThrow('is a JWT');
  });
});

test.each([
  ['half', 'abcdefgh'],
  ['middle-changed', 'abcdefghAjklMNOP'],
  ['case-swapped', 'ABCDEFGHIJKLmnop'],
] as const)('an opaque token: %s', (alteration, expected) => {
  expect(alteredToken('abcdefghijklMNOP', alteration, client)).toBe(expected);
});

test('an opaque token has no signature to change', () => {
  expect(() => alteredToken('abcdefghijklMNOP', 'signature-changed', client)).toThrow('no signed JWT');
});
