import { createHash } from 'node:crypto';
import { judge } from './judge.ts';
import type { JudgeContext, JudgedRequest } from './types.ts';

/** A digest of what the judge says of fixed requests (SHA-256, base64url): judges that differ in it judge by other rules. */
export function judgeDigest(): string {
  return (known ??= digestOfAll());
}

/** It is the same for all of a process. */
let known: string | undefined;

function digestOfAll(): string {
  const said = questions().map((request) =>
    judge(request, context).map(({ requirement, level }) => [requirement, level]),
  );
  return createHash('sha256').update(JSON.stringify(said)).digest('base64url');
}

const accessToken = 'Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU';

/** Of RFC 9449 figure 13. */
const header = {
  typ: 'dpop+jwt',
  alg: 'ES256',
  jwk: {
    kty: 'EC',
    x: 'l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs',
    y: '9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA',
    crv: 'P-256',
  },
};
const payload = {
  jti: 'e1j3V_bKic8-LAEB',
  htm: 'GET',
  htu: 'https://resource.example.org/protectedresource',
  iat: 1_562_262_618,
  ath: 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo',
};
const signature = '2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA';

const context: JudgeContext = {
  now: payload.iat,
  tokens: new Map([[accessToken, '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I']]),
  seen: [{ jti: 'used', url: payload.htu }],
};

type Members = Readonly<Record<string, unknown>>;

const headers: readonly Members[] = [
  {},
  { typ: 'JWT' },
  { typ: undefined },
  { typ: 'application/dpop+jwt' },
  { alg: 'none' },
  { alg: 'HS256' },
  { alg: 'RS256' },
  { alg: undefined },
  { jwk: undefined },
  { jwk: { ...header.jwk, d: 'gWDCD5bPovnMmAoX9_5Eo4XhYHyYKTiuQvgz_8LF9IE' } },
  { jwk: { ...header.jwk, crv: 'P-384' } },
  { jwk: { kty: 'oct', k: 'AAAA' } },
  { kid: '1' },
  { crit: ['x'], x: 1 },
  { b64: false },
];
const payloads: readonly Members[] = [
  { jti: undefined },
  { jti: 1 },
  { jti: '' },
  { jti: 'used' },
  { htm: 'POST' },
  { htm: 'get' },
  { htm: undefined },
  { htu: `${payload.htu}?a=b` },
  { htu: `${payload.htu}/` },
  { htu: payload.htu.replace('https', 'http') },
  { htu: payload.htu.replace('org/', 'org:443/') },
  { htu: 'https://other.example.org/protectedresource' },
  { htu: undefined },
  ...[1, 5, 60, 3600, 90_000, 40_000_000, -5, -60, -3600, -90_000].map((age) => ({ iat: payload.iat - age })),
  { iat: String(payload.iat) },
  { iat: undefined },
  { exp: payload.iat - 100 },
  { nbf: payload.iat + 100 },
  { ath: undefined },
  { ath: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
  { ath: '' },
  { nonce: 'unasked' },
  { aud: 'x' },
];

function questions(): readonly JudgedRequest[] {
  const changed = [
    ...headers.map((change) => compact({ ...header, ...change }, payload)),
    ...payloads.map((change) => compact(header, { ...payload, ...change })),
  ];
  const proof = compact(header, payload);
  const authorization = ['Authorization', `DPoP ${accessToken}`] as const;
  return [
    ...changed.map((text) => asked([authorization, ['DPoP', text]])),
    ...changed.map((text) => ({ ...asked([['DPoP', text]]), role: 'as' as const })),
    asked([authorization]),
    asked([['DPoP', proof]]),
    asked([authorization, ['DPoP', '']]),
    asked([authorization, ['DPoP', proof], ['DPoP', proof]]),
    asked([authorization, ['DPoP', `${proof},${proof}`]]),
    asked([authorization, ['DPoP', proof.slice(0, -4)]]),
    asked([authorization, ['DPoP', `${proof}.x`]]),
    asked([
      ['Authorization', `Bearer ${accessToken}`],
      ['DPoP', proof],
    ]),
    asked([
      ['Authorization', `dpop ${accessToken}`],
      ['DPoP', proof],
    ]),
    asked([
      ['Authorization', 'DPoP another'],
      ['DPoP', proof],
    ]),
  ];
}

function asked(fields: JudgedRequest['fields']): JudgedRequest {
  return { role: 'rs', method: payload.htm, url: payload.htu, fields };
}

function compact(first: Members, second: Members): string {
  const parts = [first, second].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return [...parts, signature].join('.');
}
