import { describe, expect, test } from 'vitest';
import { apiKey, startReference, type RunningReference } from './server.ts';
import { athOf, getResource, makeProof, newKey, requestToken, type TestKey } from './testing/client.fixture.ts';
import { variants } from './variants.ts';

/** Acts like every lawful client: sends a proof, and once more with the nonce from the answer. */
async function withNonce<Answer extends { readonly status: number; readonly nonce: string | null }>(
  send: (claims: Readonly<Record<string, string>>) => Promise<Answer>,
): Promise<Answer> {
  const first = await send({});
  return first.status >= 400 && first.nonce !== null ? send({ nonce: first.nonce }) : first;
}

type Wanted = { readonly expectedType?: string; readonly clock?: number };

async function tokenFor(server: RunningReference, key: TestKey, wanted: Wanted = {}): Promise<string> {
  const { expectedType = 'dpop', clock = 0 } = wanted;
  const answer = await withNonce(async (nonce) => {
    const claims = { ...nonce, iat: timeBy(clock) };
    return requestToken(server, await makeProof(key, 'POST', `${server.issuer}/token`, { claims }));
  });
  expect([answer.status, String(answer.body.token_type).toLowerCase()]).toEqual([200, expectedType]);
  return String(answer.body.access_token);
}

/** By a clock that is so many seconds ahead: a lawful client of such a server has the same one. */
function timeBy(clock: number): number {
  return Math.floor(Date.now() / 1000 + clock);
}

describe('a lawful client is served by', () => {
  test.each(variants)('$id', async ({ id, policy }) => {
    const { asClock: clock = 0, rsClock = 0, rsContent, rsPost } = policy;
    const method = rsPost === 'taken-alone' ? 'POST' : 'GET';
    const server = await startReference({ variant: id });
    const algs: Readonly<Record<string, string>> = { 'ps256-only': 'PS256', 'strong-algorithms': 'ES384' };
    const key = await newKey(algs[id] ?? 'ES256');
    const bearer = ['bearer-for-proof', 'bearer-for-unmarked'].includes(id);
    try {
      const token = await tokenFor(server, key, { expectedType: bearer ? 'bearer' : 'dpop', clock });
      if (bearer) return;
      const answer = await withNonce(async (nonce) => {
        const claims = { ...nonce, ath: athOf(token), iat: timeBy(rsClock) };
        const proof = await makeProof(key, method, `${server.resourceBase}/resource`, { claims });
        const headers = { authorization: `DPoP ${token}`, dpop: proof, 'x-api-key': apiKey };
        return getResource(server, headers, { method });
      });
      expect(answer.status).toBe(rsContent === 'unprocessable' ? 422 : 200);
    } finally {
      await server.close();
    }
  });

  test('two servers in one process do not share anything', async () => {
    const servers = await Promise.all([startReference(), startReference()]);
    const key = await newKey('ES256');
    const [first, second] = servers;
    const token = await tokenFor(first, key);
    const proof = await makeProof(key, 'GET', `${second.resourceBase}/resource`, { claims: { ath: athOf(token) } });
    const { status } = await getResource(second, { authorization: `DPoP ${token}`, dpop: proof });
    await Promise.all(servers.map((server) => server.close()));
    expect(status).toBe(401);
  });
});
