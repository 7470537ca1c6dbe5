import { expect, test } from 'vitest';
import { checkAth } from './proof/claims.ts';
import { thumbprint } from './proof/thumbprint.ts';
import { normaliseUri, parseUri, withoutQuery } from './proof/uri.ts';

test('the thumbprints of RFC 9449, RFC 7638 and RFC 8037 come out', () => {
  const ec = {
    kty: 'EC',
    x: 'l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs',
    y: '9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA',
    crv: 'P-256',
  };
  const rsa = {
    kty: 'RSA',
    n: [
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjB',
      'ZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8',
      'KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_',
      'xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
    ].join(''),
    e: 'AQAB',
    alg: 'RS256',
    kid: '2011-04-29',
  };
  const okp = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
  expect(thumbprint({ kty: 'EC', jwk: ec })).toBe('0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I');
  expect(thumbprint({ kty: 'RSA', jwk: rsa })).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  expect(thumbprint({ kty: 'OKP', jwk: okp })).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
});

test('the ath of RFC 9449 7.1 is the hash of its token', () => {
  const token = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';
  const check = (ath: string) => () => checkAth({ ath }, token, { defects: new Set() });
  expect(check('fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo')).not.toThrow();
  expect(check('fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo=')).toThrow('ath is not the hash of the access token');
});

test.each([
  ['HTTP://Example.COM:80', 'http://example.com/'],
  ['https://example.com:443/a/./b/../c', 'https://example.com/a/c'],
  ['https://example.com:8443/%7euser/%2f%40?q#f', 'https://example.com:8443/~user/%2F%40'],
  ['http://[::1]:80/a/..', 'http://[::1]/'],
  ['http://example.com/a//b/', 'http://example.com/a//b/'],
])('%s is normalised to %s', (given, expected) => {
  const uri = parseUri(given);
  expect(uri && withoutQuery(normaliseUri(uri))).toBe(expected);
});

test.each([
  '',
  '/path',
  'http://',
  'http:/host/',
  'http://a b/',
  'http://host/%zz',
  'http://host:x/',
  'http://host/\u00e9',
])('%j is no absolute URI', (text) => {
  expect(parseUri(text)).toBe(undefined);
});
