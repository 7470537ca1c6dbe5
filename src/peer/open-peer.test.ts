import { afterEach, describe, expect, test } from 'vitest';
import type { Posture } from '../suite/client/posture.ts';
import { createMint } from './mint.ts';
import { openPeer, type Peer, type Visit } from './open-peer.ts';

const mint = createMint();
const open: Peer[] = [];

async function peerWith(posture: Posture): Promise<{ readonly peer: Peer; readonly visits: Visit[] }> {
  const visits: Visit[] = [];
  const peer = await openPeer({ posture, mint, ports: new Set(), onVisit: (visit) => visits.push(visit) });
  open.push(peer);
  return { peer, visits };
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((peer) => peer.close()));
});

const body = new URLSearchParams({ grant_type: 'client_credentials' });
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const proof = (nonce?: string): string =>
  `${part({ jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AA' } })}.${part({ nonce })}.AA`;

describe('lawful servers', () => {
  test('issue a bound token for a proof, an unbound one without, and serve either', async () => {
    const { peer } = await peerWith([]);
    const { as, rs } = peer.origins;
    const bound = (await (
      await fetch(`${as}/token`, { method: 'POST', body, headers: { DPoP: proof() } })
    ).json()) as object;
    const bare = (await (await fetch(`${as}/token`, { method: 'POST', body })).json()) as { access_token: string };
    expect([bound, bare]).toMatchObject([{ token_type: 'DPoP' }, { token_type: 'Bearer' }]);
    const authorization = `Bearer ${bare.access_token}`;
    const statuses = await Promise.all([
      fetch(rs, { headers: { authorization } }),
      fetch(rs, { headers: { authorization: 'DPoP unknown' } }),
      fetch(rs),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([200, 401, 401]);
  });
});

describe('a posture', () => {
  test('demands a nonce until the newest one comes, and the visits say which rule answered', async () => {
    const { peer, visits } = await peerWith([
      {
        at: 'token',
        when: { nonce: 'not-newest', proof: true },
        give: [{ op: 'demand-nonce', nonce: 'fresh', field: true, description: true }],
      },
    ]);
    const ask = (nonce?: string) =>
      fetch(`${peer.origins.as}/token`, { method: 'POST', body, headers: { DPoP: proof(nonce) } });
    const first = await ask();
    const nonce = first.headers.get('DPoP-Nonce') ?? '';
    const second = await ask(nonce);
    expect([first.status, nonce.length > 0, second.status]).toEqual([400, true, 200]);
    expect(visits.map(({ rule }) => rule)).toEqual([0, undefined]);
  });

  test('cuts a connection, and answers the next request', async () => {
    const { peer } = await peerWith([{ at: 'resource', nth: 1, give: [{ op: 'cut', after: 0 }] }]);
    const ask = async () => (await fetch(peer.origins.rs, { headers: { connection: 'close' } })).status;
    await expect(ask()).rejects.toThrow('fetch failed');
    expect(await ask()).toBe(401);
  });
});

describe('a page of another origin', () => {
  const origin = 'http://127.0.0.1:1';

  test('may send what it likes, with credentials, and its browser is no client', async () => {
    const { peer, visits } = await peerWith([]);
    const wish = { 'Access-Control-Request-Method': 'QUERY', 'Access-Control-Request-Headers': 'dpop,x-own' };
    const { status, headers } = await fetch(peer.origins.rs, { method: 'OPTIONS', headers: { origin, ...wish } });
    const allowed = ['origin', 'credentials', 'methods', 'headers'].map((name) =>
      headers.get(`access-control-allow-${name}`),
    );
    expect([status, ...allowed]).toEqual([204, origin, 'true', 'QUERY', 'dpop,x-own']);
    expect([headers.get('connection'), visits.length]).toEqual(['close', 0]);
  });

  test('may read the nonce and the challenge of every answer', async () => {
    const { peer } = await peerWith([{ at: 'resource', give: [{ op: 'status', value: 503 }] }]);
    const { headers } = await fetch(peer.origins.rs, { headers: { origin } });
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-expose-headers')).toBe('DPoP-Nonce, WWW-Authenticate');
  });
});
