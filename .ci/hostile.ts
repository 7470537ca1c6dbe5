// npm run hostile: runs Proofmark against servers that are hostile from the start, or turn hostile after a while.
//   npm run hostile                      every mode, both ways: more than an hour
//   npm run hostile -- body-drip 'head-*'    only these
//   npm run hostile -- --late 'head-*'       only those that are lawful first; --start for the others
// Each line has the time beyond a lawful run, the memory beyond it, the exit code, and what is wrong.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readCheckedRecord } from '../src/report/read-checked.ts';
import { modes } from '../targets/hostile/modes.ts';
import { root } from './command.ts';
import { withTemporaryFolder } from './temporary.ts';

const most = { seconds: 60, mebibytes: 300, recordMebibytes: 50 };
const patienceSeconds = 400;
const usual = 100;
const never = 1_000_000_000;

type Run = {
  readonly seconds: number;
  readonly mebibytes: number;
  readonly code: number | null;
  readonly problems: readonly string[];
};

const foreign = await watchedOrigin();
const { values: only, positionals } = parseArgs({
  options: { start: { type: 'boolean' }, late: { type: 'boolean' } },
  allowPositionals: true,
});
const ways = only.start === only.late ? [0, usual] : [only.late === true ? usual : 0];
const chosen = chosenModes(positionals);
const lawful = await run('hang', never);
console.log(`lawful: ${lawful.seconds.toFixed(1)} s, ${lawful.mebibytes.toFixed(0)} MiB, exit ${lawful.code}`);
let wrong = 0;
for (const mode of chosen)
  for (const after of ways) {
    const { seconds, mebibytes, code, problems } = judged(await run(mode, after), lawful);
    wrong += problems.length > 0 ? 1 : 0;
    const figures = `${seconds.toFixed(1).padStart(6)} s ${mebibytes.toFixed(0).padStart(5)} MiB  exit ${code}`;
    console.log(`${mode.padEnd(26)} ${after === 0 ? 'start' : 'late '} ${figures}  ${problems.join('; ') || 'ok'}`);
  }
foreign.close();
console.log(`\n${chosen.length * ways.length - wrong} passed, ${wrong} failed`);
process.exitCode = wrong === 0 ? 0 : 1;

function chosenModes(globs: readonly string[]): readonly string[] {
  const matches = (name: string): boolean => globs.some((glob) => path.matchesGlob(name, glob));
  return Object.keys(modes).filter((name) => globs.length === 0 || matches(name));
}

/** What is wrong with a run, beside what the run shows by itself. The figures become those beyond the lawful run. */
function judged({ seconds, mebibytes, code, problems }: Run, base: Run): Run {
  const beyond = { seconds: seconds - base.seconds, mebibytes: mebibytes - base.mebibytes };
  return {
    ...beyond,
    code,
    problems: [
      ...problems,
      ...(code === null || code === 0 ? ['no exit code of a run that was broken off'] : []),
      ...(beyond.seconds > most.seconds ? ['too slow'] : []),
      ...(beyond.mebibytes > most.mebibytes ? ['too much memory'] : []),
      ...(foreign.contacts() > 1 ? ['a foreign host was contacted'] : []),
    ],
  };
}

async function run(mode: string, after: number): Promise<Run> {
  return withTemporaryFolder(async (folder) => {
    await writeFile(path.join(folder, 'target.yaml'), JSON.stringify(described(mode, after)));
    const main = path.join(root, 'src/cli/main.ts');
    const env = { PATH: process.env['PATH'], REFERENCE_SECRET: 'reference-secret', PASSWORD: 'a-password-of-mine' };
    const startedAt = performance.now();
    const args = [main, 'run', 'target.yaml', '--out', 'out'];
    const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2000)));
    const ended = once(child, 'close');
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceSeconds * 1000);
    const mebibytes = await peakOf(child.pid ?? 0, () => child.exitCode !== null || child.signalCode !== null);
    await ended;
    clearTimeout(timer);
    const seconds = (performance.now() - startedAt) / 1000;
    return { seconds, mebibytes, code: child.exitCode, problems: await recordProblems(path.join(folder, 'out'), said) };
  });
}

/** A run that could not begin has no record, and says why. */
async function recordProblems(folder: string, said: string): Promise<readonly string[]> {
  const file = path.join(folder, 'record.ndjson');
  const size = (await stat(file).catch(() => undefined))?.size;
  if (size === undefined) return said.startsWith('proofmark: ') ? [] : [`no record: ${said.slice(0, 200)}`];
  const unreadable = await readCheckedRecord(file).then(
    () => [],
    (error: unknown) => [`record: ${String(error).slice(0, 200)}`],
  );
  const secrets = (await readFile(file, 'utf8')).includes('a-password-of-mine')
    ? ['the password is in the record']
    : [];
  return [...unreadable, ...secrets, ...(size > most.recordMebibytes * 1024 ** 2 ? ['record too large'] : [])];
}

function described(mode: string, after: number): object {
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
    login: { fields: { username: 'somebody', password: { env: 'PASSWORD' } } },
    launch: {
      command: ['node', path.join(root, 'targets/hostile/main.ts'), ...flags, '--foreign', foreign.origin],
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

/** An origin that counts who comes. One connection of our own shows that it would notice. */
async function watchedOrigin() {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.3');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await once(connect(port, '127.0.0.3'), 'close');
  if (count !== 1) throw new Error('the watched origin does not notice who comes');
  return { origin: `http://127.0.0.3:${port}`, contacts: () => count, close: () => server.close() };
}
