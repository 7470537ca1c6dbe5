import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startReference } from '../../targets/reference/server.ts';
import type { Host } from './host.ts';
import { replayCases } from './replay.ts';
import { reportRecord } from './report.ts';
import { runTargets } from './run.ts';

const request = { strict: false, slow: false, failOn: ['fail'], unmasked: false, fuzz: false, quirks: false } as const;

/** A front end that only notes the events. */
async function startHost(): Promise<{ readonly host: Host; readonly heard: string[] }> {
  const cwd = await mkdtemp(join(tmpdir(), 'proofmark-app-'));
  onTestFinished(async () => rm(cwd, { recursive: true, force: true }));
  const heard: string[] = [];
  const hears = (name: string) => (): void => void heard.push(name);
  const events: Host['events'] = {
    started: hears('started'),
    preflight: ({ obstacles }) => void heard.push(`preflight: ${obstacles.length} obstacles`),
    finding: ({ instance, verdict }, done, total) => void heard.push(`${instance} ${verdict}, ${done} of ${total}`),
    campaign: hears('campaign'),
    log: () => {},
    ended: hears('ended'),
    recorded: ({ record, recordPath }) => void heard.push(`${recordPath}: ${record.findings.length} findings`),
    reported: (paths) => void heard.push(paths.join(' ')),
  };
  const { signal } = new AbortController();
  return { heard, host: { env: { SECRET: 'reference-secret' }, cwd, command: 'an action', signal, events } };
}

/** A descriptor of a reference server with a defect. */
async function describeDefect(cwd: string): Promise<string> {
  const running = await startReference({ mutant: 'as-typ-missing-accepted' });
  onTestFinished(async () => running.close());
  const client = { id: 'confidential', auth: 'client_secret_basic', secret: { env: 'SECRET' } };
  const as = { issuer: running.issuer, clients: [{ ...client, grants: ['client_credentials'] }] };
  await writeFile(join(cwd, 'target.yaml'), JSON.stringify({ name: 'reference', as, claims: { par: false } }));
  return 'target.yaml';
}

test('a front end without a command line runs, replays and reports', async () => {
  const { host, heard } = await startHost();
  const descriptors = [await describeDefect(host.cwd)];
  const named = { cases: ['typ-missing', 'typ-empty'], out: 'out', reporters: ['json'] };
  const outcome = await runTargets(host, { ...request, ...named, descriptors, concurrency: 1 });
  expect(outcome).toEqual({ exitCode: 1, recordPath: 'out/record.ndjson', reports: ['out/result.json'] });
  expect(heard.splice(0)).toEqual([
    'started',
    'preflight: 0 obstacles',
    'typ-missing@token fail, 1 of 2',
    'typ-empty@token pass, 2 of 2',
    'ended',
    'out/record.ndjson: 2 findings',
    'out/result.json',
  ]);
  const again = { path: outcome.recordPath, name: 'typ-missing@token', failures: false, unmasked: false };
  const replayed = await replayCases(host, again);
  expect([replayed.kind, replayed.exitCode, replayed.kind === 'case' && replayed.again?.standing]).toEqual([
    'case',
    1,
    'FAILED',
  ]);
  await reportRecord(host, { record: outcome.recordPath, out: 'again', reporters: ['junit', 'markdown'] });
  expect(await readdir(join(host.cwd, 'again'))).toEqual(['junit.xml', 'summary.md']);
});

test('a request that makes no sense starts nothing', async () => {
  const { host, heard } = await startHost();
  const nonsense = runTargets(host, { ...request, descriptors: ['none.yaml'], cases: ['typ-mising'] });
  await expect(nonsense).rejects.toMatchObject({ code: 'ERR_USAGE' });
  expect([heard, await readdir(host.cwd)]).toEqual([[], []]);
});
