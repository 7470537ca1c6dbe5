import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ok, portOf } from './loopback.fixture.ts';
import type { WireExchange, WireRequest } from './types.ts';
import { get, serve, wireTo } from './wire.fixture.ts';

const outcome = ({ response, failure }: WireExchange) => failure?.kind ?? response?.status;

describe('a kept connection that turns out to be dead', () => {
  /** Answers the first request of each connection, and ends it at the next. */
  const serveOnce = () => {
    const used = new WeakSet<object>();
    return serve((socket) => {
      if (used.has(socket)) return void socket.destroy();
      used.add(socket);
      socket.write(ok());
    });
  };
  const both = async (more: Partial<WireRequest>): Promise<readonly [WireExchange, readonly string[]]> => {
    const server = await serveOnce();
    const wire = wireTo(server.host);
    await wire.send(get(server.origin));
    return [await wire.send(get(`${server.origin}/proof`, more)), server.received];
  };
  const counted = (received: readonly string[]): number => received.join('').split('/proof').length - 1;

  test('costs a new connection, and the same bytes go out again', async () => {
    const [exchange, received] = await both({});
    expect([outcome(exchange), exchange.stale, counted(received)]).toEqual([200, undefined, 2]);
  });

  test('leaves a request that may go out only once to be made anew', async () => {
    const [exchange, received] = await both({ once: true });
    expect([outcome(exchange), exchange.stale, counted(received)]).toEqual(['reset', true, 1]);
  });

  test('is never met by a request that asks for a new one', async () => {
    const [exchange, received] = await both({ once: true, fresh: true });
    expect([outcome(exchange), exchange.stale, counted(received)]).toEqual([200, undefined, 1]);
  });
});

describe('what goes out', () => {
  test('field lines keep their order, case and repetition, and only Connection is added', async () => {
    const server = await serve((socket) => socket.write(ok()));
    await wireTo(server.host).send({
      method: 'POST',
      url: `${server.origin}/a/../b%7e?q=%41`,
      fields: [
        ['dPoP', 'one'],
        ['HOST', 'elsewhere.example'],
        ['DPoP', 'two'],
        ['content-length', '3'],
        ['X-Latin', 'caf\u00e9'],
      ],
      body: 'a=1',
    });
    expect(server.received).toEqual([
      'POST /a/../b%7e?q=%41 HTTP/1.1\r\ndPoP: one\r\nHOST: elsewhere.example\r\nDPoP: two\r\ncontent-length: 3\r\n' +
        'X-Latin: caf\u00e9\r\nConnection: keep-alive\r\n\r\na=1',
    ]);
  });

  test('Host and Content-Length are added when absent; the fragment and userinfo stay here', async () => {
    const server = await serve((socket) => socket.write(ok()));
    const wire = wireTo(server.host);
    await wire.send({ method: 'POST', url: `http://u:p@${server.host}?x#f`, fields: [['A', '1']], body: 'é' });
    await wire.send(get(`${server.origin}#f`));
    expect(server.received).toEqual([
      `POST /?x HTTP/1.1\r\nHost: ${server.host}\r\nA: 1\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\n\u00c3\u00a9` +
        `GET / HTTP/1.1\r\nHost: ${server.host}\r\nConnection: keep-alive\r\n\r\n`,
    ]);
  });

  test('a raw request goes out verbatim: control bytes, odd and repeated Host, lower-case method', async () => {
    const server = await serve((socket) => socket.end(ok('raw')));
    const exchange = await wireTo(server.host).send({
      method: 'gEt',
      url: `${server.origin}/x y`,
      fields: [
        ['Host', 'a@b/c?d'],
        ['host', 'second'],
        ['DPoP', 'nul\0 \x01\x7f'],
      ],
      raw: true,
    });
    expect(server.received).toEqual([
      'gEt /x HTTP/1.1\r\nHost: a@b/c?d\r\nhost: second\r\nDPoP: nul\0 \x01\x7f\r\nConnection: close\r\n\r\n'.replace(
        '/x',
        '/x y',
      ),
    ]);
    expect(exchange.response).toEqual({ status: 200, fields: [['Content-Length', '3']], body: 'raw', bodyBytes: 3 });
    expect(exchange.firstByteMs).toBeGreaterThan(0);
  });

  test('what Node would refuse or rewrite goes out raw unasked', async () => {
    const server = await serve((socket) => socket.end(ok()));
    const exchange = await wireTo(server.host).send(get(server.origin, { method: 'post', fields: [['A', '\x01']] }));
    expect(exchange.response?.status).toBe(200);
    expect(server.received).toEqual([
      `post / HTTP/1.1\r\nHost: ${server.host}\r\nA: \x01\r\nConnection: close\r\n\r\n`,
    ]);
  });

  test('a raw connection ends with its answer, though the server would keep it open', async () => {
    const closed = Promise.withResolvers<string>();
    const server = await serve((socket) => {
      socket.once('close', () => closed.resolve('closed'));
      socket.write(ok('raw'));
    });
    await wireTo(server.host).send(get(server.origin, { raw: true }));
    expect(await closed.promise).toBe('closed');
  });

  test('a line break in the head is held back unless the request is raw', async () => {
    const server = await serve((socket) => socket.end(ok()));
    const wire = wireTo(server.host);
    const fields = [['A', 'b\r\nC: d']] as const;
    const held = await wire.send(get(server.origin, { fields }));
    expect(held.failure).toEqual({
      kind: 'not-allowed',
      message: 'a line break in the head of a request needs raw: true',
    });
    await wire.send(get(server.origin, { fields, raw: true }));
    expect(server.received).toEqual([
      `GET / HTTP/1.1\r\nHost: ${server.host}\r\nA: b\r\nC: d\r\nConnection: close\r\n\r\n`,
    ]);
  });
});

