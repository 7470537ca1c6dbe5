import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readCheckedRecord } from '../../report/read-checked.ts';
import { startProofmark } from './e2e.fixture.ts';

const program = resolve('targets/reference-client/main.ts');

const ended = async (args: readonly string[]) => startProofmark(args).ended;

async function descriptorOf(...options: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'proofmark-client-'));
  const path = join(folder, 'client.yaml');
  await writeFile(path, JSON.stringify({ name: 'client', role: 'client', command: ['node', program, ...options] }));
  return path;
}

test('a sound client meets the gate for the cases that it is asked', async () => {
  const path = await descriptorOf();
  const out = join(path, '..', 'out');
  const { code, out: stdout } = await ended(['run', path, '--out', out, '--case', 'client-nonce-at-token,client-typ']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('2 pass')]);
  const { findings } = await readCheckedRecord(join(out, 'record.ndjson'));
  expect(findings.map(({ role, verdict }) => `${role} ${verdict}`)).toEqual(['client pass', 'client pass']);
});

test('a client that does not retry is a problem, and a replay shows it again', async () => {
  const path = await descriptorOf('--mutant', 'token-nonce-not-retried');
  const out = join(path, '..', 'out');
  const { code, out: stdout } = await ended(['run', path, '--out', out, '--case', 'client-nonce-at-token']);
  expect([code, stdout]).toEqual([1, expect.stringContaining('does not retry a token request with the nonce')]);
  const again = await ended(['replay', join(out, 'record.ndjson'), 'client-nonce-at-token@token']);
  expect([again.code, again.out]).toEqual([1, expect.stringContaining('no further request there')]);
});

test('a program that is no client is an error with its last words', async () => {
  const path = await descriptorOf('--list');
  const { code, err: stderr } = await ended(['smoke', path]);
  expect([code, stderr]).toEqual([3, expect.stringContaining('the client cannot be driven')]);
});

test.each(['javascript', 'shell'])(
  'the adapter in %s that init writes can be driven, and does not do its task yet',
  async (language) => {
    const folder = await mkdtemp(join(tmpdir(), 'proofmark-adapter-'));
    expect((await ended(['init', '--adapter', language, '--out', folder])).code).toBe(0);
    const { code, out: stdout } = await ended(['smoke', join(folder, 'client.yaml')]);
    expect([code, stdout]).toEqual([3, expect.stringMatching(/^hello +my-client [^]*the plain task was not done/)]);
  },
);
