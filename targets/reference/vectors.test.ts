import { expect, test } from 'vitest';
import { strictPolicy } from './policy.ts';
import { checkProof, type ProofRequest } from './proof-check.ts';
import { createNonceIssuer } from './proof/nonces.ts';
import { createReplayMemory } from './proof/replay.ts';
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

const header =
  'eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQy' +
  'VVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19';

const figure2 =
  `${header}.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwi` +
  'aWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg';
const figure7 =
  `${header}.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwi` +
  'aWF0IjoxNTYyMjY1Mjk2fQ.pAqut2IRDm_De6PR93SYmGBPXpwrAk90e8cP2hjiaG5QsGSuKDYW7_X620BxqhvYC8ynrrvZLTk41mSRroapUA';
const figure13 =
  `${header}.eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0` +
  'ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.' +
  '2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA';

const printedToken = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';
const unforwarded = {};
const token = { origin: 'https://server.example.com', method: 'POST', target: '/token' } as const;
const resource = { origin: 'https://resource.example.org', method: 'GET', target: '/protectedresource' } as const;

test.each([
  ['figure 2', figure2, 1_562_262_616, token],
  ['figure 7', figure7, 1_562_265_296, token],
  ['figure 13', figure13, 1_562_262_618, { ...resource, accessToken: printedToken }],
] as const)(
  '%s of RFC 9449 is accepted at its time, and not an hour later',
  async (_, proof, now, { origin, ...at }) => {
    const request: ProofRequest = { ...at, host: undefined, forwarded: unforwarded, lines: [proof] };
    const judgedAt = (seconds: number): ReturnType<typeof checkProof> =>
      checkProof(request, {
        role: 'accessToken' in at ? 'rs' : 'as',
        origin,
        policy: strictPolicy,
        defects: new Set(),
        replay: createReplayMemory(600),
        nonces: createNonceIssuer('off', 300, new Set()),
        foreignNonces: createNonceIssuer('off', 300, new Set()),
        knownKeys: new Map(),
        challengedKeys: new Set(),
        usedIds: new Set(),
        now: () => seconds,
      });
    expect(await judgedAt(now)).toMatchObject({ kind: 'valid', jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' });
    expect(await judgedAt(now + 3600)).toMatchObject({ kind: 'refused', check: 'iat' });
  },
);
