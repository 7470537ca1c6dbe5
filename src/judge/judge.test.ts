import { describe, expect, test } from 'vitest';
import { findRequirement, loadCatalogue } from '../suite/catalogue.ts';
import {
  asRequest,
  base64url,
  context,
  ownKey,
  proof,
  resourceProof,
  rsRequest,
  segments,
  sha256,
  signed,
  siblingToken,
  token,
  verdict,
} from './judge.fixture.ts';
import { judge, judgeLazily } from './judge.ts';
import type { JudgeContext, JudgedRequest } from './types.ts';

const valid = proof();
const dpop = ['Authorization', `DPoP ${token}`] as const;
const flipped = valid.replace(
  /\.(.)([^.]*)$/,
  (_, first: string, rest: string) => `.${first === 'A' ? 'B' : 'A'}${rest}`,
);

describe('judgeLazily', () => {
  test('knows without the signature what is certain', () => {
    const { certain, whole } = judgeLazily(asRequest(proof({ payload: { htm: 'PUT' } })), context);
    expect(certain.map(({ requirement }) => requirement)).toEqual(['RFC9449-4.3-08a']);
    expect(whole()).toEqual(certain);
  });

  test('leaves the signature for the whole', () => {
    const { certain, whole } = judgeLazily(asRequest(flipped), context);
    expect([certain, whole().map(({ requirement }) => requirement)]).toEqual([[], ['RFC9449-4.3-06a']]);
  });
});

describe('octets that have no place in a field', () => {
  const broken = asRequest(proof({ payload: { htm: 'PUT' } }));
  test.each<readonly [string, JudgedRequest, readonly string[]]>([
    [
      'NUL at the end, which may be read as a blank',
      asRequest(`${valid}\0`),
      ['liberty RFC9449-4.1-01', 'may PM-ROBUST'],
    ],
    ['a fold inside', asRequest(valid.replace('.', '.\r\n ')), ['should RFC9449-4.3-02d', 'may PM-ROBUST']],
    [
      'a second line in the value',
      asRequest(`${valid}\r\nDPoP: ${proof()}`),
      ['must RFC9449-4.3-02a', 'may PM-ROBUST'],
    ],
    ['an end of the section in the value', asRequest(`${valid}\r\n\r\nx`), ['may PM-ROBUST']],
    [
      'any, beside a fault that all readings share',
      { ...broken, fields: [...broken.fields, ['X', 'a\nb']] },
      ['must RFC9449-4.3-08a', 'may PM-ROBUST'],
    ],
    [
      'letters beyond ASCII in another field',
      {
        ...asRequest(valid),
        fields: [
          ['X', '\u00e9'],
          ['DPoP', valid],
        ],
      },
      ['may PM-ROBUST'],
    ],
  ])('%s', (_, request, expected) => {
    expect(
      verdict(request).filter((one) => !one.startsWith('should RFC9449-4.3-02d') || expected.includes(one)),
    ).toEqual(expected);
  });
});

describe('beside a lawful request', () => {
  const lawful = { ...rsRequest([dpop]), url: 'https://rs.example.com/a/B' };
  const request: JudgedRequest = { ...lawful, fields: [dpop, ['DPoP', resourceProof()]] };
  test.each<readonly [string, Partial<JudgedRequest>, readonly string[]]>([
    ['the same', {}, []],
    ['a query that means nothing', { url: `${lawful.url}?proofmark=1` }, ['liberty RFC9449-4.3-09f']],
    ['another query', { url: `${lawful.url}?a=1` }, ['may PM-ROBUST']],
    ['a body', { body: 'a' }, ['may PM-ROBUST']],
    ['one more field', { fields: [...request.fields, ['X-A', 'b']] }, ['may PM-ROBUST']],
    ['OPTIONS, which anybody may ask', { method: 'OPTIONS' }, ['may RFC9449-4.3-08a', 'may PM-ROBUST']],
  ])('%s', (_, change, expected) => {
    expect(verdict({ ...request, ...change }, { lawful })).toEqual(expected);
  });
});

describe('what the server may or may not know', () => {
  const judged = (change: Partial<JudgeContext>, payload: Record<string, unknown> = {}): readonly string[] =>
    verdict(asRequest(proof({ payload })), change);

  test('a nonce given out long ago may be refused', () => {
    const nonces = { nonces: new Set(['new']), doubtfulNonces: new Set(['new', 'old']) };
    expect(['new', 'old', 'none'].map((nonce) => judged(nonces, { nonce }))).toEqual([
      [],
      ['may RFC9449-4.3-10'],
      ['must RFC9449-4.3-10'],
    ]);
  });

  test('an algorithm that it does not list may be refused, one that it lists should work', () => {
    const [proven, none] = [new Set(['ES256']), new Set<string>()];
    expect(judged({ algs: { proven } })).toEqual([]);
    expect(judged({ algs: { proven: none, listed: proven } })).toEqual(['liberty RFC9449-5.1-04']);
    expect(judged({ algs: { proven: none } })).toEqual(['may RFC9449-4.3-05f']);
  });

  test('a revoked token may be refused', () => {
    const tokens = new Map([[siblingToken, context.tokens.get(token)]]);
    const line = resourceProof({ payload: { ath: sha256(token) } });
    const request = rsRequest([dpop, ['DPoP', line]]);
    expect(verdict(request, { tokens, doubtfulTokens: context.tokens })).toEqual(['may RFC9449-3-03']);
  });
});

describe('iat in other spellings of the same number', () => {
  const written = (iat: string): string => {
    const [header, payload] = segments({});
    const json = Buffer.from(payload, 'base64url').toString();
    return signed(header, base64url(json.replace(/"iat":\d+/, `"iat":${iat}`)));
  };
  test.each(['1800000000.0', '1.8e9', '18E8', '1800000000.4'])('%s', (iat) => {
    expect(verdict(asRequest(written(iat)))).toEqual(
      iat.endsWith('4') ? ['may RFC9449-4.3-11e', 'may RFC9449-11.1-05'] : ['may RFC9449-4.3-11e'],
    );
  });
});

describe('a requirement that the judge can name', () => {
  test('has a row at each place where it is named', () => {
    const catalogue = loadCatalogue();
    const odd = {
      jwk: { ...ownKey.jwk, kid: '', x5c: 1, k: 1 },
      kid: 'k',
      jku: '',
      b64: true,
      crit: [],
      typ: 'DPOP+JWT',
    };
    const payloads = [{ x: 1 }, { iat: 1 }, { exp: 1, nbf: 9e12 }, { jti: '' }, { htm: 'HEAD', htu: 'x' }, { ath: '' }];
    const requests = payloads.flatMap((payload) => [
      asRequest(proof({ payload, header: odd })),
      rsRequest([dpop, ['dpop', resourceProof({ payload, header: odd })]]),
    ]);
    for (const request of requests) {
      for (const { requirement } of judge(request, context)) {
        for (const place of request.role === 'as' ? (['token', 'par'] as const) : (['resource'] as const)) {
          expect([requirement, findRequirement(catalogue, requirement, place)?.role]).toEqual([
            requirement,
            request.role,
          ]);
        }
      }
    }
  });
});