describe('a request via another origin', () => {
  test.each([false, true])('keeps its URL and Host; only the connection goes there (raw: %s)', async (raw) => {
    const [named, other] = [
      await serve((socket) => socket.end(ok('named'))),
      await serve((socket) => socket.end(ok())),
    ];
    const wire = wireTo(named.host, { allowedHosts: [named.host, other.host] });
    const request = get(`${named.origin}/x?y`, { via: other.origin, raw });
    const { response } = await wire.send(request);
    await wire.burst([request]);
    expect([response?.status, named.received]).toEqual([200, []]);
    const head = `GET /x?y HTTP/1.1\r\nHost: ${named.host}\r\nConnection: `;
    expect(other.received.map((text) => text.startsWith(head))).toEqual([true, true]);
  });

  test('goes nowhere unless both hosts are allowed', async () => {
    const server = await serve((socket) => socket.end(ok()));
    const via = server.origin;
    const messages = [
      await wireTo('public.example').send(get('http://public.example/', { via })),
      await wireTo(server.host).send(get('http://public.example/', { via })),
    ].map(({ failure }) => failure?.message.split(' ')[0]);
    expect([messages, server.received]).toEqual([[via, 'public.example'], []]);
  });
});

describe('what comes back', () => {
  test('field lines keep order, case and repetition', async () => {
    const server = await serve((socket) =>
      socket.write(
        'HTTP/1.1 401 No\r\nwWW-authenticate: a\r\nX: \xe9\r\nWWW-Authenticate: b\r\nContent-Length: 0\r\n\r\n',
        'latin1',
      ),
    );
    const { response } = await wireTo(server.host).send(get(server.origin));
    expect(response).toEqual({
      status: 401,
      fields: [
        ['wWW-authenticate', 'a'],
        ['X', 'é'],
        ['WWW-Authenticate', 'b'],
        ['Content-Length', '0'],
      ],
      body: '',
      bodyBytes: 0,
    });
  });

  test('a redirect is not followed, an answer to HEAD has no body, 101 is an answer', async () => {
    const answers = ['302 Found\r\nLocation: /x\r\n', '200 OK\r\n', '101 Hm\r\nConnection: upgrade\r\nUpgrade: x\r\n'];
    const server = await serve((socket, head) => {
      const answer = answers[Number(head.charAt(head.indexOf('/') + 1))] ?? '';
      socket.write(`HTTP/1.1 ${answer}${answer.startsWith('101') ? '' : 'Content-Length: 5\r\n'}\r\n`);
      if (answer.startsWith('302')) socket.write('moved');
    });
    const wire = wireTo(server.host);
    const answered = [
      await wire.send(get(`${server.origin}/0`)),
      await wire.send(get(`${server.origin}/1`, { method: 'HEAD' })),
      await wire.send(get(`${server.origin}/2`)),
    ];
    expect(answered.map(({ response }) => [response?.status, response?.body])).toEqual([
      [302, 'moved'],
      [200, ''],
      [101, ''],
    ]);
  });
});

