import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/fold.ts';
import { renderHtml } from '../../report/formats/html.ts';
import { serveFolder } from './serve.ts';

const page = '<!doctype html><script>globalThis.ran = true</script>';

/** A folder with one run, what must not be served beside it, and links that lead out of it. */
async function folder(): Promise<{ readonly root: string; readonly outside: string }> {
  const base = await mkdtemp(join(tmpdir(), 'proofmark-serve-'));
  onTestFinished(async () => rm(base, { recursive: true, force: true }));
  const [root, outside] = [join(base, 'runs'), join(base, 'private')];
  await mkdir(join(root, 'a b'), { recursive: true });
  await mkdir(join(root, '.hidden'));
  await mkdir(outside);
  await writeFile(join(root, 'a b/record.ndjson'), `{"type":"x"}\n`);
  await writeFile(join(root, 'a b/report.html'), renderHtml(foldRecord(mixedRun())));
  await writeFile(join(root, 'a b/result.json'), '{}');
  await writeFile(join(root, 'a b/badge.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(root, 'report.html'), page);
  await writeFile(join(root, '.env'), 'SECRET=1');
  await writeFile(join(root, 'notes.html'), page);
  await writeFile(join(root, '.hidden/report.html'), page);
  await writeFile(join(outside, 'report.html'), 'private');
  await writeFile(join(outside, 'record.ndjson'), 'private');
  await symlink(outside, join(root, 'out'));
  await mkdir(join(root, 'links'));
  await symlink(join(outside, 'report.html'), join(root, 'links/report.html'));
  await symlink(join(root, '.env'), join(root, 'links/result.json'));
  await mkdir(join(root, 'odd/record.ndjson'), { recursive: true });
  return { root, outside };
}

async function serving(root: string) {
  const controller = new AbortController();
  const { url, ended } = await serveFolder({ cwd: root, signal: controller.signal }, { folder: '.', port: 0 });
  const stop = async (): Promise<void> => {
    controller.abort();
    await ended;
  };
  onTestFinished(stop);
  return { port: Number(new URL(url).port), url, stop };
}

type Asked = { readonly path?: string; readonly method?: string; readonly host?: string };

async function ask(port: number, { path = '/', method = 'GET', host = `127.0.0.1:${port}` }: Asked = {}) {
  const sent = request({ host: '127.0.0.1', port, path, method, headers: { Host: host }, agent: false });
  sent.end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

describe('what is served', () => {
  test('is the index, reports and records, each with its type, by GET and HEAD', async () => {
    const { root } = await folder();
    const { port } = await serving(root);
    const index = await ask(port);
    expect([index.status, index.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(index.body).toContain('record.ndjson:1: ');
    const types = await Promise.all(
      ['report.html', 'record.ndjson', 'result.json', 'badge.svg'].map(async (name) => {
        const { status, headers } = await ask(port, { path: `/a%20b/${name}?x` });
        return [status, headers['content-type']];
      }),
    );
    expect(types).toEqual([
      [200, 'text/html; charset=utf-8'],
      [200, 'application/x-ndjson; charset=utf-8'],
      [200, 'application/json; charset=utf-8'],
      [200, 'image/svg+xml; charset=utf-8'],
    ]);
    const head = await ask(port, { path: '/a%20b/record.ndjson', method: 'HEAD' });
    expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '13', '']);
  });

  test('shows a run that was added meanwhile', async () => {
    const { root } = await folder();
    const { port } = await serving(root);
    expect((await ask(port)).body).not.toContain('later/record.ndjson');
    await mkdir(join(root, 'later'));
    await writeFile(join(root, 'later/record.ndjson'), 'x');
    expect((await ask(port)).body).toContain('later/record.ndjson');
  });
});

describe('what is not served', () => {
  test.each([
    '/../private/report.html',
    '/%2e%2e/private/report.html',
    '/a%20b/..%2f..%2fprivate%2freport.html',
    '/a%20b/..%5c..%5cprivate%5creport.html',
    '/..%2fprivate/report.html',
    '//private/report.html',
    '/a%20b//report.html',
    '/./report.html',
    '/report.html%00',
    '/%',
    '/%c3%28/report.html',
    '/out/report.html',
    '/out/record.ndjson',
    '/links/report.html',
    '/links/result.json',
    '/.env',
    '/.hidden/report.html',
    '/notes.html',
    '/odd/record.ndjson',
    '/a%20b',
    '/a%20b/',
    '/missing/report.html',
    'http://127.0.0.1/report.html',
    '*',
  ])('%s', async (path) => {
    const { root } = await folder();
    const { port } = await serving(root);
    const { status, body } = await ask(port, { path });
    expect([status, body]).toEqual([404, 'There is no such report.\n']);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('anything for %s', async (method) => {
    const { root } = await folder();
    const { port } = await serving(root);
    const { status, headers } = await ask(port, { method, path: '/report.html' });
    expect([status, headers['allow']]).toEqual([405, 'GET, HEAD']);
  });

  test.each([
    ['of another site', 'evil.example'],
    ['of another site with the port', 'evil.example:PORT'],
    ['that begins as ours', '127.0.0.1:PORT.evil.example'],
    ['without the port', 'localhost'],
    ['of another port', '127.0.0.1:1'],
    ['of any address', '0.0.0.0:PORT'],
  ])('anything under a name %s', async (_what, name) => {
    const { root } = await folder();
    const { port } = await serving(root);
    const { status, body } = await ask(port, { host: name.replace('PORT', String(port)) });
    expect([status, body]).toEqual([403, 'This server answers to its own address only.\n']);
  });

  test('anything to a request with no name, or with two', async () => {
    const { root } = await folder();
    const { port } = await serving(root);
    const raw = async (bytes: string): Promise<string> => {
      const socket = connect(port, '127.0.0.1');
      socket.end(bytes);
      return text(socket);
    };
    const own = `Host: 127.0.0.1:${port}\r\n`;
    const answers = [
      await raw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n'),
      await raw('GET / HTTP/1.0\r\n\r\n'),
      await raw('GET / HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n'),
      await raw(`GET /report.html HTTP/1.1\r\nHost: evil.example\r\n${own}Connection: close\r\n\r\n`),
    ];
    expect(answers.map((answer) => answer.split(' ', 2)[1])).toEqual(['400', '403', '403', '403']);
  });

  test('anything on another address of the machine', async () => {
    const { root } = await folder();
    const { port } = await serving(root);
    const others = Object.values(networkInterfaces()).flatMap((list) =>
      (list ?? []).filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
    );
    for (const address of [...others, '127.0.0.2']) {
      const socket = connect(port, address);
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      expect(error.code).toBe('ECONNREFUSED');
    }
  });
});

describe('every answer', () => {
  test.each(['/', '/report.html', '/a%20b/report.html', '/a%20b/badge.svg', '/missing', '/.env'])(
    'of %s is strict with the browser',
    async (path) => {
      const { root } = await folder();
      const { port } = await serving(root);
      const { headers } = await ask(port, { path });
      expect(headers).toMatchObject({
        'cache-control': 'no-store',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['content-security-policy']).toMatch(/^default-src 'none';.*frame-ancestors 'none'/);
    },
  );

  test('lets the script of a report of ours run, and of no other page', async () => {
    const { root } = await folder();
    const { port } = await serving(root);
    const policies = await Promise.all(
      ['/a%20b/report.html', '/report.html'].map(async (path) => {
        const { headers } = await ask(port, { path });
        return headers['content-security-policy'];
      }),
    );
    expect(policies[0]).toMatch(/; script-src 'sha256-[\w+/=]{44}'; /);
    expect(policies[1]).not.toContain('script-src');
  });
});

describe('the server', () => {
  test('ends at the signal although a connection is open, and frees its port', async () => {
    const { root } = await folder();
    const { port, stop } = await serving(root);
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    await stop();
    await closed;
    const again = await serveFolder({ cwd: root, signal: AbortSignal.abort() }, { folder: '.', port });
    await again.ended;
    expect(socket.destroyed).toBe(true);
  });

  test('does not start without a folder, or on a port that is taken', async () => {
    const { root } = await folder();
    const { port } = await serving(root);
    const host = { cwd: root, signal: new AbortController().signal };
    await expect(serveFolder(host, { folder: 'none', port: 0 })).rejects.toMatchObject({ code: 'ERR_USAGE' });
    await expect(serveFolder(host, { folder: 'report.html', port: 0 })).rejects.toMatchObject({ code: 'ERR_USAGE' });
    await expect(serveFolder(host, { folder: '.', port })).rejects.toThrow(/another program has it/);
  });
});
