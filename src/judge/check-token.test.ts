import { describe, expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import {
  context,
  edKey,
  otherKey,
  ownKey,
  resourceProof,
  rsaKey,
  rsRequest,
  rsUrl,
  sha256,
  siblingToken,
  token,
  unboundToken,
  verdict,
} from './judge.fixture.ts';
import type { JudgedRequest } from './types.ts';

const dpop = (value = token): readonly [string, string] => ['Authorization', `DPoP ${value}`];
const bearer = (value = token): readonly [string, string] => ['Authorization', `Bearer ${value}`];
const proofLine = (payload: Record<string, unknown> = {}): readonly [string, string] => [
  'DPoP',
  resourceProof({ payload }),
];

describe('the access token', () => {
  test.each<[string, JudgedRequest['fields'], readonly string[]]>([
    ['bound, with a proof', [dpop(), proofLine()], []],
    ['none, with a proof', [proofLine()], ['must RFC9449-4-02']],
    ['none, without a proof', [], ['must RFC9449-4-02']],
    ['none behind the scheme', [['Authorization', 'DPoP'], proofLine()], ['must RFC9449-4-02']],
    ['under another scheme', [['Authorization', `Token ${token}`], proofLine()], ['must RFC9449-4-02']],
    ['that nobody issued', [dpop('x'), proofLine({ ath: sha256('x') })], ['must RFC9449-3-03']],
    ['that nobody issued, as Bearer', [bearer('x')], ['must RFC9449-3-03']],
    ['in Proxy-Authorization', [['Proxy-Authorization', `DPoP ${token}`], proofLine()], ['must RFC9449-7.1-17']],
    ['without a proof', [dpop()], ['must RFC9449-7.1-02']],
    ['with an empty DPoP line', [dpop(), ['DPoP', '']], ['should RFC9449-4.3-02e', 'must RFC9449-7.1-02']],
    ['with a proof that cannot be read', [dpop(), ['DPoP', 'x']], ['must RFC9449-4.3-02b']],
    ['unbound', [dpop(unboundToken), proofLine({ ath: sha256(unboundToken) })], ['should RFC9449-6-03']],
    ['unbound, without a proof', [dpop(unboundToken)], ['should RFC9449-6-03', 'must RFC9449-7.1-02']],
    ['under a lower-case scheme', [['Authorization', `dpop ${token}`], proofLine()], ['liberty RFC9449-7.1-19']],
    ['after a tab', [['Authorization', `DPoP\t${token}`], proofLine()], ['may RFC9449-7.1-23']],
    ['in quotes', [['Authorization', `DPoP "${token}"`], proofLine()], ['should RFC9449-7.1-24']],
    ['as a parameter', [['Authorization', `DPoP token="${token}"`], proofLine()], ['should RFC9449-7.1-24']],
    ['with a word behind it', [['Authorization', `DPoP ${token} x`], proofLine()], ['should RFC9449-7.1-24']],
    [
      'after a blank that is none of HTTP',
      [['Authorization', `\u00a0DPoP ${token}`], proofLine()],
      ['should RFC9449-7.1-24', 'may PM-ROBUST'],
    ],
    ['after two spaces', [['Authorization', `DPoP  ${token}`], proofLine()], ['may RFC9449-7.1-23']],
  ])('%s', (_, fields, expected) => {
    expect(verdict(rsRequest(fields))).toEqual(expected);
  });
});

describe('the Bearer scheme', () => {
  test.each<[string, JudgedRequest['fields'], readonly string[]]>([
    ['a bound token', [bearer()], ['must RFC9449-7.2-01']],
    ['a bound token and an empty DPoP line', [bearer(), ['DPoP', '']], ['may RFC9449-4.3-02e', 'must RFC9449-7.2-01']],
    ['a bound token and a proof', [bearer(), proofLine()], ['must RFC9449-7.2-02']],
    ['an unbound token', [bearer(unboundToken)], ['may RFC9449-7.2-10']],
    [
      'an unbound token and a bad proof',
      [bearer(unboundToken), proofLine({ htm: 'PUT' })],
      ['may RFC9449-4.3-08a', 'may RFC9449-7.2-10'],
    ],
  ])('%s', (_, fields, expected) => {
    expect(verdict(rsRequest(fields))).toEqual(expected);
  });
});

describe('the other transports', () => {
  const form: JudgedRequest['fields'] = [['Content-Type', 'application/x-www-form-urlencoded;charset=UTF-8']];
  const htu = { htm: 'POST', htu: 'https://rs.example.com/a/B' };
  test.each<[string, JudgedRequest, readonly string[]]>([
    ['a bound token in the query', rsRequest([], { url: `${rsUrl}&access_token=${token}` }), ['must RFC9449-7.2-03']],
    [
      'the same with a proof',
      rsRequest([proofLine()], { url: `${rsUrl}&access_token=${token}` }),
      ['must RFC9449-7.2-03'],
    ],
    [
      'an unbound token in the query',
      rsRequest([], { url: `${rsUrl}&access_token=${unboundToken}` }),
      ['may RFC9449-7.2-03'],
    ],
    [
      'a bound token in a form',
      rsRequest(form, { method: 'POST', body: `access_token=${token}` }),
      ['must RFC9449-7.2-03'],
    ],
    ['a body of another type', rsRequest([], { method: 'POST', body: `access_token=${token}` }), ['must RFC9449-4-02']],
    [
      'in the query as well',
      rsRequest([dpop(), proofLine()], { url: `${rsUrl}&access_token=${token}` }),
      ['may RFC9449-7.2-06'],
    ],
    [
      'a form beside the DPoP scheme',
      rsRequest([...form, dpop(), proofLine(htu)], { method: 'POST', body: 'a=%' }),
      [],
    ],
  ])('%s', (_, request, expected) => {
    expect(verdict(request)).toEqual(expected);
  });
});

describe('two Authorization lines', () => {
  test.each<[string, JudgedRequest['fields'], readonly string[]]>([
    ['Bearer and DPoP', [bearer(), dpop(), proofLine()], ['should RFC9449-7.2-06']],
    [
      'Bearer and DPoP, the proof faulty',
      [bearer(), dpop(), proofLine({ htm: 'PUT' })],
      ['must RFC9449-4.3-08a', 'should RFC9449-7.2-06'],
    ],
    ['Basic and DPoP', [['Authorization', 'Basic eDp5'], dpop(), proofLine()], ['may RFC9449-7.2-06']],
    ['Bearer twice', [bearer(), bearer()], ['should RFC9449-7.2-06', 'must RFC9449-7.2-01']],
    [
      'an unbound Bearer beside a faulty proof',
      [bearer(unboundToken), dpop(), proofLine({ htm: 'PUT' })],
      ['may RFC9449-4.3-08a', 'should RFC9449-7.2-06', 'may RFC9449-7.2-10'],
    ],
  ])('%s', (_, fields, expected) => {
    expect(verdict(rsRequest(fields))).toEqual(expected);
  });
});

describe('ath', () => {
  const digest = createHash('sha256').update(token).digest();
  test.each<[string, unknown, readonly string[]]>([
    ['right', sha256(token), []],
    ['absent', undefined, ['must RFC9449-4.3-12a']],
    ['of another live token', sha256(siblingToken), ['must RFC9449-4.3-12b']],
    ['of some other text', sha256('x'), ['must RFC9449-4.3-12b']],
    ['in another case', sha256(token).toUpperCase(), ['must RFC9449-4.3-12b']],
    ['in hex', digest.toString('hex'), ['must RFC9449-4.3-12c']],
    ['cut to its left half', digest.subarray(0, 16).toString('base64url'), ['must RFC9449-4.3-12c']],
    ['of SHA-512', createHash('sha512').update(token).digest('base64url'), ['must RFC9449-4.3-12c']],
    ['the token itself', token, ['must RFC9449-4.3-12c']],
    ['empty', '', ['must RFC9449-4.3-12c']],
    ['null', null, ['must RFC9449-4.3-12c']],
    ['padded', `${sha256(token)}=`, ['should RFC9449-4.3-12d']],
    ['in a list', [sha256(token)], ['should RFC9449-4.3-03e']],
  ])('%s', (_, ath, expected) => {
    expect(verdict(rsRequest([dpop(), proofLine({ ath })]))).toEqual(expected);
  });

  test('in the standard alphabet is the right digest, oddly written', () => {
    const other = Array.from({ length: 99 }, (_, index) => `t${index}`).find((text) => /[-_]/.test(sha256(text))) ?? '';
    const ath = createHash('sha256').update(other).digest('base64').replace('=', '');
    const tokens = new Map([[other, context.tokens.get(token)]]);
    expect(verdict(rsRequest([dpop(other), proofLine({ ath })]), { tokens })).toEqual(['should RFC9449-4.3-12d']);
  });
});

describe('the binding', () => {
  test.each([
    ['another EC key', otherKey],
    ['an RSA key', rsaKey('RS256')],
    ['an Ed25519 key', edKey('Ed25519')],
  ])('%s is refused', (_, key) => {
    expect(verdict(rsRequest([dpop(), ['DPoP', resourceProof({ key })]]))).toEqual(['must RFC9449-4.3-12e']);
  });

  test('a jwk spelled otherwise is the bound key to a server that corrects it first', () => {
    const line = resourceProof({ header: { jwk: { ...ownKey.jwk, x: `${String(ownKey.jwk['x'])}=` } } });
    expect(verdict(rsRequest([dpop(), ['DPoP', line]]))).toEqual(['may RFC9449-4.3-02d']);
  });

  test('other members of the jwk do not change the thumbprint', () => {
    const { y, x, crv, kty } = ownKey.jwk;
    const line = resourceProof({ header: { jwk: { kid: 'k', y, x, crv, kty, use: 'sig' } } });
    expect(verdict(rsRequest([dpop(), ['DPoP', line]]))).toEqual(['liberty RFC9449-6.1-04']);
  });
});
