import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { startReference } from '../../../targets/reference/server.ts';
import { proofmark } from '../../cli/e2e/e2e.fixture.ts';
import { describeReference, secretEnv } from '../../cli/e2e/reference.fixture.ts';
import { makeBundle } from './make.ts';
import { type Verified, verifyBundle } from './verify.ts';

/** A bundle of a run of a few cases at a server with one defect, and one of a whole run; both honest. */
const nothing: Buffer = Buffer.alloc(0);
export const honest = { narrow: nothing, other: nothing, signed: nothing, whole: nothing };
let folder = '';
export const broken = 'typ-missing@token';
export const kept = 'signature-flipped@token';
export const keys = [1, 2].map(() =>
  JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })),
);

async function run(name: string, mutant: string | undefined, flags: readonly string[]): Promise<void> {
  const running = await startReference(mutant === undefined ? {} : { mutant });
  const { rs, ...as } = describeReference(running);
  const product = { organization: 'Acme', project: 'Shop', version: '2.1.0', contact: 'a@acme.example' };
  const described = { ...as, ...(name === 'whole' ? {} : { rs }), product };
  await writeFile(join(folder, `${name}.yaml`), JSON.stringify(described));
  await proofmark(['run', `${name}.yaml`, '--out', name, '--quiet', '--reporter', 'json', ...flags], {
    cwd: folder,
    env: secretEnv,
  });
  await running.close();
}

export async function bundleOf(name: string, key?: string): Promise<Buffer> {
  const host = { cwd: folder, env: key === undefined ? {} : { PROOFMARK_SIGNING_KEY: key } };
  const { path } = await makeBundle(host, { records: [`${name}/record.ndjson`], out: `${name}.zip` });
  return readFile(join(folder, path));
}

export async function verify(zip: Buffer, key?: string): Promise<Verified> {
  await writeFile(join(folder, 'given.zip'), zip);
  if (key !== undefined) await writeFile(join(folder, 'key.jwk'), key);
  return verifyBundle({ cwd: folder }, { bundle: 'given.zip', ...(key === undefined ? {} : { key: 'key.jwk' }) });
}

/** The folder in which a file of tests makes its runs; it is removed at the end. */
export async function workFolder(): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), 'proofmark-forge-'));
  return folder;
}

afterAll(async () => rm(folder, { recursive: true, force: true }));

/** Makes the honest bundles for the tests of a file. */
export function prepare(): void {
  beforeAll(async () => {
    await workFolder();
    const cases = [
      '--case',
      'typ-missing,typ-empty,htu-upper-host@token,signature-flipped,htu-other-path@token,jti-missing@token,all-tokens-type-told',
    ];
    await Promise.all([
      run('narrow', 'as-typ-missing-accepted', cases),
      run('other', undefined, cases),
      run('whole', undefined, []),
    ]);
    for (const name of ['narrow', 'other', 'whole'] as const) honest[name] = await bundleOf(name);
    honest.signed = await bundleOf('narrow', keys[0]);
  });
}

/** Whether it is refused with this exit code, and a message that begins with the place. */
export async function expectRefused(zip: Buffer, code: number, said: string | RegExp, key?: string): Promise<void> {
  const { exitCode, troubles } = await verify(zip, key);
  const all = troubles.map(({ check, where, problem }) => `${check} ${where}: ${problem}`).join('\n');
  expect([exitCode, all]).toEqual([
    code,
    typeof said === 'string' ? expect.stringContaining(said) : expect.stringMatching(said),
  ]);
}
