import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readCheckedRecord } from '../../report/read-checked.ts';
import { folderWith, proofmark, startProofmark } from './e2e.fixture.ts';
import { describeLaunched, secretEnv } from './reference.fixture.ts';
import { freePort } from '../../target/ports.ts';

const env = secretEnv;
const typCases = ['--case', 'typ-*', '--no-fuzz'];

async function folderWithTargets(...names: readonly string[]): Promise<string> {
  const files: Record<string, string> = {};
  for (const name of names)
    files[name] = JSON.stringify(describeLaunched()).replaceAll('{port.as}', String(await freePort()));
  return folderWith(files);
}

describe('the folder of a run', () => {
  test('belongs to the first of two runs, which ends as if it were alone', async () => {
    const cwd = await folderWithTargets('a.yaml', 'b.yaml');
    const first = startProofmark(['run', 'a.yaml', '--out', 'out', ...typCases], { cwd, env });
    await first.recorded('run-started', 1);
    const second = await proofmark(['run', 'b.yaml', '--out', 'out', '--force', ...typCases], { cwd, env });
    expect([second.code, second.err]).toEqual([2, expect.stringContaining('another run writes there (process')]);
    expect((await first.ended).code).toBe(0);
    expect((await readCheckedRecord(`${cwd}/out/record.ndjson`)).finished?.ended).toBe('complete');
    expect((await readdir(`${cwd}/out`)).toSorted()).toEqual([
      'junit.xml',
      'record.ndjson',
      'report.html',
      'result.json',
    ]);
  });

  test('keeps its run until --force replaces it', async () => {
    const cwd = await folderWithTargets('a.yaml');
    const run = ['run', 'a.yaml', '--out', 'out', ...typCases];
    await proofmark(run, { cwd, env });
    const before = await readFile(`${cwd}/out/record.ndjson`, 'utf8');
    const again = await proofmark(run, { cwd, env });
    expect([again.code, again.err]).toEqual([
      2,
      expect.stringMatching(/holds the record of an earlier run\n {2}fix: /),
    ]);
    expect(await readFile(`${cwd}/out/record.ndjson`, 'utf8')).toBe(before);
    expect((await proofmark([...run, '--force'], { cwd, env })).code).toBe(0);
    expect(await readFile(`${cwd}/out/record.ndjson`, 'utf8')).not.toBe(before);
  });
});

/** Runs the program under a shell that changes its surroundings first. */
async function under(shell: string, args: readonly string[], cwd: string) {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const script = shell.replace('RUN', '"$@"');
  const child = spawn('/bin/sh', ['-c', script, 'sh', process.execPath, main, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [err] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { err, code: child.exitCode };
}

describe.runIf(process.platform === 'linux')('a run whose output cannot be written', () => {
  test('because the files may not grow ends with a sentence, and keeps what it judged', async () => {
    const cwd = await folderWithTargets('a.yaml');
    const run = ['run', 'a.yaml', '--out', 'out', '--section', '4.3', '--no-fuzz'];
    const { code, err } = await under(`trap '' XFSZ; ulimit -f 1500; RUN`, run, cwd);
    expect([code, err]).toEqual([
      3,
      expect.stringMatching(/record\.ndjson: cannot be written: the system limits the size of files\n {2}fix: .*\n$/),
    ]);
    const record = await readCheckedRecord(`${cwd}/out/record.ndjson`);
    expect([record.finished, record.findings.length > 0]).toEqual([undefined, true]);
    expect((await proofmark(['report', 'out/record.ndjson', '--out', 'again'], { cwd })).code).toBe(0);
  });

  test('because the place of the report is taken names the report, and keeps the record', async () => {
    const cwd = await folderWithTargets('a.yaml');
    const run = ['run', 'a.yaml', '--out', 'out', ...typCases];
    const { code, err } = await under('mkdir -p out/result.json && RUN', run, cwd);
    expect([code, err]).toEqual([
      3,
      expect.stringMatching(/result\.json: cannot be written: it is a folder\n {2}fix: /),
    ]);
    expect((await readCheckedRecord(`${cwd}/out/record.ndjson`)).finished?.exitCode).toBe(0);
  });

  test('on standard output goes on, and does not count as complete', async () => {
    const cwd = await folderWithTargets('a.yaml');
    const run = ['run', 'a.yaml', '--out', 'out', ...typCases];
    const { code, err } = await under('RUN > /dev/full', run, cwd);
    expect([code, err]).toEqual([3, expect.stringContaining('standard output: cannot be written: the disk is full\n')]);
    expect((await readCheckedRecord(`${cwd}/out/record.ndjson`)).finished?.exitCode).toBe(0);
  });
});
