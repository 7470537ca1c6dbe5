import { createServer, type ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { defined } from '../defined.ts';
import { createWire } from './client.ts';
import type { WireRequest } from './types.ts';

type Seen = { readonly text: string; readonly port: number | undefined };

/** Answers when so many requests have arrived, and not before. */
async function withServer(task: (url: string, seen: readonly Seen[]) => Promise<void>, together = 1): Promise<void> {
  const seen: Seen[] = [];
  const waiting: ServerResponse[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({
        text: `${request.headers.host ?? ''} ${body}`,
        port: request.socket.remotePort,
      });
      waiting.push(response.writeHead(seen.length === 1 ? 200 : 400));
      if (seen.length >= together) for (const one of waiting.splice(0)) one.end();
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  try {
    await task(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/x`, seen);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const open = (allowedHosts: readonly string[], maxRequests?: number) =>
  createWire({
    allowedHosts,
    timeoutMs: 60_000,
    maxBodyBytes: 1000,
    maxFieldBytes: 10_000,
    connections: 2,
    ...defined({ maxRequests }),
  });

const copies = (url: string, times: number): readonly WireRequest[] =>
  Array.from({ length: times }, () => ({ method: 'POST', url, fields: [], body: 'a=b' }));

describe('a burst', () => {
  test('arrives complete, over connections of its own, at one moment', async () => {
    await withServer(async (url, seen) => {
      const wire = open(['127.0.0.1']);
      const exchanges = await wire.burst(copies(url, 10));
      await wire.close();
      expect(exchanges.map(({ response }) => response?.status ?? 0).toSorted((a, b) => a - b)).toEqual([
        200,
        ...Array<number>(9).fill(400),
      ]);
      expect(new Set(seen.map(({ text }) => text))).toEqual(new Set([`${new URL(url).host} a=b`]));
      expect(new Set(seen.map(({ port }) => port)).size).toBe(10);
    }, 10);
  });

  test('goes to allowed hosts only', async () => {
    const wire = open([]);
    const exchanges = await wire.burst(copies('http://127.0.0.1:1/', 2));
    await wire.close();
    expect(exchanges.map(({ failure }) => failure?.kind)).toEqual(['not-allowed', 'not-allowed']);
  });

  test('keeps to the budget, and answers stand beside their requests', async () => {
    await withServer(async (url) => {
      const wire = open(['127.0.0.1'], 1);
      const exchanges = await wire.burst(copies(url, 2));
      await wire.close();
      expect(exchanges.map(({ response, failure }) => [response?.status, failure?.kind])).toEqual([
        [200, undefined],
        [undefined, 'not-allowed'],
      ]);
    });
  });

  test('a connection that is refused is a failure of its own', async () => {
    const wire = open(['127.0.0.1']);
    const exchanges = await wire.burst(copies('http://127.0.0.1:1/', 2));
    await wire.close();
    expect(exchanges.map(({ failure }) => failure?.kind)).toEqual(['connect', 'connect']);
  });
});
