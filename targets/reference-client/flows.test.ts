import { describe, expect, test } from 'vitest';
import { login, start, stop } from '../products/kit/launched.fixture.ts';
import { referenceClients, startReference, type ReferenceOptions, type RunningReference } from '../reference/server.ts';
import { driven, type Driven } from './testing/driven.fixture.ts';
import { variants } from './variants.ts';

type Members = Readonly<Record<string, unknown>>;

const redirectUri = 'http://127.0.0.1:1/cb';
const session = 's';
const done = { ok: true };
const token = { ok: true, token_type: 'DPoP', has_refresh: false };
const refreshable = { ...token, has_refresh: true };

async function ready({ ask }: Driven, server: RunningReference, client: Members): Promise<void> {
  const { issuer, resourceBase: resource } = server;
  const settings = { issuer, client, resource, redirect_uri: redirectUri, require_dpop: true };
  expect(await ask({ cmd: 'start', session, ...settings })).toEqual(done);
}

async function authorize({ ask }: Driven, options: Members): Promise<Members> {
  const { navigate } = await ask({ cmd: 'token', session, grant: 'authorization_code', ...options });
  const { headers } = await fetch(String(navigate), { redirect: 'manual' });
  return ask({ cmd: 'callback', session, url: headers.get('location') });
}

const secret = { id: 'confidential', secret: 'reference-secret', auth: 'client_secret_basic' };
const key = referenceClients.find(({ clientId }) => clientId === 'jwt')?.privateJwk;
const identities = [
  secret,
  { ...secret, id: 'post', auth: 'client_secret_post' },
  { id: 'jwt', auth: 'private_key_jwt', key },
  { id: 'public', auth: 'none' },
];

const servers: readonly ReferenceOptions[] = [
  {},
  { variant: 'nonce-required' },
  { variant: 'nonce-single-use' },
  { variant: 'lowercase-token-type' },
  { policy: { parRequired: true } },
];

describe.each(servers)('at the reference server %j', (options) => {
  test.each(identities)('$id gets tokens by a code, refreshes and calls', async (client) => {
    const server = await startReference(options);
    const one = driven();
    try {
      await ready(one, server, client);
      const reply = await one.ask({ cmd: 'token', session, grant: 'client_credentials' });
      expect(reply.ok).toBe(client.auth !== 'none');
      for (const options of [{}, { par: true }, { dpop_jkt: true }, { par: true, dpop_jkt: true }])
        expect(await authorize(one, options)).toEqual(refreshable);
      expect(await one.ask({ cmd: 'token', session, grant: 'refresh_token' })).toEqual(refreshable);
      const url = `${server.resourceBase}/resource?a=b`;
      const post = { cmd: 'call', session, method: 'POST', url, body: 'x', stream: true, times: 2, parallel: 2 };
      expect(await one.ask(post)).toEqual({ ok: true, status: 200, statuses: [200, 200, 200, 200] });
      const { state } = await one.ask({ cmd: 'save', session });
      expect(await one.ask({ cmd: 'load', session: 'later', state })).toEqual(done);
      expect(await one.ask({ cmd: 'token', session: 'later', grant: 'refresh_token' })).toEqual(refreshable);
      expect(await one.ask({ cmd: 'call', session: 'later', url })).toEqual({
        ok: true,
        status: 200,
        statuses: [200],
      });
    } finally {
      await one.stop();
      await server.close();
    }
  });
});

describe('a lawful variant is served at the reference server:', () => {
  test.each(variants)('$id', async ({ id, lacks }) => {
    const server = await startReference({ variant: 'all-algorithms' });
    const one = driven({ variant: id });
    try {
      await ready(one, server, secret);
      expect(await one.ask({ cmd: 'token', session, grant: 'client_credentials' })).toEqual(token);
      const url = `${server.resourceBase}/resource`;
      expect(await one.ask({ cmd: 'call', session, url })).toEqual({ ok: true, status: 200, statuses: [200] });
      if (lacks.includes('par')) return;
      expect(await authorize(one, { par: true })).toEqual(refreshable);
      expect(await one.ask({ cmd: 'token', session, grant: 'refresh_token' })).toEqual(refreshable);
      expect(await one.ask({ cmd: 'call', session, url })).toEqual({ ok: true, status: 200, statuses: [200] });
    } finally {
      await one.stop();
      await server.close();
    }
  });
});

test.each([[[]], [['--nonce', 'required']]])('oidc-provider %j serves a login, a refresh and a call', async (flags) => {
  const secret = 'a-secret-for-this-run-only';
  const provider = await start('oidc-provider', flags, { PROOFMARK_CLIENT_SECRET: secret });
  const one = driven();
  try {
    const client = { id: 'public', auth: 'none' };
    const settings = { issuer: provider.url, client, resource: provider.url, scope: 'openid offline_access' };
    expect(await one.ask({ cmd: 'start', session, ...settings, redirect_uri: redirectUri })).toEqual(done);
    const { navigate } = await one.ask({ cmd: 'token', session, grant: 'authorization_code', par: true });
    const callback = await login(new URL(String(navigate)));
    expect(await one.ask({ cmd: 'callback', session, url: callback.href })).toEqual(refreshable);
    expect(await one.ask({ cmd: 'token', session, grant: 'refresh_token' })).toEqual(refreshable);
    const call = { cmd: 'call', session, url: `${provider.url}/me` };
    expect(await one.ask(call)).toEqual({ ok: true, status: 200, statuses: [200] });
  } finally {
    await one.stop();
    await stop(provider.process);
  }
});
