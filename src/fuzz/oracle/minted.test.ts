import { describe, expect, test } from 'vitest';
import type { Op } from '../../plan/ops.ts';
import type { Members } from '../../proof/draft.ts';
import { makeKey } from '../../proof/keys.ts';
import { createMinter } from '../../target/issuers/mint.ts';
import { mintedToken } from './minted.ts';

const jkt = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';
const otherJkt = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';
const key = { ...(await makeKey('ES256')), kid: 'k1' };
const claims = { audience: 'urn:api', subject: 'alice', claims: {}, lifetimeSeconds: 60, typ: 'at+jwt' };
const mint = createMinter({
  issuer: 'https://as.example',
  key,
  claims,
  now: () => Math.floor(Date.now() / 1000),
});
const now = Math.floor(Date.now() / 1000);

/** What is made of a token with these claims, sent under this scheme. */
async function madeOf(set: Members, more: readonly Op[] = [], remove: readonly string[] = []) {
  const { accessToken } = await mint({ jkt, set, remove, by: 'issuer' });
  const ops: readonly Op[] = [
    { op: 'minted-token' },
    ...Object.entries(set).map(([name, value]): Op => ({ op: 'token-claim-set', name, value })),
    ...remove.map((name): Op => ({ op: 'token-claim-remove', name })),
    ...more,
  ];
  const fields = [['Authorization', `DPoP ${accessToken}`]] as const;
  const found = await mintedToken({ mint, jkt, now }, ops, { method: 'GET', url: 'https://rs.example/', fields });
  if (found === undefined) throw new Error('no token found');
  const { violations, ...binding } = found;
  return { ...binding, levels: violations.map(({ level, requirement }) => `${level} ${requirement}`) };
}

const bad = ['must RFC9449-3-03'];
const open = ['may RFC9449-3-03'];

describe('an access token that Proofmark signed', () => {
  test('is right as it is', async () => {
    expect(await madeOf({})).toMatchObject({ jkt, levels: [], isGenerous: false });
  });

  test.each<[string, Members, readonly string[]]>([
    ['expired', { exp: now - 3600 }, bad],
    ['expired a moment ago', { exp: now - 5 }, open],
    ['good for longer than the issuer lets it be', { exp: now + 3600 }, open],
    ['with an expiry that is no number', { exp: 'soon' }, open],
    ['valid later', { nbf: now + 3600 }, bad],
    ['valid in a moment', { nbf: now + 5 }, open],
    ['valid since a minute', { nbf: now - 60 }, []],
    ['of another issuer', { iss: 'https://other.example' }, bad],
    ['of the issuer, spelt otherwise', { iss: 'https://AS.example/' }, open],
    ['for others', { aud: ['urn:one', 'urn:two'] }, bad],
    ['for others and the server', { aud: ['urn:one', 'urn:api'] }, open],
    ['for nobody', { aud: [] }, open],
    ['with a claim that nobody knows', { 'x-any': 1 }, []],
    ['of another subject', { sub: 'bob' }, open],
  ])('%s', async (_, set, levels) => {
    expect((await madeOf(set)).levels).toEqual(levels);
  });

  test('is no good signed by another', async () => {
    expect((await madeOf({}, [{ op: 'token-sign', by: 'broken' }])).levels).toEqual(bad);
  });

  test('is judged otherwise, where nobody can read it', async () => {
    const ops: readonly Op[] = [{ op: 'minted-token' }];
    const request = { method: 'GET', url: 'https://rs.example/', fields: [['Authorization', 'DPoP abc']] } as const;
    expect(await mintedToken({ mint, jkt, now }, ops, request)).toBeUndefined();
    expect(await mintedToken({ mint, jkt, now }, [], request)).toBeUndefined();
  });
});

describe('what an access token is bound to', () => {
  const unknown = ['should RFC7800-3.1-03'];

  test('is nothing without cnf', async () => {
    expect(await madeOf({}, [], ['cnf'])).toMatchObject({ jkt: undefined, levels: [] });
  });

  test.each<[string, Members['cnf'], string | undefined, readonly string[], boolean]>([
    ['null', null, undefined, [], false],
    ['an empty object', {}, undefined, [], false],
    ['no object', jkt, undefined, unknown, false],
    ['an array', [{ jkt }], undefined, unknown, false],
    ['another method', { 'x5t#S256': jkt }, undefined, unknown, false],
    ['the key itself', { jwk: {} }, jkt, ['may RFC7800-3.1-02'], true],
    ['the key, and what nobody knows', { jkt, 'x-any': 1 }, jkt, ['liberty RFC7800-3.1-02'], false],
    ['the key, and a certificate', { jkt, 'x5t#S256': otherJkt }, jkt, ['may RFC7800-3.1-02'], false],
    ['another key', { jkt: otherJkt }, otherJkt, [], false],
    ['another key, and this one in full', { jkt: otherJkt, jwk: {} }, otherJkt, ['may RFC7800-3.1-02'], true],
    ['a number', { jkt: 7 }, '', [], false],
    ['an empty thumbprint', { jkt: '' }, '', [], true],
    ['a thumbprint in an array', { jkt: [jkt] }, '', [], true],
    ['a padded thumbprint', { jkt: `${jkt}=` }, `${jkt}=`, [], true],
  ])('%s', async (_, cnf = null, bound, levels, isGenerous) => {
    expect(await madeOf({ cnf })).toMatchObject({ jkt: bound, levels, isGenerous });
  });

  test('under Bearer is read generously where jkt is no text', async () => {
    const bearer: Op = { op: 'authorization-scheme', value: 'Bearer' };
    expect((await madeOf({ cnf: { jkt: 7 } }, [bearer])).isGenerous).toBe(true);
  });
});
