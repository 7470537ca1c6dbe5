import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadDescriptor } from '../load-descriptor.ts';

async function loaded(login: object): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'proofmark-login-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const clients = [{ id: 'web', auth: 'none', grants: ['authorization_code'], redirectUri: 'http://127.0.0.1:1/cb' }];
  const path = join(folder, 'target.yaml');
  await writeFile(path, JSON.stringify({ name: 'x', as: { issuer: 'http://127.0.0.1:9', clients }, login }));
  return loadDescriptor(path, { env: { PASSWORD: 'hunter3' }, port: async () => Promise.resolve(1) }).then(
    ({ descriptor }) => descriptor.login,
    (error: unknown) => (error instanceof Error ? error.message : error),
  );
}

describe('a descriptor whose login is wrong', () => {
  test.each([
    [{ with: 'browser', steps: [] }, 'login.steps'],
    [{ with: 'browser', fields: {} }, 'login.fields: is not a known key'],
    [{ with: 'chrome', steps: [] }, 'login.with'],
    [{ with: 'browser', steps: [{ click: {} }] }, 'login.steps[0].click: name one of role, label, text'],
    [{ with: 'browser', steps: [{ click: { label: 'a', text: 'b' } }] }, 'login.steps[0].click: name one of role'],
    [{ with: 'browser', steps: [{ click: { label: 'a', name: 'b' } }] }, 'login.steps[0].click.name: a name belongs'],
    [{ with: 'browser', steps: [{ tap: { text: 'a' } }] }, 'login.steps[0].tap: is not a known key'],
    [
      { with: 'browser', steps: [{ click: { text: 'a' }, check: { text: 'a' } }] },
      'login.steps[0]: name one action of fill',
    ],
    [
      { with: 'browser', steps: [{ fill: { label: 'a' } }] },
      'login.steps[0].fill.value: expected text or a mapping, got nothing',
    ],
    [
      { with: 'browser', steps: [{ fill: { label: 'Password', value: 'hunter2' } }] },
      'holds a password; secrets never',
    ],
    [{ with: 'browser', steps: [{ wait: { url: 'a', text: 'b' } }] }, 'login.steps[0].wait: waits for one thing'],
    [{ with: 'browser', steps: [{ fill: { label: 'a', value: { env: 'UNSET_ONE' } } }] }, 'UNSET_ONE is not set'],
  ])('%j is refused, with its place', async (login, expected) => {
    const message = await loaded(login);
    expect(message).toContain(expected);
    expect(message).not.toContain('hunter2');
  });
});

test('a login by form is the default', async () => {
  const fields = { user: 'a', word: { env: 'PASSWORD' } };
  expect(await loaded({ fields })).toEqual({ fields, maxPages: 8 });
});

test('steps keep their order, and have limits', async () => {
  const steps = [
    { fill: { label: 'Password', value: { env: 'PASSWORD' } } },
    { press: { key: 'Enter' }, ifPresent: true },
  ];
  expect(await loaded({ with: 'browser', steps })).toEqual({ with: 'browser', steps, stepSeconds: 10, seconds: 60 });
});
