import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  asRequest,
  base64url,
  ecKey,
  edKey,
  otherKey,
  ownKey,
  proof,
  rsaKey,
  segments,
  signature,
  signed,
  type TestKey,
  verdict,
} from './judge.fixture.ts';

const rsa = rsaKey('RS256');
const ed = edKey('EdDSA');
const p384 = ecKey('ES384', 'P-384');

const as = (key: TestKey, alg: string): TestKey => ({ ...key, alg });

describe('a proof in each algorithm verifies', () => {
  test.each<[string, TestKey]>([
    ['ES256', ownKey],
    ['ES384', p384],
    ['ES512', ecKey('ES512', 'P-521')],
    ['RS256', rsa],
    ['RS384', as(rsa, 'RS384')],
    ['RS512', as(rsa, 'RS512')],
    ['PS256', as(rsa, 'PS256')],
    ['PS384', as(rsa, 'PS384')],
    ['PS512', as(rsa, 'PS512')],
    ['EdDSA', ed],
    ['Ed25519', as(ed, 'Ed25519')],
  ])('%s', (_, key) => {
    expect(verdict(asRequest(proof({ key })))).toEqual([]);
    expect(verdict(asRequest(withSignature(key, flipFirst)))).toEqual(['must RFC9449-4.3-06a']);
  });
});

const flipFirst = (octets: Buffer): Buffer => Buffer.concat([Buffer.from([(octets[0] ?? 0) ^ 1]), octets.subarray(1)]);

const withSignature = (key: TestKey, edit: (octets: Buffer) => Buffer): string => {
  const [header, payload] = segments({ key });
  return `${header}.${payload}.${base64url(edit(signature(key, `${header}.${payload}`)))}`;
};

describe('typ and the other header parameters', () => {
  test.each<[string, Record<string, unknown>, readonly string[]]>([
    ['dpop+jwt', { typ: 'dpop+jwt' }, []],
    ['no typ', { typ: undefined }, ['must RFC9449-4.3-04a']],
    ['JWT', { typ: 'JWT' }, ['must RFC9449-4.3-04b']],
    ['dpop+jwtx', { typ: 'dpop+jwtx' }, ['must RFC9449-4.3-04b']],
    ['a list', { typ: ['dpop+jwt'] }, ['should RFC9449-4.3-04b']],
    ['the whole media type', { typ: 'application/dpop+jwt' }, ['may RFC9449-4.3-04c']],
    ['upper case', { typ: 'DPOP+JWT' }, ['may RFC9449-4.3-04c']],
    ['an unknown critical extension', { crit: ['x'], x: 1 }, ['must RFC7515-4.1.11-01', 'liberty RFC7519-4-01']],
    ['crit that is no list', { crit: 'exp' }, ['may RFC7515-4.1.11-01']],
    ['an empty crit', { crit: [] }, ['may RFC7515-4.1.11-01']],
    ['crit naming alg', { crit: ['alg'] }, ['may RFC7515-4.1.11-01']],
    ['b64 true', { b64: true, crit: ['b64'] }, ['may RFC7515-4.1.11-01', 'may RFC7797-7-01']],
    ['b64 false', { b64: false, crit: ['b64'] }, ['may RFC7515-4.1.11-01', 'should RFC7797-7-01']],
    ['an unknown parameter', { x: 1 }, ['liberty RFC7519-4-01']],
    ['jku', { jku: 'https://keys.example.com' }, ['may RFC8725-3.10-01']],
  ])('%s', (_, header, expected) => {
    expect(verdict(asRequest(proof({ header })))).toEqual(expected);
  });
});

describe('the algorithm', () => {
  test.each<[string, Record<string, unknown>, readonly string[]]>([
    ['none', { alg: 'none' }, ['must RFC9449-4.3-05a']],
    ['NONE', { alg: 'NONE' }, ['must RFC9449-4.3-05b']],
    ['a MAC', { alg: 'HS256' }, ['must RFC9449-4.3-05c']],
    ['an algorithm of another key type', { alg: 'RS256' }, ['must RFC9449-4.3-05d']],
    ['an algorithm of another curve', { alg: 'ES384' }, ['must RFC9449-4.3-05d']],
    ['an unregistered algorithm', { alg: 'XX256' }, ['must RFC9449-4.3-05e']],
    ['a key management algorithm', { alg: 'ECDH-ES' }, ['must RFC9449-4.3-05e']],
    ['a registered name in lower case', { alg: 'es256' }, ['should RFC9449-4.3-05e']],
    ['a registered name with a space', { alg: 'ES256 ' }, ['should RFC9449-4.3-05e']],
    ['a list', { alg: ['ES256'] }, ['should RFC9449-4.3-05e']],
    ['no algorithm', { alg: undefined }, ['must RFC9449-4.3-05g']],
  ])('%s', (_, header, expected) => {
    expect(verdict(asRequest(proof({ header })))).toEqual(expected);
  });

  test('a MAC that verifies is refused all the same', () => {
    const k = base64url('secret-secret-secret-secret-secret');
    const [header, payload] = segments({ header: { alg: 'HS256', jwk: { kty: 'oct', k } } });
    const mac = createHmac('sha256', Buffer.from(k, 'base64url')).update(`${header}.${payload}`).digest();
    expect(verdict(asRequest(`${header}.${payload}.${base64url(mac)}`))).toEqual(['must RFC9449-4.3-05c']);
  });

  test('a PS256 signature under RS256 is a mismatch', () => {
    const [header, payload] = segments({ key: rsa });
    const octets = signature(rsa, `${header}.${payload}`, 'PS256');
    expect(verdict(asRequest(`${header}.${payload}.${base64url(octets)}`))).toEqual(['must RFC9449-4.3-05d']);
  });

  test.each([
    ['ES256K', { kty: 'EC', crv: 'secp256k1', x: 'AA', y: 'AA' }],
    ['ML-DSA-65', { kty: 'AKP', pub: 'AA' }],
  ])('%s is registered, so a server may know it', (alg, jwk) => {
    expect(verdict(asRequest(proof({ header: { alg, jwk } })))).toEqual(['may RFC9449-4.3-05f']);
  });
});