describe('bounds', () => {
  test('an endless body is cut at the limit and the connection is dropped', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const server = await serve((socket) => {
      closed = once(socket, 'close');
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      const pump = setInterval(() => socket.write(`190\r\n${'x'.repeat(400)}\r\n`), 1);
      socket.once('close', () => clearInterval(pump));
    });
    const { response } = await wireTo(server.host).send(get(server.origin));
    expect(response?.body).toBe('x'.repeat(1000));
    expect(response?.bodyBytes).toBeGreaterThan(1000);
    await closed;
  });

  test.each([false, true])('a head above the limit is too large (raw: %s)', async (raw) => {
    const server = await serve((socket) => socket.write(`HTTP/1.1 200 OK\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`));
    expect(outcome(await wireTo(server.host).send(get(server.origin, { raw })))).toBe('too-large');
  });

  test.each([false, true])('silence and a slow drip end at the timeout (raw: %s)', async (raw) => {
    const server = await serve((socket, head) => {
      if (head.startsWith('GET /silent')) return;
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n');
      const drip = setInterval(() => socket.write('x'), 20);
      socket.once('close', () => clearInterval(drip));
    });
    const wire = wireTo(server.host, { timeoutMs: 150 });
    const [silent, drip] = await Promise.all([
      wire.send(get(`${server.origin}/silent`, { raw })),
      wire.send(get(`${server.origin}/drip`, { raw })),
    ]);
    const failure = { kind: 'timeout', message: 'no complete answer within 150 ms' };
    expect([silent.failure, drip.failure]).toEqual([failure, failure]);
    expect(drip.response).toBeUndefined();
    expect(drip.totalMs).toBeLessThan(300_000);
  });

  test('waiting in our own pool does not count towards the timeout', async () => {
    const server = await serve((socket) => setTimeout(() => socket.write(ok()), 3500));
    const wire = wireTo(server.host, { timeoutMs: 10_000, connections: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => wire.send(get(server.origin))));
    expect(answers.map(outcome)).toEqual([200, 200, 200]);
    expect(Math.max(...answers.map(({ totalMs }) => totalMs))).toBeLessThan(10_000);
  });

  test('the rate and the budget of requests hold', async () => {
    const server = await serve((socket) => socket.write(ok()));
    const wire = wireTo(server.host, { requestsPerSecond: 20, maxRequests: 16 });
    const start = performance.now();
    const answers = await Promise.all(Array.from({ length: 17 }, () => wire.send(get(server.origin))));
    expect(performance.now() - start).toBeGreaterThan(700);
    expect(answers.map(outcome)).toEqual([...Array.from({ length: 16 }, () => 200), 'not-allowed']);
    expect(answers[16]?.failure?.message).toBe('the budget of 16 requests is spent');
    expect(wire.sent()).toBe(16);
  });
});

