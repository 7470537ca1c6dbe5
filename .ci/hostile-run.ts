import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCheckedRecord } from '../src/report/read-checked.ts';
import { root } from './command.ts';
import { withTemporaryFolder } from './temporary.ts';

export type HostileRun = {
  /** A mode of targets/hostile. */
  readonly mode: string;
  /** So many requests are answered lawfully first. */
  readonly after: number;
  /** An origin that nobody allowed. */
  readonly foreign: string;
  /** Flags of `proofmark run`. */
  readonly flags: readonly string[];
  /** Looks at the HTML report; returns what is wrong with it. */
  readonly look: (report: string) => Promise<readonly string[]>;
};

export type HostileResult = {
  readonly seconds: number;
  readonly mebibytes: number;
  /** `null` where the run was killed. */
  readonly code: number | null;
  readonly problems: readonly string[];
};

const patienceSeconds = 1200;
const mostRecordMebibytes = 50;
const password = 'wonderland';

/** Runs Proofmark against one hostile server, and looks at all that it leaves behind. */
export async function runHostile(given: HostileRun): Promise<HostileResult> {
  return withTemporaryFolder(async (folder) => {
    await writeFile(path.join(folder, 'target.yaml'), JSON.stringify(described(given)));
    const main = path.join(root, 'src/cli/main.ts');
    const env = { PATH: process.env['PATH'], REFERENCE_SECRET: 'reference-secret', PASSWORD: password };
    const startedAt = performance.now();
    const args = [main, 'run', 'target.yaml', '--out', 'out', ...given.flags];
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
    const ended = once(child, 'close');
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceSeconds * 1000);
    const mebibytes = await peakOf(child.pid ?? 0, () => child.exitCode !== null || child.signalCode !== null);
    await ended;
    clearTimeout(timer);
    const seconds = (performance.now() - startedAt) / 1000;
    const problems = [
      ...consoleProblems(said.out + said.err),
      ...(await outputProblems(path.join(folder, 'out'), said.err, given.look)),
    ];
    return { seconds, mebibytes, code: child.exitCode, problems };
  });
}

/** The password nowhere, and no character that a terminal obeys on the console. */
function textProblems(where: string, text: string): readonly string[] {
  return text.includes(password) ? [`the password in ${where}`] : [];
}

function consoleProblems(text: string): readonly string[] {
  const controls = /[\u0000-\u0008\u000b-\u000c\u000e-\u001f\u007f-\u009f]/.test(text);
  return [...(controls ? ['control characters on the console'] : []), ...textProblems('the console', text)];
}

/** A run that could not begin has no record, and says why. */
async function outputProblems(folder: string, said: string, look: HostileRun['look']): Promise<readonly string[]> {
  const file = path.join(folder, 'record.ndjson');
  const size = (await stat(file).catch(() => undefined))?.size;
  if (size === undefined) return said.startsWith('proofmark: ') ? [] : [`no record: ${said.slice(0, 200)}`];
  const unreadable = await readCheckedRecord(file).then(
    () => [],
    (error: unknown) => [`record: ${String(error).slice(0, 200)}`],
  );
  const texts = ['record.ndjson', 'junit.xml', 'result.json'].map(async (name) =>
    textProblems(name, await readFile(path.join(folder, name), 'utf8').catch(() => '')),
  );
  return [
    ...unreadable,
    ...(await Promise.all(texts)).flat(),
    ...(await look(path.join(folder, 'report.html'))),
    ...(size > mostRecordMebibytes * 1024 ** 2 ? ['record too large'] : []),
  ];
}

function described({ mode, after, foreign }: HostileRun): object {
  const flags = ['--mode', mode, '--after', String(after), '--as-port', '{port.as}', '--rs-port', '{port.rs}'];
  const client = { secret: { env: 'REFERENCE_SECRET' }, auth: 'client_secret_basic', id: 'confidential' };
  const redirectUri = 'http://127.0.0.1:1/cb';
  return {
    name: 'hostile',
    as: {
      issuer: 'http://127.0.0.1:{port.as}',
      clients: [
        { ...client, grants: ['client_credentials'] },
        { id: 'public', auth: 'none', grants: ['authorization_code', 'refresh_token'], redirectUri },
      ],
    },
    rs: { resources: [{ url: 'http://127.0.0.1:{port.rs}/resource' }] },
    login: { fields: { username: 'alice', password: { env: 'PASSWORD' } } },
    launch: {
      command: ['node', path.join(root, 'targets/hostile/main.ts'), ...flags, '--foreign', foreign],
      ready: { line: 'ready' },
    },
  };
}

/** The largest memory of a process until it has ended, in MiB; on Linux only. */
async function peakOf(pid: number, hasEnded: () => boolean): Promise<number> {
  let peak = 0;
  while (!hasEnded()) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024);
    await sleep(100);
  }
  return peak;
}
