import { once } from 'node:events';
import { createServer } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import { createWire } from './client.ts';
import { portOf } from './loopback.fixture.ts';
import { cert, key } from './tls.fixture.ts';
import type { Wire } from './types.ts';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function serve(): Promise<number> {
  const server = createServer({ cert, key }, (request, response) => response.end(`${request.method} ${request.url}`));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => new Promise((resolve) => server.close(() => resolve())));
  return portOf(server);
}

function wire(ca?: string): Wire {
  const limits = { timeoutMs: 60_000, maxBodyBytes: 1000, maxFieldBytes: 4096, connections: 4 };
  const created = createWire({ allowedHosts: ['localhost', '127.0.0.1', '127.0.0.2'], ...limits, ...(ca && { ca }) });
  cleanups.push(created.close);
  return created;
}

describe.each([false, true])('TLS (raw: %s)', (raw) => {
  test('a certificate is checked, and trusted when the target names its anchor', async () => {
    const port = await serve();
    const trusting = wire(cert);
    for (const host of ['localhost', '127.0.0.1']) {
      const request = {
        method: 'GET',
        url: `https://${host}:${port}/x`,
        fields: [['Host', 'odd.example']],
        raw,
      } as const;
      expect((await trusting.send(request)).response?.body).toBe('GET /x');
      expect((await wire().send(request)).failure?.kind).toBe('tls');
    }
  });

  test('a replica has to show a certificate for the name in the URL', async () => {
    const via = `https://127.0.0.1:${await serve()}`;
    const request = { method: 'GET', fields: [], raw, via } as const;
    const named = createWire({
      allowedHosts: ['localhost', 'other.localhost', '127.0.0.1'],
      timeoutMs: 60_000,
      maxBodyBytes: 1000,
      maxFieldBytes: 4096,
      connections: 1,
      ca: cert,
    });
    cleanups.push(named.close);
    const exchanges = [
      await named.send({ ...request, url: 'https://localhost/x' }),
      await named.send({ ...request, url: 'https://other.localhost/x' }),
    ];
    expect(exchanges.map(({ response, failure }) => response?.body ?? failure?.kind)).toEqual(['GET /x', 'tls']);
  });

  test('a certificate for another name is refused', async () => {
    const port = await serve();
    const request = { method: 'GET', url: `https://127.0.0.2:${port}/`, fields: [], raw };
    // Listening on 127.0.0.1 only: a refused connection is a connect failure, whatever the scheme.
    expect((await wire(cert).send(request)).failure?.kind).toBe('connect');
    const named = createWire({
      allowedHosts: ['other.localhost'],
      timeoutMs: 60_000,
      maxBodyBytes: 1000,
      maxFieldBytes: 4096,
      connections: 1,
      ca: cert,
    });
    cleanups.push(named.close);
    expect((await named.send({ ...request, url: `https://other.localhost:${port}/` })).failure?.kind).toBe('tls');
  });
});
