import {
  createServer as createPlain,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import * as oauth from 'oauth4webapi';

type Trust = { readonly issuer: string; readonly audience: string };
export type ResourceServer = { readonly origin: string; readonly close: () => Promise<void> };
type Tls = { readonly cert: string; readonly key: string };

/**
 * A resource server that shares no code with Proofmark. oauth4webapi checks token and proof, with the keys that it finds
 * at the issuer. The server knows only `GET /search?q=…` and `POST /orders` with a form.
 */
export async function startResourceServer({ issuer, audience }: Trust, tls?: Tls): Promise<ResourceServer> {
  const as = { issuer, jwks_uri: `${issuer}/jwks` };
  const listener: RequestListener = (incoming, response) => {
    void answer({ incoming, response, url: `${origin}${incoming.url ?? ''}` }, as, audience);
  };
  const server = tls === undefined ? createPlain(listener) : createTls({ ...tls }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = tls === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { origin, close };
}

type Call = { readonly incoming: IncomingMessage; readonly response: ServerResponse; readonly url: string };

async function answer(
  { incoming, response, url }: Call,
  as: oauth.AuthorizationServer,
  audience: string,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = 'GET', headers } = incoming;
  if (headers.authorization === undefined) {
    response.writeHead(401, { 'WWW-Authenticate': 'DPoP algs="ES256"' }).end();
    return;
  }
  try {
    const fields = Object.entries(headers).map(([name, value]): [string, string] => [name, [value].flat().join(', ')]);
    const options = { requireDPoP: true, [oauth.allowInsecureRequests]: true };
    await oauth.validateJwtAccessToken(as, new Request(url, { method, headers: fields }), audience, options);
  } catch (error) {
    const code = /dpop|proof/i.test(String(error)) ? 'invalid_dpop_proof' : 'invalid_token';
    response.writeHead(401, { 'WWW-Authenticate': `DPoP error="${code}", algs="ES256"` }).end();
    return;
  }
  const found = content(method, new URL(url), Buffer.concat(chunks).toString());
  response.writeHead(found === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(found ?? { error: 'not found' }));
}

function content(method: string, { pathname, searchParams }: URL, body: string): object | undefined {
  if (method === 'GET' && pathname === '/search' && searchParams.get('q') === 'a b') return { found: 'a b' };
  if (method === 'POST' && pathname === '/orders' && body === 'item=1') return { ordered: 1 };
  return undefined;
}
