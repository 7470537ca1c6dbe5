import { createHash, createPublicKey } from 'node:crypto';
import { calculateJwkThumbprint, compactVerify, EmbeddedJWK, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import type { Op } from '../plan/ops.ts';
import type { PlanValue } from '../plan/values.ts';
import { concretise } from './concretise.ts';
import type { Members } from './draft.ts';
import {
  atResource,
  atToken,
  bare,
  decode,
  fieldsNamed,
  key,
  now,
  otherKey,
  printedToken,
  resourceRequest,
  surroundings,
  tokenRequest,
} from './proof.fixture.ts';

const printedAth = 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo';

describe('a lawful proof', () => {
  test('verifies with the key that it carries, and says what RFC 9449 §4.2 wants', async () => {
    const { proof = '', request } = await concretise(resourceRequest, [], bare);
    const { protectedHeader, payload } = await jwtVerify(proof, EmbeddedJWK, {
      typ: 'dpop+jwt',
      currentDate: new Date(now * 1000),
    });
    expect(protectedHeader).toEqual({ typ: 'dpop+jwt', alg: 'ES256', jwk: key.publicJwk });
    expect(payload).toEqual({
      jti: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/) as string,
      htm: 'GET',
      htu: 'https://rs.example.com/things/a~1',
      iat: now,
      ath: printedAth,
    });
    expect(request).toEqual({
      method: 'GET',
      url: 'https://rs.example.com/things/a~1?page=2',
      fields: [
        ['Authorization', `DPoP ${printedToken}`],
        ['Accept', 'application/json'],
        ['DPoP', proof],
      ],
    });
  });

  test('for a token request has no ath, and carries the newest nonce', async () => {
    const { proof, request } = await atToken();
    expect(decode(proof).payload).toEqual({
      jti: expect.any(String) as string,
      htm: 'POST',
      htu: 'https://as.example.com/token',
      iat: now,
      nonce: 'nonce-now',
    });
    expect(request).toEqual({
      method: 'POST',
      url: 'https://as.example.com/token',
      fields: [
        ['Accept', 'application/json'],
        ['Authorization', 'Basic Y2xpZW50OnNlY3JldA=='],
        ['Content-Type', 'application/x-www-form-urlencoded'],
        ['DPoP', proof],
      ],
      body: 'grant_type=client_credentials&client_secret=secret',
    });
  });

  test('has its own jti each time', async () => {
    expect((await atToken()).jti).not.toBe((await atToken()).jti);
  });

  test('is left out where the request is none that takes one', async () => {
    const { request, proof } = await concretise({ ...resourceRequest, proof: false }, [], bare);
    expect({ fields: request.fields, proof }).toEqual({ fields: [['Accept', 'application/json']], proof: undefined });
  });

  test('shows the thumbprint of its key', async () => {
    expect((await atToken()).key.jkt).toBe(await calculateJwkThumbprint(key.publicJwk));
  });
});

const headerOf = async (...ops: readonly Op[]): Promise<unknown> => decode((await atResource(...ops)).proof).header;
const claimsOf = async (...ops: readonly Op[]): Promise<Members> =>
  decode((await atResource(...ops)).proof).payload as Members;