describe('faults', () => {
  test('a reset, a half answer, a non-HTTP answer and a refused connection are different failures', async () => {
    const answers: Record<string, string> = {
      '/half': 'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf',
      '/head': 'HTTP/1.1 200 OK\r\nContent-',
      '/noise': 'SSH-2.0-OpenSSH\r\n',
    };
    const server = await serve((socket, head) => {
      const answer = answers[head.split(' ')[1] ?? ''];
      if (answer === undefined) socket.resetAndDestroy();
      else socket.end(answer);
    });
    const wire = wireTo('127.0.0.1');
    for (const raw of [false, true]) {
      const exchanges = [];
      for (const path of ['/reset', '/half', '/head', '/noise']) {
        exchanges.push(await wire.send(get(`${server.origin}${path}`, { raw })));
      }
      expect(exchanges.map(outcome)).toEqual(['reset', 'reset', 'reset', 'protocol']);
      expect(exchanges[1]?.failure?.message).toBe('the answer (status 200) broke off after 4 bytes of its body');
      expect(exchanges.every(({ response }) => response === undefined)).toBe(true);
    }
    await server.close();
    expect(outcome(await wire.send(get(server.origin)))).toBe('connect');
    expect(outcome(await wire.send(get(server.origin, { raw: true })))).toBe('connect');
  });

  test('a refusal counts that a server sends before it resets the connection, an acceptance without its end does not', async () => {
    const server = await serve((socket, head) => {
      const status = head.split(' ')[1]?.slice(1) ?? '';
      socket.write(`HTTP/1.1 ${status} Any\r\nConnection: close\r\n\r\nwhy`, () => socket.resetAndDestroy());
    });
    const wire = wireTo('127.0.0.1');
    for (const raw of [false, true]) {
      const answerTo = async (status: number) => wire.send(get(`${server.origin}/${status}`, { raw }));
      expect((await answerTo(431)).response).toMatchObject({ status: 431, body: 'why' });
      expect((await answerTo(500)).response?.status).toBe(500);
      expect(outcome(await answerTo(200))).toBe('reset');
    }
    await server.close();
  });

  test('a name that does not resolve is a dns failure', async () => {
    expect(outcome(await wireTo('proofmark.invalid').send(get('http://proofmark.invalid/')))).toBe('dns');
  });

  test('a plain port spoken to by TLS is a tls failure', async () => {
    const server = await serve((socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n'));
    const url = server.origin.replace('http:', 'https:');
    expect(outcome(await wireTo(server.host).send(get(url)))).toBe('tls');
    expect(outcome(await wireTo(server.host).send(get(url, { raw: true })))).toBe('tls');
  });

  test.each(['ftp://127.0.0.1/', '/relative', 'http://', 'http://ok\\@127.0.0.1/', 'http://127.0.0.1:99999/'])(
    '%s is not sent anywhere',
    async (url) => {
      const wire = wireTo('127.0.0.1');
      expect(outcome(await wire.send(get(url)))).toBe('not-allowed');
      expect(wire.sent()).toBe(0);
    },
  );

  test('a host that is not allowed is not contacted, whatever the URL looks like', async () => {
    const server = await serve((socket) => socket.end(ok()));
    const wire = wireTo('allowed.example', { allowedHosts: ['allowed.example', '127.0.0.1:1'] });
    const urls = [
      server.origin,
      `http://allowed.example@${server.host}/`,
      `http://0x7f.1:${server.host.split(':')[1]}/`,
    ];
    const exchanges = await Promise.all(urls.map((url) => wire.send(get(url))));
    expect(exchanges.map(outcome)).toEqual(['not-allowed', 'not-allowed', 'not-allowed']);
    expect(server.received).toEqual([]);
    expect(wire.sent()).toBe(0);
  });

  test('an interrupted request and a closed wire say so', async () => {
    const controller = new AbortController();
    const server = await serve((_socket, _head, connection) => {
      if (connection === 1) controller.abort();
    });
    const wire = wireTo(server.host);
    const [first, second] = [wire.send(get(server.origin), controller.signal), wire.send(get(server.origin))];
    expect((await first).failure).toEqual({
      kind: 'not-allowed',
      message: 'interrupted before the answer was complete',
    });
    await wire.close();
    expect([outcome(await second), outcome(await wire.send(get(server.origin)))]).toEqual([
      'not-allowed',
      'not-allowed',
    ]);
    expect(wire.sent()).toBe(2);
  });
});

test.each(['127.0.0.1', '::1'])('localhost is found when the server listens on %s', async (host) => {
  const server = createServer((_request, response) => response.end('here')).listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const wire = wireTo('localhost');
  for (const raw of [false, true]) {
    const { response } = await wire.send(get(`http://localhost:${portOf(server)}/`, { raw }));
    expect(response?.body).toBe('here');
  }
  await wire.close();
});
