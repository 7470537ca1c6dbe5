import { createServer, request as ask, type RequestListener } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type ProxyOptions = {
  /** Ends TLS with this certificate. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** The first part of the path, which it takes away. */
  readonly prefix?: string;
  /** Names the upstream in `Host`, and not itself. */
  readonly rewritesHost?: boolean;
  /** A field that it takes away. */
  readonly drops?: string;
  /** Gives no reason for a refusal. */
  readonly mutes?: boolean;
};

/** A proxy in front of a server on loopback. It says nothing of itself in any field. */
export async function startProxy(upstream: string, options: ProxyOptions): Promise<{ readonly origin: string }> {
  const { tls, prefix = '', rewritesHost = false, drops, mutes = false } = options;
  const { hostname, port, host } = new URL(upstream);
  const listener: RequestListener = (incoming, response) => {
    const kept = Object.entries(incoming.headers).filter(([name]) => name !== drops);
    const headers = { ...Object.fromEntries(kept), ...(rewritesHost ? { host } : {}) };
    const path = incoming.url?.startsWith(`${prefix}/`) === true ? incoming.url.slice(prefix.length) : '/none';
    const outgoing = ask({ hostname, port, path, method: incoming.method, headers }, (answer) => {
      if (mutes && (answer.statusCode ?? 502) >= 400) {
        const status = incoming.headers.authorization === undefined ? 401 : 400;
        response.writeHead(status, { 'www-authenticate': 'DPoP' }).end();
        return;
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  };
  const server = tls === undefined ? createServer(listener) : createTls({ ...tls }, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const own = (server.address() as AddressInfo).port;
  return { origin: tls === undefined ? `http://127.0.0.1:${own}` : `https://localhost:${own}` };
}
