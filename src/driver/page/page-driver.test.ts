import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findChromium } from '../../browser/chromium.ts';
import { messageOf } from '../../login/login.fixture.ts';
import type { Driver } from '../contract.ts';
import { openPageDriver, type PageOptions } from './page-driver.ts';

const isThere = findChromium(chromium.executablePath()) !== undefined;

const hello = { cmd: 'hello', protocol: 1 } as const;
const token = { cmd: 'token', session: 's1', grant: 'authorization_code' } as const;

const start = (session: string) =>
  ({
    cmd: 'start',
    session,
    issuer: 'http://127.0.0.1:1',
    client: { id: 'client', auth: 'none' },
    redirect_uri: 'http://127.0.0.1:1/callback',
    resource: 'http://127.0.0.1:2/',
    scope: 'read',
    require_dpop: true,
  }) as const;

async function optionsFor(text: string, more: Partial<PageOptions> = {}): Promise<PageOptions> {
  const cwd = await mkdtemp(join(tmpdir(), 'proofmark-page-'));
  onTestFinished(async () => rm(cwd, { recursive: true, force: true }));
  await writeFile(join(cwd, 'page.js'), text);
  const own = more.command === undefined ? { page: 'page.js' } : {};
  const limits = { timeoutMs: 60_000, startMs: 60_000 };
  return {
    path: 'client.yaml',
    cwd,
    env: { PATH: '' },
    machine: process.env,
    trustedKeys: [],
    ...limits,
    ...own,
    ...more,
  };
}

async function pageOf(text: string, more: Partial<PageOptions> = {}): Promise<Driver> {
  const driver = await openPageDriver(await optionsFor(text, more));
  onTestFinished(driver.close);
  return driver;
}

describe.skipIf(!isThere)('a client in a page (skipped without a Chromium)', () => {
  test('begins each session with nothing stored, and keeps what it has stored over a restart', async () => {
    const driver = await pageOf(`
      const loads = ['localStorage', 'sessionStorage'].map((name) => {
        const count = Number(window[name].getItem('loads')) + 1;
        window[name].setItem('loads', count);
        return count;
      });
      window.proofmark = async ({ cmd }) => ({ ok: true, name: cmd, statuses: loads });
    `);
    const first = await driver.ask(start('s1'));
    await driver.renew();
    const again = await driver.ask({ cmd: 'load', session: 's1-again', state: '' });
    const second = await driver.ask(start('s2'));
    const reply = { kind: 'reply', reply: { id: expect.any(String) as string, ok: true } };
    const loaded = (name: string, count: number) => ({
      ...reply,
      reply: { ...reply.reply, name, statuses: [count, count] },
    });
    expect([first, again, second]).toEqual([loaded('start', 1), loaded('load', 2), loaded('start', 1)]);
  });

  test('goes to log in by itself, and is asked again where it comes back', async () => {
    const driver = await pageOf(`
      window.proofmark = async ({ cmd, url }) => {
        if (cmd !== 'token') return { ok: true, state: url };
        location.assign('/callback?code=1');
        return new Promise(() => {});
      };
    `);
    const left = await driver.ask(token);
    const url = `${driver.redirectUri}?code=1`;
    expect(left).toEqual({ kind: 'reply', reply: { id: expect.any(String) as string, ok: true, callback: url } });
    expect(await driver.ask({ cmd: 'callback', session: 's1', url })).toMatchObject({
      reply: { ok: true, state: url },
    });
  });

  test('says of an exception what was thrown, and of a page that goes elsewhere that it has gone, and brings it back', async () => {
    const driver = await pageOf(`
      window.proofmark = async ({ cmd }) => {
        if (cmd === 'hello') throw Object.assign(new Error('no key'), { code: 'missing' });
        location.assign('/elsewhere');
        return new Promise(() => {});
      };
    `);
    const thrown = await driver.ask(hello);
    expect(thrown).toMatchObject({ reply: { ok: false, error: { code: 'missing', text: 'no key' } } });
    const left = await driver.ask({ cmd: 'save', session: 's1' });
    expect(left).toMatchObject({
      reply: { ok: false, error: { code: 'navigation', text: 'the page went elsewhere' } },
    });
    expect(await driver.ask(hello)).toMatchObject({ reply: { error: { code: 'missing' } } });
  });

  test('is ended where its script does not end, and is opened anew', async () => {
    const text = `window.proofmark = async ({ cmd }) => { while (cmd !== 'hello') { /* for ever */ } return { ok: true }; };`;
    const driver = await pageOf(text, { timeoutMs: 8000 });
    expect(await driver.ask(token)).toEqual({ kind: 'silent', ms: 8000 });
    expect(await driver.ask(hello)).toMatchObject({ kind: 'reply', reply: { ok: true } });
  });

  test('is not believed where its answer is none, or has no end', async () => {
    const driver = await pageOf(
      `window.proofmark = async ({ cmd }) => (cmd === 'hello' ? 'ok' : { ok: true, name: 'x'.repeat(2e6) });`,
    );
    expect(await driver.ask(hello)).toEqual({ kind: 'garbage', text: '"ok"' });
    expect(await driver.ask(token)).toMatchObject({ kind: 'garbage' });
  });

  test('reports the errors of a page that sets no function', async () => {
    const driver = await pageOf('throw new Error("the library is not there");', { startMs: 10_000 });
    expect(await driver.ask(hello)).toEqual({ kind: 'ended', how: 'sets no window.proofmark' });
    expect(driver.lastWords()).toBe('Error: the library is not there');
  });

  test('reaches nothing beyond this machine', async () => {
    const driver = await pageOf(`
      window.proofmark = async () => {
        const failed = (error) => error.name;
        return { ok: true, name: await fetch('http://192.0.2.1/').catch(failed), version: (await fetch('/')).statusText };
      };
    `);
    expect(await driver.ask(hello)).toMatchObject({ reply: { name: 'TypeError', version: 'OK' } });
    expect(driver.lastWords()).toContain('ERR_PROXY_CONNECTION_FAILED');
  });
});

const withTools = { env: { PATH: process.env['PATH'] ?? '' } };

test.each([
  [{ page: 'other.js' }, 'there is no file other.js beside it'],
  [
    { ...withTools, command: ['node', '-e', 'console.error("no bundler"); process.exit(127)'] },
    'exited with code 127; its last lines:\nno bundler',
  ],
  [{ ...withTools, command: ['node', '-e', ''] }, 'printed nothing, or too much'],
  [{ ...withTools, command: ['node', '-e', 'setTimeout(() => {}, 60_000)'], startMs: 500 }, 'did not end in time'],
])('a page without a module cannot be driven: %o', async (more, problem) => {
  const message = await messageOf(openPageDriver(await optionsFor('', more)));
  expect(message).toMatch(/^ERR_TARGET_LAUNCH client\.yaml: the client cannot be driven: /);
  expect(message).toContain(problem);
});

test('a Chromium that is not there is named, and is no result', async () => {
  const machine = { PROOFMARK_CHROMIUM: '/no/such/chromium' };
  const message = await messageOf(openPageDriver(await optionsFor('', { machine })));
  expect(message).toMatch(
    /^ERR_TARGET_LAUNCH client\.yaml: dress: page: \/no\/such\/chromium did not start: .*; npx playwright install chromium, or/,
  );
});