describe('an op on members', () => {
  test('sets and removes members of the header', async () => {
    expect(
      await headerOf({ op: 'header-set', name: 'typ', value: 'JWT' }, { op: 'header-remove', name: 'jwk' }),
    ).toEqual({
      typ: 'JWT',
      alg: 'ES256',
    });
  });

  test('sets and removes claims, and the signature is right for what the proof then says', async () => {
    const { proof = '' } = await atResource(
      { op: 'claim-set', name: 'iat', value: { $: 'now', plus: -301 } },
      { op: 'claim-remove', name: 'ath' },
    );
    const { payload } = await compactVerify(proof, EmbeddedJWK);
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual({
      jti: expect.any(String) as string,
      htm: 'GET',
      htu: 'https://rs.example.com/things/a~1',
      iat: now - 301,
      nonce: 'nonce-now',
    });
  });

  test('may name a member that every object has', async () => {
    const claims = await claimsOf({ op: 'claim-set', name: '__proto__', value: 'x' });
    expect(Object.keys(claims)).toContain('__proto__');
  });

  test.each<readonly [Op & { op: 'nonce' }, PlanValue | undefined]>([
    [{ op: 'nonce', from: 'none' }, undefined],
    [{ op: 'nonce', from: 'current' }, 'nonce-now'],
    [{ op: 'nonce', from: 'stale' }, 'nonce-stale'],
    [{ op: 'nonce', from: 'other-role' }, 'nonce-of-the-other'],
    [{ op: 'nonce', from: 'current', edit: 'flip-first' }, 'Aonce-now'],
    [{ op: 'nonce', from: 'current', edit: 'drop-last' }, 'nonce-no'],
    [{ op: 'nonce', from: 'current', edit: 'append' }, 'nonce-nowA'],
    [{ op: 'nonce', from: 'current', edit: 'upper' }, 'NONCE-NOW'],
    [{ op: 'nonce', from: 'current', edit: 'empty' }, ''],
    [{ op: 'nonce', from: 'current', edit: 'space' }, 'nonce-now '],
  ])('%o', async (op, nonce) => {
    expect((await claimsOf(op))['nonce']).toBe(nonce);
  });

  test('makes up a nonce that nobody gave out, another each time', async () => {
    const made = async (): Promise<unknown> => (await claimsOf({ op: 'nonce', from: 'made-up' }))['nonce'];
    expect(await made()).not.toBe(await made());
  });

  test.each<readonly [string, Op]>([
    ['a nonce that is not known', { op: 'nonce', from: 'stale' }],
    ['a token that cannot be had', { op: 'access-token', use: 'sibling' }],
    ['the proof of an exchange that was not', { op: 'proof-of', exchange: 'first' }],
    ['a document that is not there', { op: 'proof-from', source: 'id-token' }],
    ['a second resource', { op: 'path', edit: 'sibling' }],
    [
      'the private part of a key that is the user’s',
      { op: 'header-set', name: 'jwk', value: { $: 'jwk', edit: 'private' } },
    ],
    ['a listener that does not run', { op: 'header-set', name: 'jku', value: { $: 'canary', path: '/' } }],
    ['form parameters', { op: 'form-remove', name: 'a' }],
    ['a body', { op: 'access-token-in', place: 'form' }],
  ])('does not apply where it needs %s', async (_, op) => {
    await expect(concretise(resourceRequest, [op], bare)).rejects.toThrow(
      expect.objectContaining({ name: 'Inapplicable' }) as Error,
    );
  });
});

describe('an op on the DPoP field', () => {
  test.each<readonly [Op & { op: 'dpop-lines' }, (lawful: string) => readonly string[]]>([
    [{ op: 'dpop-lines', lines: 'absent' }, () => []],
    [{ op: 'dpop-lines', lines: 'empty' }, () => ['']],
    [{ op: 'dpop-lines', lines: 'twice-same' }, (proof) => [proof, proof]],
    [{ op: 'dpop-lines', lines: 'valid-then-garbage' }, (proof) => [proof, 'not-a-proof']],
    [{ op: 'dpop-lines', lines: 'comma-same' }, (proof) => [`${proof}, ${proof}`]],
    [{ op: 'dpop-lines', lines: 'trailing-comma' }, (proof) => [`${proof},`]],
  ])('%o', async (op, lines) => {
    const { request } = await atToken(op);
    const [first = ''] = fieldsNamed(request, 'DPoP');
    expect(fieldsNamed(request, 'DPoP')).toEqual(lines(first.replace(/,.*/, '')));
  });

  test.each(['twice-distinct', 'comma-distinct'] as const)('%s: two lawful proofs that differ', async (lines) => {
    const { request } = await atToken({ op: 'dpop-lines', lines });
    const proofs = fieldsNamed(request, 'DPoP').flatMap((line) => line.split(', '));
    const ids = await Promise.all(
      proofs.map(
        async (proof) => (await jwtVerify(proof, EmbeddedJWK, { currentDate: new Date(now * 1000) })).payload.jti,
      ),
    );
    expect(new Set(ids).size).toBe(2);
  });

  test('garbage-then-valid puts the proof last', async () => {
    const { request } = await atToken({ op: 'dpop-lines', lines: 'garbage-then-valid' });
    const [garbage, proof] = fieldsNamed(request, 'DPoP');
    expect([garbage, decode(proof).header]).toEqual([
      'not-a-proof',
      { typ: 'dpop+jwt', alg: 'ES256', jwk: key.publicJwk },
    ]);
  });

  test('names it otherwise', async () => {
    const { request } = await atToken({ op: 'dpop-field', name: 'dPoP' });
    expect(request.fields.filter(([name]) => name.toLowerCase() === 'dpop').map(([name]) => name)).toEqual(['dPoP']);
  });

  test.each<readonly [Op, string]>([
    [{ op: 'proof-text', text: 'a.b.c' }, 'a.b.c'],
    [{ op: 'proof-of', exchange: 'first' }, 'the.first.proof'],
    [{ op: 'proof-from', source: 'access-token' }, printedToken],
    [{ op: 'proof-from', source: 'client-assertion' }, 'an.assertion.here'],
    [{ op: 'proof-from', source: 'id-token' }, 'an.id.token'],
  ])('%o', async (op, text) => {
    const { request, proof } = await atResource(op);
    expect([fieldsNamed(request, 'DPoP'), proof]).toEqual([[text], text]);
  });

  test('an earlier proof can be sent under its other valid signature', async () => {
    const { proof: text = '' } = await atResource();
    const earlier = new Map([['first', { text, jti: 'x' }]]);
    const again: Op = { op: 'proof-of', exchange: 'first', edit: 'negate-s' };
    const { proof = '' } = await concretise(resourceRequest, [again], { ...surroundings, earlier });
    expect(proof).not.toBe(text);
    expect(await jwtVerify(proof, EmbeddedJWK, { currentDate: new Date(now * 1000) })).toMatchObject(decodeBoth(text));
    await expect(atResource(again)).rejects.toThrow('a second signature');
  });

  test('an earlier proof can be sent with spare bits set, which decodes to the same', async () => {
    const { proof: text = '' } = await atResource();
    const earlier = new Map([['first', { text, jti: 'x' }]]);
    const again: Op = { op: 'proof-of', exchange: 'first', edit: 'spare-bits' };
    const { proof = '' } = await concretise(resourceRequest, [again], { ...surroundings, earlier });
    const decoded = [text, proof].map((one) =>
      one.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex')),
    );
    expect([proof === text, decoded[1]]).toEqual([false, decoded[0]]);
  });

  test('asks for a raw socket where no HTTP library would send it', async () => {
    expect((await atToken({ op: 'proof-text', text: 'a\u0000b' })).request.raw).toBe(true);
    expect((await atToken()).request.raw).toBe(undefined);
  });
});

