import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startReference } from '../../../targets/reference/server.ts';
import type { Line } from '../../doctor/line.ts';
import { freePort } from '../../target/ports.ts';
import { cert, key } from '../../wire/tls.fixture.ts';
import { type Ended, folderWith, proofmark } from './e2e.fixture.ts';
import { startProxy } from './proxy.fixture.ts';
import { describeReference, secretEnv } from './reference.fixture.ts';
import { startSmallServer } from './small-server.fixture.ts';

const env = { ...secretEnv, SECRET: 'right', WRONG: 'wrong' };
const grants = ['client_credentials'];
const tester = { id: 'tester', auth: 'client_secret_basic', secret: { env: 'SECRET' }, grants };

type Result = {
  readonly doctorVersion: number;
  readonly isReady: boolean;
  readonly targets: readonly { readonly lines: readonly Line[] }[];
};

function pair(origin: string, resource = `${origin}/api/me`, client: object = tester): object {
  return { name: 'mine', as: { issuer: origin, clients: [client] }, rs: { resources: [{ url: resource }] } };
}

async function doctor(
  body: object,
  files: Readonly<Record<string, string>> = {},
): Promise<{ readonly lines: readonly Line[]; readonly ended: Ended }> {
  const cwd = await folderWith({ 'target.yaml': body, ...files });
  const ended = await proofmark(['doctor', 'target.yaml', '--json'], { cwd, env });
  const { targets } = JSON.parse(ended.out) as Result;
  return { ended, lines: targets.flatMap(({ lines }) => lines) };
}

const bad = (lines: readonly Line[]): readonly Line[] => lines.filter(({ standing }) => standing === 'bad');
const saw = (lines: readonly Line[], part: string): string =>
  lines.flatMap((line) => (line.part === part ? `${line.standing}: ${line.saw}` : [])).join('\n');