describe('the signature', () => {
  test.each<[string, string, readonly string[]]>([
    ['of another key', signed(...segments({}), otherKey), ['must RFC9449-4.3-06a']],
    ['empty', withSignature(ownKey, () => Buffer.alloc(0)), ['must RFC9449-4.3-06a']],
    ['all zero', withSignature(ownKey, (octets) => octets.fill(0)), ['must RFC9449-4.3-06d']],
    ['cut short', withSignature(ownKey, (octets) => octets.subarray(1)), ['must RFC9449-4.3-06a']],
    [
      'lengthened',
      withSignature(ownKey, (octets) => Buffer.concat([octets, Buffer.alloc(3)])),
      ['must RFC9449-4.3-06j'],
    ],
  ])('%s', (_, line, expected) => {
    expect(verdict(asRequest(line))).toEqual(expected);
  });

  test('in DER is a fault of its own', () => {
    const [header, payload] = segments({});
    const der = signature(ownKey, `${header}.${payload}`, 'ES256', 'der');
    expect(verdict(asRequest(`${header}.${payload}.${base64url(der)}`))).toEqual(['should RFC9449-4.3-06e']);
  });
});

describe('the embedded key', () => {
  const { x, y } = ownKey.jwk;
  const leadingZero = base64url(Buffer.concat([Buffer.alloc(1), Buffer.from(String(x), 'base64url')]));
  test.each<[string, Record<string, unknown>, readonly string[]]>([
    ['absent', { jwk: undefined }, ['must RFC9449-4.3-06c']],
    ['named by kid only', { jwk: undefined, kid: 'own' }, ['liberty RFC7519-4-01', 'must RFC9449-4.3-06c']],
    ['text', { jwk: JSON.stringify(ownKey.jwk) }, ['should RFC9449-4.3-06c']],
    ['a set of one', { jwk: { keys: [ownKey.jwk] } }, ['should RFC9449-4.3-06c']],
    ['empty', { jwk: {} }, ['must RFC9449-4.3-06c']],
    ['off its curve', { jwk: { ...ownKey.jwk, y: x } }, ['must RFC9449-4.3-06f']],
    ['without y', { jwk: { ...ownKey.jwk, y: undefined } }, ['must RFC9449-4.3-06g']],
    ['private', { jwk: ownKey.privateJwk }, ['must RFC9449-4.3-07a']],
    ['with an empty d', { jwk: { ...ownKey.jwk, d: '' } }, ['may RFC9449-4.3-07a']],
    [
      'with members that say nothing',
      { jwk: { y, x, use: 'sig', alg: 'ES256', kid: '1', kty: 'EC', crv: 'P-256' } },
      ['liberty RFC9449-6.1-03'],
    ],
    ['for encryption', { jwk: { ...ownKey.jwk, use: 'enc' } }, ['may RFC9449-4.3-05d', 'may RFC9449-6.1-03']],
    ['for signing only', { jwk: { ...ownKey.jwk, key_ops: ['sign'] } }, ['may RFC9449-4.3-05d', 'may RFC9449-6.1-03']],
    ['with a private member of another type', { jwk: { ...ownKey.jwk, p: 'AA' } }, ['may RFC9449-4.3-07b']],
    ['with padding', { jwk: { ...ownKey.jwk, x: `${String(x)}=` } }, ['may RFC9449-4.3-02d']],
    ['with a leading zero', { jwk: { ...ownKey.jwk, x: leadingZero } }, ['may RFC9449-4.3-02d']],
  ])('%s', (_, header, expected) => {
    expect(verdict(asRequest(proof({ header })))).toEqual(expected);
  });

  test.each<[string, TestKey, Record<string, unknown>, readonly string[]]>([
    ['RSA, private', rsa, rsa.privateJwk, ['must RFC9449-4.3-07b']],
    ['RSA with one prime', rsa, { ...rsa.jwk, p: rsa.privateJwk['p'] }, ['must RFC9449-4.3-07b']],
    ['OKP, private', ed, ed.privateJwk, ['must RFC9449-4.3-07b']],
    ['RSA with the exponent 1', rsa, { ...rsa.jwk, e: 'AQ' }, ['may RFC9449-11.6-01', 'must RFC9449-4.3-06a']],
    ['RSA without n', rsa, { ...rsa.jwk, n: undefined }, ['must RFC9449-4.3-06g']],
    ['RSA with an empty list of other primes', rsa, { ...rsa.jwk, oth: [] }, ['may RFC9449-4.3-07b']],
    ['OKP without x', ed, { ...ed.jwk, x: undefined }, ['must RFC9449-4.3-06g']],
    ['RSA with an even exponent', rsa, { ...rsa.jwk, e: 'Ag' }, ['should RFC9449-11.6-01', 'must RFC9449-4.3-06a']],
    ['OKP of a wrong length', ed, { ...ed.jwk, x: 'AAAA' }, ['must RFC9449-4.3-06f']],
  ])('%s', (_, key, jwk, expected) => {
    expect(verdict(asRequest(proof({ key, header: { jwk } })))).toEqual(expected);
  });

  test('an RSA key under 2048 bits is weak', () => {
    expect(verdict(asRequest(proof({ key: rsaKey('RS256', 1024) })))).toEqual(['should RFC9449-11.6-01']);
  });
});
