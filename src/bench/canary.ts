import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http } from '../node-http.ts';
import { randomText } from '../proof/keys.ts';

/** A listener that no server has a reason to call. A server that does call it has followed a URL in a proof. */
export type Canary = {
  /** Makes a new URL for one request, without a slash at its end. */
  readonly url: () => string;
  /** How often the URL, or one below it, was requested. */
  readonly visits: (url: string) => number;
  readonly close: () => Promise<void>;
};

/** Listens on loopback, so it can be called only by servers on this machine. */
export async function startCanary(): Promise<Canary> {
  const visited = new Map<string, number>();
  const server = http.createServer((request, response) => {
    const name = request.url?.split('/')[1] ?? '';
    visited.set(name, (visited.get(name) ?? 0) + 1);
    response.writeHead(404).end();
  });
  const origin = await listen(server);
  return {
    url: () => `${origin}/${randomText(9)}`,
    visits: (url) => visited.get(url.split('/').at(-1) ?? '') ?? 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return `http://127.0.0.1:${address.port}`;
}
