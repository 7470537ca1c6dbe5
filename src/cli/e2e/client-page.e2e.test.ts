import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chromiumOfMachine } from '../../browser/chromium.ts';
import { readCheckedRecord } from '../../report/read-checked.ts';
import { startProofmark } from './e2e.fixture.ts';

const program = resolve('targets/page-client/print.mjs');

const found = chromiumOfMachine();
const env = { ...(found !== undefined && { PROOFMARK_CHROMIUM: found }) };
const ended = async (args: readonly string[]) => startProofmark(args, { env }).ended;

async function descriptorOf(...peculiarities: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'proofmark-page-'));
  const path = join(folder, 'client.yaml');
  const descriptor = { name: 'page', role: 'client', dress: 'page', client: { auth: 'none' } };
  await writeFile(path, JSON.stringify({ ...descriptor, command: ['node', program, ...peculiarities] }));
  return path;
}

describe.skipIf(found === undefined)('a client in a page (skipped without a Chromium)', () => {
  test.each([
    ['that goes to log in by itself', []],
    ['whose login the harness follows', ['navigated-by-harness']],
  ])('%s meets the gate, over http and https', async (_, peculiarities) => {
    const path = await descriptorOf(...peculiarities);
    const out = join(path, '..', 'out');
    const cases = 'client-nonce-for-code,client-nonce-at-resource,client-refresh-after-restart,client-dpop-jkt';
    const { code } = await ended(['run', path, '--out', out, '--case', cases]);
    const { findings } = await readCheckedRecord(join(out, 'record.ndjson'));
    expect([code, findings.map(({ verdict }) => verdict)]).toEqual([0, ['pass', 'pass', 'pass', 'pass']]);
    await writeFile(path, (await readFile(path, 'utf8')).replace('"role"', '"tls":true,"role"'));
    expect((await ended(['smoke', path])).out).toContain('the plain task was done');
  });

  test('that makes a new key for each load is a problem, and a replay shows it again', async () => {
    const path = await descriptorOf('key-of-the-load');
    const out = join(path, '..', 'out');
    const { code, out: stdout } = await ended(['run', path, '--out', out, '--case', 'client-refresh-after-restart']);
    expect([code, stdout]).toEqual([1, expect.stringContaining('got a proof of another key')]);
    const again = await ended(['replay', join(out, 'record.ndjson'), 'client-refresh-after-restart@token']);
    expect([again.code, again.out]).toEqual([1, expect.stringContaining('got a proof of another key')]);
  });

  test('that init writes can be driven, and does not do its task yet', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'proofmark-adapter-'));
    expect((await ended(['init', '--adapter', 'page', '--out', folder])).code).toBe(0);
    const { code, out: stdout } = await ended(['smoke', join(folder, 'client.yaml')]);
    expect([code, stdout]).toEqual([3, expect.stringMatching(/^hello +my-client [^]*the plain task was not done/)]);
  });

  test('that says ok to everything is not believed', async () => {
    const { code, err: stderr } = await ended(['smoke', await descriptorOf('ok-to-everything')]);
    expect([code, stderr]).toEqual([3, expect.stringContaining('it says ok to the made-up command')]);
  });
});

test('a page without a Chromium is no result, and the message says where to get one', async () => {
  const path = await descriptorOf();
  const given = { env: { PROOFMARK_CHROMIUM: '/no/such/chromium' } };
  const { code, err: stderr } = await startProofmark(['smoke', path], given).ended;
  expect([code, stderr]).toEqual([3, expect.stringContaining('/no/such/chromium did not start')]);
});
