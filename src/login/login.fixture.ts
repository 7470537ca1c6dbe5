import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { Provider } from 'oidc-provider';
import { onTestFinished } from 'vitest';
import { createWire } from '../wire/client.ts';
import type { Wire } from '../wire/types.ts';

/** No server listens there, and the host is not an allowed one. */
export const redirectUri = 'https://client.example/cb';

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

export const pages = (listener: RequestListener): Promise<string> => listen(createServer(listener));

export async function oidcProvider(): Promise<string> {
  const server = createServer();
  const issuer = await listen(server);
  const client = {
    client_id: 'app',
    client_secret: 'secret',
    // The second one has a port that browsers refuse to connect to.
    redirect_uris: [redirectUri, 'http://127.0.0.1:1/cb'],
    response_types: ['code'],
  };
  const provider = new Provider(issuer, {
    clients: [{ ...client, grant_types: ['authorization_code', 'refresh_token'] }],
    cookies: { keys: ['key'] },
    pkce: { required: () => false },
    features: { devInteractions: { enabled: true } },
  });
  server.on('request', provider.callback());
  return issuer;
}

export function testWire(connections = 4): Wire {
  const limits = { timeoutMs: 60_000, maxBodyBytes: 262_144, maxFieldBytes: 65_536, connections };
  const wire = createWire({ allowedHosts: ['127.0.0.1'], ...limits });
  onTestFinished(wire.close);
  return wire;
}

export function authorizationUrl(origin: string, query: Readonly<Record<string, string>> = {}, path = '/auth'): string {
  const parameters = {
    client_id: 'app',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 's-1',
  };
  return `${origin}${path}?${new URLSearchParams({ ...parameters, ...query }).toString()}`;
}

export const messageOf = (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => 'logged in',
    (error: unknown) => (error instanceof Error && 'code' in error ? `${String(error.code)} ${error.message}` : error),
  );
