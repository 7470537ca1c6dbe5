import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';
import { sha256, thumbprints } from './jwk.ts';
import type { JudgeContext, JudgedRequest } from './types.ts';

const accessToken = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';
const jkt = '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I';

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

const tokenRequest = (proof: string): JudgedRequest => ({
  role: 'as',
  method: 'POST',
  url: 'https://server.example.com/token',
  fields: [['DPoP', proof]],
});

const resourceRequest: JudgedRequest = {
  role: 'rs',
  method: 'GET',
  url: 'https://resource.example.org/protectedresource',
  fields: [
    ['Authorization', `DPoP ${accessToken}`],
    ['DPoP', figure13],
  ],
};

const at = (now: number, change: Partial<JudgeContext> = {}): JudgeContext => ({
  now,
  tokens: new Map([[accessToken, jkt]]),
  seen: [],
  ...change,
});

describe('the examples of RFC 9449', () => {
  test('figure 2 is in order', () => {
    expect(judge(tokenRequest(figure2), at(1_562_262_616))).toEqual([]);
  });

  test('figure 7 is in order, and reuses the jti of figure 2', () => {
    expect(judge(tokenRequest(figure7), at(1_562_265_296))).toEqual([]);
    const seen = [{ jti: '-BwC3ESc6acc2lTc', url: 'https://server.example.com/token' }];
    expect(judge(tokenRequest(figure7), at(1_562_265_296, { seen })).map(({ requirement }) => requirement)).toEqual([
      'RFC9449-11.1-02',
    ]);
  });

  test('figure 13 is in order', () => {
    expect(judge(resourceRequest, at(1_562_262_618))).toEqual([]);
  });

  test('figure 2 at the resource of figure 13 is refused on every count', () => {
    const fields = [...resourceRequest.fields.slice(0, 1), ['DPoP', figure2] as const];
    expect(judge({ ...resourceRequest, fields }, at(1_562_262_616)).map(({ requirement }) => requirement)).toEqual([
      'RFC9449-4.3-08a',
      'RFC9449-4.3-09b',
      'RFC9449-4.3-09a',
      'RFC9449-4.3-12a',
    ]);
  });
});

describe('known answers', () => {
  test('the digest of the access token in RFC 9449', () => {
    expect(sha256(accessToken)).toBe('fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo');
  });

  test.each<[string, Record<string, string>, string]>([
    [
      'RFC 9449 section 6.1',
      {
        kty: 'EC',
        x: 'l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs',
        y: '9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA',
        crv: 'P-256',
      },
      jkt,
    ],
    [
      'RFC 7638 section 3.1',
      {
        kty: 'RSA',
        n:
          '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknj' +
          'hMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQ' +
          'vRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzK' +
          'nqDKgw',
        e: 'AQAB',
        alg: 'RS256',
        kid: '2011-04-29',
      },
      'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
    ],
    [
      'RFC 8037 appendix A.3',
      { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
      'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
    ],
  ])('the thumbprint of %s', (_, jwk, expected) => {
    expect(thumbprints(jwk)).toEqual([expected, expected]);
  });
});
