import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startReference, type RunningReference } from './server.ts';
import {
  athOf,
  boundToken,
  getResource,
  makeProof,
  newKey,
  requestToken,
  type ProofChanges,
  type TestKey,
} from './testing/client.fixture.ts';

const now = (): number => Math.floor(Date.now() / 1000);
const started: { server?: RunningReference; key?: TestKey } = {};

beforeAll(async () => {
  started.server = await startReference();
  started.key = await newKey('ES256');
});
afterAll(() => started.server?.close());

function running(): { server: RunningReference; key: TestKey } {
  const { server, key } = started;
  if (!server || !key) throw new Error('not started');
  return { server, key };
}

describe('the strict server accepts', () => {
  test.each(['ES256', 'ES384', 'ES512', 'PS256', 'RS256', 'EdDSA', 'Ed25519'])('%s at both roles', async (alg) => {
    const { server } = running();
    const key = await newKey(alg);
    const { status, body } = await requestToken(server, await makeProof(key, 'POST', `${server.issuer}/token`));
    expect([status, body.token_type]).toEqual([200, 'DPoP']);
    const token = String(body.access_token);
    const htu = `${server.resourceBase}/resource`;
    const proof = await makeProof(key, 'GET', htu, { claims: { ath: athOf(token) } });
    const answer = await getResource(server, { authorization: `DPoP ${token}`, dpop: proof });
    expect(answer).toEqual({ status: 200, challenge: null, nonce: null });
  });

  interface Liberty extends ProofChanges {
    readonly name: string;
    readonly path?: string;
    /** Replaces the path behind the origin. */
    readonly htuPath?: string;
    readonly capitals?: boolean;
  }
  const liberties: readonly Liberty[] = [
    { name: 'a query that is not in htu', path: '/resource?a=b', htuPath: '/resource' },
    { name: 'the scheme in capitals', capitals: true },
    { name: 'dot segments and needless encoding', htuPath: '/x/%2e./%72esource' },
    { name: 'a reserved character encoded', path: '/resource/with%40at' },
    { name: 'an unreserved character encoded', path: '/resource/~tilde', htuPath: '/resource/%7Etilde' },
    { name: 'an empty path', path: '/', htuPath: '' },
    { name: 'unknown claims and header members', header: { kid: '1' }, claims: { foo: [1] } },
    { name: 'sensible exp and nbf', claims: { exp: now() + 60, nbf: now() - 1 } },
    { name: 'an iat slightly ahead', claims: { iat: now() + 10 } },
    { name: 'a fractional iat', claims: { iat: now() + 0.5 } },
  ];
  test.each(liberties)('$name', async ({ path = '/resource', htuPath = path, capitals, header, claims: extra }) => {
    const { server, key } = running();
    const token = await boundToken(server, key);
    const base = server.resourceBase;
    const htu = `${capitals ? `HTTP${base.slice(4)}` : base}${htuPath}`;
    const claims = { ath: athOf(token), ...extra };
    const proof = await makeProof(key, 'GET', htu, { header: header ?? {}, claims });
    const answer = await getResource(server, { authorization: `dpop  ${token}`, dpop: proof }, { path });
    expect(answer).toEqual({ status: 200, challenge: null, nonce: null });
  });
});

const faults: readonly (readonly [string, ProofChanges])[] = [
  ['no typ', { header: { typ: undefined } }],
  ['another typ', { header: { typ: 'JWT' } }],
  ['no jwk', { header: { jwk: undefined, kid: 'x' } }],
  ['no jti', { claims: { jti: undefined } }],
  ['a numeric jti', { claims: { jti: 1 } }],
  ['an empty jti', { claims: { jti: '' } }],
  ['another method', { claims: { htm: 'PUT' } }],
  ['a method in lower case', { claims: { htm: 'post' } }],
  ['another host', { claims: { htu: 'http://other.example/token' } }],
  ['a relative htu', { claims: { htu: '/token' } }],
  ['an iat as string', { claims: { iat: String(now()) } }],
  ['an old iat', { claims: { iat: now() - 310 } }],
  ['an iat ahead', { claims: { iat: now() + 70 } }],
  ['an exp in the past', { claims: { exp: now() - 1 } }],
];

describe('the strict server refuses', () => {
  test.each(faults)('%s', async (_name, changes) => {
    const { server, key } = running();
    const { status, body } = await requestToken(
      server,
      await makeProof(key, 'POST', `${server.issuer}/token`, changes),
    );
    expect([status, body.error]).toEqual([400, 'invalid_dpop_proof']);
  });

  test('a proof used before', async () => {
    const { server, key } = running();
    const proof = await makeProof(key, 'POST', `${server.issuer}/token`);
    const statuses = await Promise.all(
      [proof, proof, proof].map(async (same) => (await requestToken(server, same)).status),
    );
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 400, 400]);
  });

  test('a bound token as Bearer, with the wrong ath, or with another key', async () => {
    const { server, key } = running();
    const token = await boundToken(server, key);
    const htu = `${server.resourceBase}/resource`;
    const wrongAth = await makeProof(key, 'GET', htu, { claims: { ath: athOf(`${token}x`) } });
    const otherKey = await makeProof(await newKey('ES256'), 'GET', htu, { claims: { ath: athOf(token) } });
    const answers = [
      await getResource(server, { authorization: `Bearer ${token}` }),
      await getResource(server, { authorization: `DPoP ${token}`, dpop: wrongAth }),
      await getResource(server, { authorization: `DPoP ${token}`, dpop: otherKey }),
    ];
    const errors = answers.map(({ status, challenge }) => [
      status,
      /^(\w+) error="(\w+)"/.exec(challenge ?? '')?.slice(1),
    ]);
    expect(errors).toEqual([
      [401, ['Bearer', 'invalid_token']],
      [401, ['DPoP', 'invalid_dpop_proof']],
      [401, ['DPoP', 'invalid_token']],
    ]);
  });

  test('no credentials, without an error', async () => {
    const { server } = running();
    const algs = 'ES256 ES384 ES512 PS256 RS256 EdDSA Ed25519';
    const challenge = `Bearer, DPoP algs="${algs}"`;
    expect(await getResource(server, {})).toEqual({ status: 401, challenge, nonce: null });
  });
});