describe('of a server that works, doctor', () => {
  test('says so of each part, and what to do next', async () => {
    const running = await startReference({});
    onTestFinished(running.close);
    const cwd = await folderWith({ 't.yaml': describeReference(running) });
    const { code, out, err } = await proofmark(['doctor', 't.yaml'], { cwd, env });
    expect([code, err]).toEqual([0, '']);
    for (const part of ['connection', 'metadata', 'clock', 'clients', 'resource'])
      expect(out).toMatch(new RegExp(String.raw`^  ${part} +ok `, 'm'));
    expect(out).toMatch(/bound to the key of the\s+proof/);
    expect(out.trimEnd().split('\n').slice(-2)).toEqual([
      expect.stringMatching(/^reference: everything works that a run needs \(\d+ in order/),
      'next: proofmark run t.yaml',
    ]);
  });

  test('learns that nonces are demanded, and writes it into the descriptor, comments kept', async () => {
    const running = await startReference({ policy: { asNonce: 'period', rsNonce: 'period' } });
    onTestFinished(running.close);
    const cwd = await folderWith({ 't.yaml': `# ours\n${JSON.stringify(describeReference(running))}\n` });
    const { code, err } = await proofmark(['doctor', 't.yaml', '--fix'], { cwd, env });
    expect([code, err]).toEqual([
      0,
      '  claims.asNonce: "required"\n  claims.rsNonce: "required"\n  claims.introspection: true\nwrote t.yaml\n',
    ]);
    expect(await readFile(join(cwd, 't.yaml'), 'utf8')).toMatch(/^# ours\n/);
    const again = await proofmark(['doctor', 't.yaml', '--fix'], { cwd, env });
    expect([again.code, again.err]).toEqual([0, 't.yaml: there is nothing to write\n']);
    expect(again.out).toContain('the authorization server demands nonces (use_dpop_nonce), as the descriptor');
  });

  test('sees a claim that it does not keep', async () => {
    const running = await startReference({});
    onTestFinished(running.close);
    const { lines, ended } = await doctor({ ...describeReference(running), claims: { nonce: 'required' } });
    expect(saw(lines, 'nonces')).toContain(
      'look: the authorization server gives no nonce; the descriptor claims required',
    );
    expect(ended.code).toBe(0);
  });
});

describe('of a server that does not, doctor names the place and the way out:', () => {
  test('nothing listens', async () => {
    const { lines, ended } = await doctor(pair(`http://127.0.0.1:${await freePort()}`));
    expect(ended.code).toBe(3);
    expect(bad(lines)[0]).toMatchObject({
      part: 'connection',
      saw: expect.stringContaining('nothing can be reached') as string,
      where: expect.stringMatching(/^target\.yaml:\d+:\d+ as\.issuer$/) as string,
    });
  });

  test('a certificate of a private CA; with tls.ca it is shown', async () => {
    const { origin } = await startSmallServer();
    const proxy = await startProxy(origin, { tls: { cert, key } });
    const { lines } = await doctor(pair(proxy.origin));
    expect(bad(lines)[0]?.fix).toMatch(/^name the certificate of the CA that signed it/);
    const trusting = await doctor({ ...pair(proxy.origin), tls: { ca: 'ca.pem' } }, { 'ca.pem': cert });
    expect(saw(trusting.lines, 'connection')).toMatch(
      /speaks TLSv1\.3; its certificate for .* is good for \d+ more days/,
    );
  });

  test('a wrong secret', async () => {
    const { origin } = await startSmallServer();
    const { lines, ended } = await doctor(pair(origin, undefined, { ...tester, secret: { env: 'WRONG' } }));
    expect(ended.code).toBe(3);
    expect(bad(lines).map(({ fix }) => fix)).toContain(
      'see that WRONG holds the secret of client tester, and that it is registered for auth: client_secret_basic',
    );
    expect(ended.out).not.toContain(Buffer.from('tester:wrong').toString('base64'));
  });

  test('a proxy that takes a prefix away and names the server behind it: the htu that the server expects', async () => {
    const { origin } = await startSmallServer();
    const proxy = await startProxy(origin, { prefix: '/v1', rewritesHost: true });
    const { lines, ended } = await doctor(pair(origin, `${proxy.origin}/v1/api/me`));
    expect(ended.code).toBe(3);
    expect(bad(lines)[0]?.saw).toContain('takes one with the htu');
    expect(bad(lines)[0]?.fix).toMatch(/^let the server know the URL that its clients use/);
  });

  test('an issuer with a slash too many is mended by --fix', async () => {
    const { origin } = await startSmallServer();
    const cwd = await folderWith({ 'target.yaml': pair(`${origin}/`, `${origin}/api/me`) });
    const first = await proofmark(['doctor', 'target.yaml', '--fix'], { cwd, env });
    expect([first.code, first.err]).toEqual([3, `  as.issuer: "${origin}"\nwrote target.yaml\n`]);
    const second = await proofmark(['doctor', 'target.yaml'], { cwd, env });
    expect(second.code).toBe(0);
  });

  test('a scope that the metadata of the server makes plain is offered', async () => {
    const { origin } = await startSmallServer();
    const { lines } = await doctor(pair(origin, `${origin}/userinfo`));
    expect(bad(lines)[0]).toMatchObject({
      fix: expect.stringContaining('add openid to the scope') as string,
      edit: { at: ['as', 'clients', 0, 'scope'], value: 'openid' },
    });
  });

  test('a guard that takes anything as a proof is worth a look', async () => {
    const running = await startReference({ mutant: 'rs-signature-unchecked' });
    onTestFinished(running.close);
    const { lines } = await doctor(describeReference(running));
    expect(saw(lines, 'resource')).toContain('takes a proof with a broken signature as well');
  });
});

test('a URL is looked at before there is a descriptor', async () => {
  const { origin } = await startSmallServer();
  const { code, out } = await proofmark(['doctor', origin], { env });
  expect(code).toBe(0);
  expect(out).toContain('the server announces DPoP');
  expect(out).toContain(`next: proofmark init ${origin}`);
});

test('init ends with it where the secret is set', async () => {
  const { origin } = await startSmallServer();
  const cwd = await folderWith({});
  const init = ['init', origin, '--resource', `${origin}/api/me`, '--client', 'tester', '--yes', '--out', 't.yaml'];
  const { out } = await proofmark(init, { cwd, env: { TESTER_SECRET: 'right' } });
  expect(out).toContain('everything works that a run needs');
  expect((await proofmark(init, { cwd: await folderWith({}) })).out).not.toContain('connection');
});

test.each([
  [['https://a.example', 'https://b.example'], 'give one URL, or descriptors'],
  [['https://a.example', '--fix'], '--fix is for a descriptor; proofmark init writes one for a URL'],
  [['none.yaml'], 'none.yaml'],
])('%j is bad usage', async (args, message) => {
  const { code, err } = await proofmark(['doctor', ...args], { env });
  expect([code, err]).toEqual([2, expect.stringContaining(message)]);
});
