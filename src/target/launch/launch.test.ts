import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { input } from 'zod';
import { LaunchDescriptor } from '../descriptor/launch.ts';
import { launch, type Launched, type LaunchOptions } from './launch.ts';
import { freePort } from '../ports.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

type Input = Partial<input<typeof LaunchDescriptor>>;

const node = (script: string, more: Input = {}): LaunchDescriptor =>
  LaunchDescriptor.parse({ command: ['node', '-e', script], ready: { line: 'ready' }, ...more });

async function start(
  descriptors: readonly LaunchDescriptor[],
  options: Partial<LaunchOptions> = {},
): Promise<Launched> {
  const launched = await launch(descriptors, { cwd: process.cwd(), env: process.env, ...options });
  stops.push(launched.stop);
  return launched;
}

const rejected = (running: Promise<unknown>): Promise<unknown> =>
  running.then(
    () => 'started',
    (error: unknown) => error,
  );

const serving = (port: number): string =>
  `require('node:http').createServer((q, s) => { s.statusCode = 503; s.end() }).listen(${port}, '127.0.0.1')`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie that the first process of the container has not collected counts as ended.
    if (process.platform !== 'linux') return true;
    return !/^State:\s*[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<boolean> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
  return true;
}

describe('launch', () => {
  test('waits for the line, and logs every line without its control characters', async () => {
    const lines: string[] = [];
    const script = `console.error('warming \\x1b[31mup\\x07'); setTimeout(() => console.log('ready on 1'), 50); setInterval(() => {}, 1e9)`;
    await start([node(script)], { log: (line) => lines.push(line) });
    expect(lines).toEqual(['warming up', 'ready on 1']);
  });

  test('waits until the URL answers, whatever it answers', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/health`;
    await start([node(`setTimeout(() => ${serving(port)}, 150)`, { ready: { url } })]);
    expect((await fetch(url)).status).toBe(503);
  });

  test('gives the child what names programs, files and authorities, and its own env only, with secrets looked up', async () => {
    const lines: string[] = [];
    const env = { PATH: '/bin', HOME: '/', PIP_CERT: '/ca', OUTER: 'secret', UNUSED: 'x' };
    const script = `console.log(JSON.stringify(process.env)); console.log('ready'); setInterval(() => {}, 1e9)`;
    const descriptor = node(script, { env: { PLAIN: 'p', INNER: { env: 'OUTER' } } });
    await start([descriptor], { env, log: (line) => lines.push(line) });
    const given = JSON.parse(lines[0] ?? '') as Record<string, string>;
    expect(given).toEqual({ ...given, PATH: '/bin', HOME: '/', PIP_CERT: '/ca', PLAIN: 'p', INNER: 'secret' });
    expect(Object.keys(given)).toHaveLength(6);
  });

  test('a missing environment variable is named', async () => {
    expect(await rejected(start([node('', { env: { INNER: { env: 'NOT_SET' } } })], { env: {} }))).toMatchObject({
      code: 'ERR_TARGET_LAUNCH',
      message: 'launch.env.INNER needs the environment variable NOT_SET; set it',
    });
  });

  test('a crash is reported with the last lines of standard error', async () => {
    const descriptor = node(`console.error('no database\\nat all'); process.exitCode = 3`);
    expect(await rejected(start([descriptor]))).toMatchObject({
      code: 'ERR_TARGET_LAUNCH',
      message: `"${descriptor.command.join(' ')}" exited with code 3; its last lines:\nno database\nat all`,
    });
  });

  test('what says with 127 that this machine lacks something is reported in its own words alone', async () => {
    const script = 'console.error("Keycloak is not available here: java cannot be started."); process.exit(127)';
    expect(await rejected(start([node(script)]))).toMatchObject({
      code: 'ERR_TARGET_LAUNCH',
      message: 'Keycloak is not available here: java cannot be started.',
    });
  });

  test('a folder for what it writes is removed with it', async () => {
    const lines: string[] = [];
    const script =
      'console.log("at " + process.env.PROOFMARK_SCRATCH); console.log("ready"); setInterval(() => {}, 999)';
    const { stop } = await start([node(script)], { log: (line) => lines.push(line) });
    const folder = lines[0]?.slice(3) ?? '';
    expect(existsSync(folder)).toBe(true);
    await stop();
    expect(existsSync(folder)).toBe(false);
  });

  test('an unknown command and a late one are reported', async () => {
    const unknown = LaunchDescriptor.parse({ command: ['no-such-program'], ready: { line: '' } });
    expect(await rejected(start([unknown]))).toMatchObject({
      message: '"no-such-program" spawn no-such-program ENOENT; it wrote nothing',
    });
    const late = await rejected(start([node('setInterval(() => {}, 1e9)', { readySeconds: 0.2 })]));
    expect(String(late)).toMatch(/ was not ready within 0.2 s; it wrote nothing$/);
    expect(late).toMatchObject({ advice: { at: ['launch', 'readySeconds'] } });
  });

  test('an interrupted launch ends what it started', async () => {
    const controller = new AbortController();
    let pid = 0;
    const log = (line: string): void => {
      pid = Number(line);
      controller.abort();
    };
    const running = start([node('console.log(process.pid); setInterval(() => {}, 1e9)')], {
      signal: controller.signal,
      log,
    });
    expect(String(await rejected(running))).toMatch(/ was interrupted before it was ready/);
    expect(isAlive(pid)).toBe(false);
  });

  test('a server that already answers at the URL is not mistaken for ours', async () => {
    const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    stops.push(() => new Promise((resolve) => server.close(() => resolve())));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
    expect(await rejected(start([node('', { ready: { url } })]))).toMatchObject({
      code: 'ERR_TARGET_LAUNCH',
      message: `something already answers at ${url}; end it before "node -e " is launched`,
    });
  });

  test('when a later one fails, the earlier ones are ended', async () => {
    let pid = 0;
    const first = node(`console.log('pid ' + process.pid); console.log('ready'); setInterval(() => {}, 1e9)`);
    const log = (line: string): void => {
      if (line.startsWith('pid ')) pid = Number(line.slice(4));
    };
    expect(await rejected(start([first, node('process.exit(1)')], { log }))).toMatchObject({
      code: 'ERR_TARGET_LAUNCH',
    });
    expect([pid > 0, isAlive(pid)]).toEqual([true, false]);
  });
});

const grandparent = `
  const { spawn } = require('node:child_process');
  const script = "process.on('SIGTERM', () => {}); console.log('grandchild'); setInterval(() => {}, 1e9)";
  const child = spawn(process.execPath, ['-e', script]);
  child.stdout.once('data', () => console.log('ready ' + child.pid));
`;

describe('stop', () => {
  test('ends grandchildren too, by force when they do not listen', async () => {
    const lines: string[] = [];
    const launched = await start([node(grandparent, { stopSeconds: 0.2 })], { log: (line) => lines.push(line) });
    const pid = Number(lines[0]?.split(' ')[1]);
    expect(isAlive(pid)).toBe(true);
    await launched.stop();
    expect(await untilGone(pid)).toBe(true);
  });

  test('lets a server end in its own way and can be called twice', async () => {
    const lines: string[] = [];
    const script = `process.on('SIGTERM', () => setTimeout(() => { console.log('bye'); process.exit() }, 50)); console.log('ready'); setInterval(() => {}, 1e9)`;
    const launched = await start([node(script)], { log: (line) => lines.push(line) });
    await Promise.all([launched.stop(), launched.stop()]);
    expect(lines).toEqual(['ready', 'bye']);
  });

  test('a server that ends unasked is logged', async () => {
    const lines: string[] = [];
    const descriptor = node(`console.log('ready'); setTimeout(() => process.exit(7), 50)`);
    const { promise, resolve } = Promise.withResolvers<void>();
    await start([descriptor], { log: (line) => (lines.push(line) === 2 ? resolve() : undefined) });
    await promise;
    expect(lines).toEqual(['ready', `${descriptor.command.join(' ')} exited with code 7`]);
  });

  test.each([
    ['a crash', `setTimeout(() => { throw new Error('crash') }, 0)`, undefined],
    ['an exit', 'process.exit(0)', undefined],
    ['SIGTERM', 'setInterval(() => {}, 1e9)', 'SIGTERM'],
    ['SIGINT', 'setInterval(() => {}, 1e9)', 'SIGINT'],
    ['SIGKILL', 'setInterval(() => {}, 1e9)', 'SIGKILL'],
  ] as const)('%s of the launching process leaves no process behind', async (_how, end, signal) => {
    const descriptor = JSON.stringify(node(grandparent));
    const script = `
      import { launch } from ${JSON.stringify(new URL('./launch.ts', import.meta.url).href)};
      const options = { cwd: '.', env: process.env };
      await launch([${descriptor}], options);
      await launch([${descriptor}], { ...options, log: console.log });
      ${end}`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [chunk]: [Buffer] = await (once(parent.stdout, 'data') as Promise<[Buffer]>);
    const pid = Number(chunk.toString().split(' ')[1]);
    if (signal !== undefined) setTimeout(() => parent.kill(signal), 100);
    await once(parent, 'exit');
    expect([pid > 0, parent.signalCode ?? undefined]).toEqual([true, signal]);
    expect(await untilGone(pid)).toBe(true);
  });
});

describe('freePort', () => {
  test('never gives the same port twice', async () => {
    const ports = await Promise.all(Array.from({ length: 200 }, () => freePort()));
    expect(new Set(ports).size).toBe(200);
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });
});
