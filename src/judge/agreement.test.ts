import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as jose from 'jose';
import * as oauth from 'oauth4webapi';
import { base64url, ecKey, edKey, rsaKey, sha256, signature, type TestKey } from './judge.fixture.ts';
import { judge } from './judge.ts';
import type { JudgeContext, JudgedRequest } from './types.ts';

/** Compares the judge with an implementation by other people, on the same octets. */
const issuer = 'http://as.example.com';
const audience = 'https://rs.example.com';
const url = 'https://rs.example.com/things/1?page=2';
const htu = 'https://rs.example.com/things/1';

const issuerKey = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keys: readonly TestKey[] = [
  ecKey('ES256', 'P-256'),
  ecKey('ES384', 'P-384'),
  ecKey('ES512', 'P-521'),
  rsaKey('RS256'),
  rsaKey('PS256'),
  edKey('Ed25519'),
  edKey('EdDSA'),
];

const jwks = createServer((_, response) => {
  const key = { ...issuerKey.publicKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' };
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [key] }));
});

beforeAll(() => new Promise<void>((resolve) => void jwks.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise<void>((resolve) => void jwks.close(() => resolve())));

const accessToken = (jkt: string): Promise<string> =>
  new jose.SignJWT({ client_id: 'c', cnf: { jkt } })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject('c')
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(issuerKey.privateKey);

type Parts = {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
  readonly scheme: string;
};
type Fault = readonly [name: string, change: (parts: Parts, key: TestKey) => Parts];

const header = (name: string, change: Record<string, unknown>): Fault => [
  name,
  (parts) => ({ ...parts, header: { ...parts.header, ...change } }),
];
const payload = (name: string, change: Record<string, unknown>): Fault => [
  name,
  (parts) => ({ ...parts, payload: { ...parts.payload, ...change } }),
];

const faults: readonly Fault[] = [
  ['none', (parts) => parts],
  ['lower-case scheme', (parts) => ({ ...parts, scheme: 'dpop' })],
  ['Bearer', (parts) => ({ ...parts, scheme: 'Bearer' })],
  ['private jwk', (parts, key) => ({ ...parts, header: { ...parts.header, jwk: key.privateJwk } })],
  header('typ JWT', { typ: 'JWT' }),
  header('no typ', { typ: undefined }),
  header('typ as media type', { typ: 'application/dpop+jwt' }),
  header('alg none', { alg: 'none' }),
  header('alg HS256', { alg: 'HS256' }),
  header('alg unregistered', { alg: 'XX256' }),
  header('no alg', { alg: undefined }),
  header('no jwk', { jwk: undefined }),
  header('other jwk', { jwk: ecKey('ES256', 'P-256').jwk }),
  header('crit', { crit: ['x'], x: 1 }),
  header('extra parameter', { x: 1 }),
  payload('no jti', { jti: undefined }),
  payload('no htm', { htm: undefined }),
  payload('no htu', { htu: undefined }),
  payload('no iat', { iat: undefined }),
  payload('no ath', { ath: undefined }),
  payload('jti as number', { jti: 1 }),
  payload('iat as text', { iat: String(Math.floor(Date.now() / 1000)) }),
  payload('iat of long ago', { iat: 1 }),
  payload('iat far ahead', { iat: Math.floor(Date.now() / 1000) + 2 * 86_400 }),
  payload('iat an hour ago', { iat: Math.floor(Date.now() / 1000) - 3600 }),
  payload('htm', { htm: 'POST' }),
  payload('htm in lower case', { htm: 'get' }),
  payload('htu of another path', { htu: `${htu}0` }),
  payload('htu of another host', { htu: 'https://other.example/things/1' }),
  payload('htu of another scheme', { htu: 'http://rs.example.com/things/1' }),
  payload('htu of another port', { htu: 'https://rs.example.com:8443/things/1' }),
  payload('relative htu', { htu: '/things/1' }),
  payload('htu in upper case', { htu: 'HTTPS://RS.EXAMPLE.COM/things/1' }),
  payload('htu with the default port', { htu: 'https://rs.example.com:443/things/1' }),
  payload('htu with dot segments', { htu: 'https://rs.example.com/x/../things/./1' }),
  payload('htu with the query', { htu: url }),
  payload('htu with a slash', { htu: `${htu}/` }),
  payload('htu in upper case path', { htu: 'https://rs.example.com/THINGS/1' }),
  payload('ath of another token', { ath: sha256('x') }),
  payload('ath as hex', { ath: '00' }),
  payload('extra claim', { x: 1 }),
  payload('unsolicited nonce', { nonce: 'n' }),
];

const edits: readonly (readonly [string, (line: string) => string])[] = [
  ['as is', (line) => line],
  [
    'signature changed',
    (line) =>
      line.replace(
        /\.([A-Za-z0-9_-])([^.]*)$/,
        (_, first: string, rest: string) => `.${first === 'A' ? 'B' : 'A'}${rest}`,
      ),
  ],
  ['signature left out', (line) => line.slice(0, line.lastIndexOf('.') + 1)],
  ['segment dropped', (line) => line.slice(0, line.lastIndexOf('.'))],
  ['two in one field', (line) => `${line}, ${line}`],
];

const write = (key: TestKey, token: string, [, change]: Fault): { readonly line: string; readonly scheme: string } => {
  const parts = change(
    {
      header: { typ: 'dpop+jwt', alg: key.alg, jwk: key.jwk },
      payload: { jti: randomUUID(), htm: 'GET', htu, iat: Math.floor(Date.now() / 1000), ath: sha256(token) },
      scheme: 'DPoP',
    },
    key,
  );
  const input = `${base64url(JSON.stringify(parts.header))}.${base64url(JSON.stringify(parts.payload))}`;
  return { line: `${input}.${base64url(signature(key, input))}`, scheme: parts.scheme };
};

const accepts = async (scheme: string, token: string, line: string, cache: oauth.JWKSCacheInput): Promise<boolean> => {
  const { port } = jwks.address() as AddressInfo;
  const server = { issuer, jwks_uri: `http://127.0.0.1:${port}/jwks` };
  const request = new Request(url, { headers: { authorization: `${scheme} ${token}`, dpop: line } });
  const options = { requireDPoP: true, [oauth.allowInsecureRequests]: true, [oauth.jwksCache]: cache };
  return oauth.validateJwtAccessToken(server, request, audience, options).then(
    () => true,
    () => false,
  );
};

const judged = (scheme: string, token: string, line: string, jkt: string): 'lawful' | 'open' | 'refuse' => {
  const request: JudgedRequest = {
    role: 'rs',
    method: 'GET',
    url,
    fields: [
      ['authorization', `${scheme} ${token}`],
      ['dpop', line],
    ],
  };
  const context: JudgeContext = { now: Math.floor(Date.now() / 1000), tokens: new Map([[token, jkt]]), seen: [] };
  const violations = judge(request, context);
  if (violations.some(({ level }) => level === 'must')) return 'refuse';
  return violations.every(({ level }) => level === 'liberty') ? 'lawful' : 'open';
};

describe('the judge and oauth4webapi', () => {
  test.each(keys.map((key) => [key.alg, key] as const))('agree on %s wherever both have an opinion', async (_, key) => {
    const jkt = await jose.calculateJwkThumbprint(key.jwk);
    const token = await accessToken(jkt);
    const cache: oauth.JWKSCacheInput = {};
    const disagreements: string[] = [];
    const tally = { lawful: 0, open: 0, refuse: 0 };
    for (const fault of faults) {
      for (const [edit, rewrite] of fault[0] === 'none' ? edits : edits.slice(0, 1)) {
        for (const repeated of [1, 2]) {
          const { line, scheme } = write(key, token, fault);
          const rewritten = rewrite(line);
          const opinion = judged(scheme, token, rewritten, jkt);
          tally[opinion] += 1;
          const accepted = await accepts(scheme, token, rewritten, cache);
          if (opinion === (accepted ? 'refuse' : 'lawful')) disagreements.push(`${fault[0]}, ${edit}, ${repeated}`);
        }
      }
    }
    expect({ disagreements, tally }).toEqual({ disagreements: [], tally: { lawful: 14, open: 18, refuse: 60 } });
  });
});