function decodeBoth(text: string): { readonly protectedHeader: unknown; readonly payload: unknown } {
  const { header: protectedHeader, payload } = decode(text);
  return { protectedHeader, payload };
}

describe('a symbolic value', () => {
  const value = async (symbol: PlanValue): Promise<PlanValue | undefined> =>
    (await claimsOf({ op: 'claim-set', name: 'x', value: symbol }))['x'];
  const hash = (alg: string): Buffer => createHash(alg).update(printedToken).digest();

  test.each<readonly [string, PlanValue, PlanValue]>([
    ['now', { $: 'now', plus: 5 }, now + 5],
    ['now as text', { $: 'now', plus: 0, as: 'string' }, String(now)],
    ['now in milliseconds', { $: 'now', plus: 0, as: 'milliseconds' }, now * 1000],
    ['repeat', { $: 'repeat', text: 'ab', times: 3 }, 'ababab'],
    ['nested', { $: 'nested', depth: 3 }, [[[]]]],
    ['htu', { $: 'htu', edits: ['upper-host', 'query'] }, 'https://RS.EXAMPLE.COM/things/a~1?a=b'],
    ['method', { $: 'method' }, 'GET'],
    ['method in lower case', { $: 'method', case: 'lower' }, 'get'],
    ['the first letter of the method', { $: 'method', edit: 'first-letter' }, 'G'],
    ['the method and a space', { $: 'method', edit: 'padded' }, 'GET '],
    ['PUT for another method', { $: 'method', edit: 'put' }, 'PUT'],
    ['method in mixed case', { $: 'method', case: 'mixed' }, 'Get'],
    ['jti of another exchange', { $: 'jti', of: 'first' }, 'first-jti'],
    ['nonce', { $: 'nonce' }, 'nonce-now'],
    ['jwk as text', { $: 'jwk-text' }, JSON.stringify(key.publicJwk)],
    ['thumbprint', { $: 'thumbprint' }, key.jkt],
    ['thumbprint of the session', { $: 'thumbprint', of: 'session' }, key.jkt],
    ['canary', { $: 'canary', path: '/jwks' }, 'http://127.0.0.1:9/jwks'],
    ['symbols inside', [{ a: { $: 'method' } }], [{ a: 'GET' }]],
    ['ath as RFC 9449 prints it', { $: 'ath' }, printedAth],
    ['ath in hex', { $: 'ath', form: 'hex' }, hash('sha256').toString('hex')],
    ['ath by SHA-512', { $: 'ath', form: 'sha512' }, hash('sha512').toString('base64url')],
    ['ath by SHA-384', { $: 'ath', form: 'sha384' }, hash('sha384').toString('base64url')],
    ['ath by SHA-1', { $: 'ath', form: 'sha1' }, hash('sha1').toString('base64url')],
    ['the left half of ath', { $: 'ath', form: 'left-half' }, hash('sha256').subarray(0, 16).toString('base64url')],
    ['ath padded', { $: 'ath', form: 'padded' }, `${printedAth}=`],
    ['ath in base64', { $: 'ath', form: 'base64' }, hash('sha256').toString('base64')],
    ['a prefix of ath', { $: 'ath', form: 'prefix' }, printedAth.slice(0, 20)],
    ['ath in upper case', { $: 'ath', form: 'upper' }, printedAth.toUpperCase()],
    ['ath in lower case', { $: 'ath', form: 'lower' }, printedAth.toLowerCase()],
    ['ath with another last character', { $: 'ath', form: 'flip-last' }, printedAth.replace(/o$/, 's')],
    ['the raw token', { $: 'ath', form: 'raw-token' }, printedToken],
    ['an empty ath', { $: 'ath', form: 'empty' }, ''],
    ['the ath of another token', { $: 'ath', of: 'sibling', form: 'raw-token' }, 'sibling-token'],
    ['jwk', { $: 'jwk' }, { ...key.publicJwk } as Members],
    ['an empty jwk', { $: 'jwk', edit: 'empty' }, {}],
    ['a padded jwk', { $: 'jwk', edit: 'padded-coordinates' }, { ...key.publicJwk, x: `${key.publicJwk.x ?? ''}=` }],
    ['a jwk of the wrong curve', { $: 'jwk', edit: 'wrong-curve' }, { ...key.publicJwk, crv: 'P-384' }],
    ['a jwk named after the session', { $: 'jwk', edit: 'session-kid' }, { ...key.publicJwk, kid: key.jkt }],
    ['a private jwk', { $: 'jwk', edit: 'private' }, { ...key.privateKey.export({ format: 'jwk' }) } as Members],
  ])('%s', async (_, symbol, meant) => {
    expect(await value(symbol)).toEqual(meant);
  });

  test('jwk may show a part of a private RSA key, and of no other', async () => {
    const rsa = await otherKey('RS256');
    const shown = async (edit: 'private-d' | 'private-primes'): Promise<unknown> => {
      const op: Op = { op: 'header-set', name: 'jwk', value: { $: 'jwk', edit } };
      const { proof } = await concretise(resourceRequest, [op], { ...surroundings, key: rsa });
      return (decode(proof).header as Members)['jwk'];
    };
    const { d, p, q } = rsa.privateKey.export({ format: 'jwk' });
    expect(await shown('private-d')).toEqual({ ...rsa.publicJwk, d });
    expect(await shown('private-primes')).toEqual({ ...rsa.publicJwk, p, q });
    await expect(value({ $: 'jwk', edit: 'private-d' })).rejects.toThrow('RSA key');
  });

  test('random has as many bytes as asked for', async () => {
    expect(await value({ $: 'random', bytes: 40 })).toMatch(/^[\w-]{54}$/);
  });

  test('of the other key is of the key that its tokens are bound to', async () => {
    const other = await otherKey();
    expect(await value({ $: 'thumbprint', of: 'other' })).toBe(other.jkt);
    expect(await value({ $: 'jwk', of: 'other' })).toEqual(other.publicJwk);
  });

  test('jwk with more members, or in another order, has the same thumbprint', async () => {
    const more = (await value({ $: 'jwk', edit: 'extra-members' })) as Members;
    const shuffled = (await value({ $: 'jwk', edit: 'shuffled' })) as Members;
    expect(await Promise.all([more, shuffled].map((jwk) => calculateJwkThumbprint(jwk)))).toEqual([key.jkt, key.jkt]);
    expect(Object.keys(shuffled)).toEqual(Object.keys(key.publicJwk).toReversed());
  });

  test('jwk off the curve is no key', async () => {
    const jwk = (await value({ $: 'jwk', edit: 'off-curve' })) as Members;
    expect(() => createPublicKey({ key: jwk, format: 'jwk' })).toThrow(/JWK/);
  });

  test('in a form parameter becomes text', async () => {
    const { request } = await concretise(
      tokenRequest,
      [{ op: 'form-set', name: 'dpop_jkt', value: { $: 'thumbprint' } }],
      surroundings,
    );
    expect(new URLSearchParams(request.body).get('dpop_jkt')).toBe(key.jkt);
  });
});
