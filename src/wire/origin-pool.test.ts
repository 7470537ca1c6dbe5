import { once } from 'node:events';
import { createServer } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { WireOptions } from './client.ts';
import { ok, portOf } from './loopback.fixture.ts';
import { cert, key } from './tls.fixture.ts';
import type { Wire } from './types.ts';
import { get, serve, wireTo as openWire } from './wire.fixture.ts';

const wireTo = (host: string, options: Partial<WireOptions> = {}): Wire =>
  openWire(host, { connections: 2, ...options });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a connection that is kept', () => {
  test('serves the next requests', async () => {
    const server = await serve((socket) => socket.write(ok()));
    const wire = wireTo(server.host);
    for (let each = 0; each < 5; each += 1) await wire.send(get(server.origin));
    expect(server.received.length).toBe(1);
  });

  test('that the server closes before answering is replaced once', async () => {
    const server = await serve((socket, _head, connection) => {
      if (connection === 0 && server.received[0]?.match(/GET/g)?.length === 2) socket.destroy();
      else socket.write(ok());
    });
    const wire = wireTo(server.host);
    await wire.send(get(server.origin));
    expect((await wire.send(get(server.origin))).response?.status).toBe(200);
    expect([server.received.length, wire.sent()]).toEqual([2, 3]);
  });

  test('is replaced no second time', async () => {
    const server = await serve((socket, _head, connection) => {
      if (connection === 0 && server.received[0]?.match(/GET/g)?.length === 1) socket.write(ok());
      else socket.destroy();
    });
    const wire = wireTo(server.host);
    await wire.send(get(server.origin));
    expect((await wire.send(get(server.origin))).failure?.kind).toBe('reset');
    expect(wire.sent()).toBe(3);
  });

  test('is closed when bytes come that answer nothing, and none serves twice from then on', async () => {
    const server = await serve((socket, _head, connection) => {
      socket.write(ok(`${connection}`));
      if (connection === 0) setTimeout(() => socket.write(ok('unasked')), 10);
    });
    const wire = wireTo(server.host);
    const first = await wire.send(get(server.origin));
    await pause(60);
    const second = await wire.send(get(server.origin));
    const third = await wire.send(get(server.origin));
    expect([first, second, third].map(({ response }) => response?.body)).toEqual(['0', '1', '2']);
  });

  test.each([
    ['Connection: close', 2],
    ['Keep-Alive: timeout=1', 2],
    ['Keep-Alive: timeout=60', 1],
    ['Connection: Keep-Alive', 1],
  ])('serves again only as the server says: %s', async (field, connections) => {
    const server = await serve((socket) => socket.write(`HTTP/1.1 200 OK\r\n${field}\r\nContent-Length: 0\r\n\r\n`));
    const wire = wireTo(server.host);
    await wire.send(get(server.origin));
    await wire.send(get(server.origin));
    expect(server.received.length).toBe(connections);
  });

  test('is used last in, first out, and no more than the limit are open', async () => {
    const server = await serve((socket) => setTimeout(() => socket.write(ok()), 5));
    const wire = wireTo(server.host);
    const exchanges = await Promise.all(Array.from({ length: 20 }, () => wire.send(get(server.origin))));
    expect(exchanges.every(({ response }) => response?.status === 200)).toBe(true);
    expect(server.received.length).toBe(2);
    for (let round = 0; round < 5; round += 1) await wire.send(get(server.origin));
    const requests = server.received.map((text) => text.match(/GET/g)?.length ?? 0);
    expect(Math.max(...requests) - Math.min(...requests)).toBeGreaterThanOrEqual(4);
  });

  test('that the server has closed is replaced, though all places are taken', async () => {
    const closing = new Set<number>();
    const server = await serve((socket, _head, connection) => {
      if (closing.has(connection)) socket.destroy();
      else setTimeout(() => socket.write(ok()), 5);
      closing.add(connection);
    });
    const wire = wireTo(server.host);
    const all = (): Promise<unknown[]> =>
      Promise.all([1, 2].map(async () => (await wire.send(get(server.origin))).response?.status));
    expect([await all(), await all()]).toEqual([
      [200, 200],
      [200, 200],
    ]);
    expect(server.received.length).toBe(4);
  });

  test('is no way out of the time-out: an answer begun and never ended is cut there', async () => {
    const server = await serve((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nhe'),
    );
    const { failure } = await wireTo(server.host, { timeoutMs: 100 }).send(get(server.origin));
    expect(failure).toEqual({ kind: 'timeout', message: 'no complete answer within 100 ms' });
  });
});

describe('requests that wait for a connection', () => {
  test('end when they are interrupted, and are not sent', async () => {
    const controller = new AbortController();
    const server = await serve((socket) => {
      controller.abort();
      setTimeout(() => socket.write(ok()), 50);
    });
    const wire = wireTo(server.host, { connections: 1 });
    const first = wire.send(get(server.origin));
    const second = wire.send(get(server.origin), controller.signal);
    const third = wire.send(get(server.origin));
    const outcomes = (await Promise.all([first, second, third])).map(
      ({ response, failure }) => response?.status ?? failure?.message,
    );
    expect(outcomes).toEqual([200, 'interrupted before the answer was complete', 200]);
    expect(server.received.join('').match(/GET/g)?.length).toBe(2);
  });
});

test('a TLS session is resumed by the next connection', async () => {
  const resumed: boolean[] = [];
  const server = createServer({ cert, key }, (_request, response) => {
    response.writeHead(200, { Connection: 'close', 'Content-Length': 0 }).end();
  });
  server.on('secureConnection', (socket: TLSSocket) => resumed.push(socket.isSessionReused()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const wire = wireTo('localhost', { ca: cert });
  for (let round = 0; round < 3; round += 1) {
    const { response } = await wire.send(get(`https://localhost:${portOf(server)}/`));
    expect(response?.status).toBe(200);
  }
  expect(resumed).toEqual([false, true, true]);
});
