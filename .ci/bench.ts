// npm run bench: how fast Proofmark is, as ratios to something measured in the same run (DESIGN.md §10).
// It tells and does not judge: a busy machine is no fault of the code.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { type Mode, startBenchServer } from './bench-server.ts';
import { root } from './command.ts';
import { withTemporaryFolder } from './temporary.ts';

type Measure = { readonly what: string; readonly value: string; readonly against: string; readonly wanted: string };

const rounds = 3;
const plainCount = 2000;
const wording = { accept: 'accepts bad proofs', crash: 'answers them with 500', hang: 'never answers them' } as const;

await withTemporaryFolder(async (folder) => {
  tell(await start(folder));
  tell(await fastLane(folder));
  const passing = await against(folder, 'refuse');
  for (const mode of ['accept', 'crash', 'hang'] as const) tell(await failing(folder, mode, passing));
});

function tell({ what, value, against, wanted }: Measure): void {
  console.log(`${what.padEnd(44)} ${value.padStart(9)}   ${against.padEnd(46)} wanted: ${wanted}`);
}

/** From the start of the process to its first request, for a descriptor that launches nothing. */
async function start(folder: string): Promise<Measure> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) times.push(await untilFirstRequest(folder));
  const bare = await best(() => node(['-e', '0']));
  const first = Math.min(...times.slice(1));
  const against = `${(first / bare).toFixed(1)} × a bare start of Node (${bare.toFixed(0)} ms)`;
  return { what: 'start to first request', value: `${first.toFixed(0)} ms`, against, wanted: 'under 300 ms' };
}

async function untilFirstRequest(folder: string): Promise<number> {
  const server = createServer((_, response) => response.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const descriptor = await describe(folder, url);
  const startedAt = performance.now();
  const asked = once(server, 'request').then(() => performance.now() - startedAt);
  const ended = proofmark(folder, descriptor);
  const time = await asked;
  await ended;
  server.close();
  server.closeAllConnections();
  return time;
}

/** Everything against the reference, launched by its descriptor. */
async function fastLane(folder: string): Promise<Measure> {
  const time = await best(() => proofmark(folder, 'targets/reference.yaml'));
  const plain = await best(plainRequests);
  const against = `${(time / plain).toFixed(1)} × ${plainCount} plain requests (${plain.toFixed(0)} ms)`;
  return { what: 'everything against the reference', value: `${time.toFixed(0)} ms`, against, wanted: 'under 5 s' };
}

/** About as many requests as a run makes, eight at a time, at a server of this process that checks nothing. */
async function plainRequests(): Promise<number> {
  const server = createServer((incoming, response) => incoming.resume().on('end', () => response.end('{}')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const startedAt = performance.now();
  const send = () =>
    new Promise<void>((resolve, reject) => {
      const outgoing = request({ host: '127.0.0.1', port, agent }, (response) => response.resume().on('end', resolve));
      outgoing.on('error', reject).end();
    });
  await Promise.all(Array.from({ length: plainCount }, send));
  const time = performance.now() - startedAt;
  agent.destroy();
  server.close();
  return time;
}

/** A target that fails must not cost much more than one that passes. */
async function failing(folder: string, mode: keyof typeof wording, passing: number): Promise<Measure> {
  const time = await against(folder, mode);
  const compared = `${(time / passing).toFixed(1)} × one that refuses them (${passing.toFixed(0)} ms)`;
  const what = `a target that ${wording[mode]}`;
  return { what, value: `${time.toFixed(0)} ms`, against: compared, wanted: 'under 3 ×' };
}

async function against(folder: string, mode: Mode): Promise<number> {
  const server = await startBenchServer(mode);
  const descriptor = await describe(folder, server.url);
  const time = await best(() => proofmark(folder, descriptor), mode === 'hang' ? 1 : rounds);
  server.close();
  return time;
}

async function describe(folder: string, url: string): Promise<string> {
  const clients = [
    { id: 'bench', auth: 'client_secret_basic', secret: { env: 'BENCH_SECRET' }, grants: ['client_credentials'] },
  ];
  const as = { discovery: 'none', endpoints: { token: `${url}/token` }, clients };
  const file = path.join(folder, 'bench.yaml');
  // JSON is YAML.
  await writeFile(file, JSON.stringify({ name: 'bench', as, rs: { resources: [{ url: `${url}/resource` }] } }));
  return file;
}

/** Milliseconds that a run takes, reports included; how it ends does not matter. */
function proofmark(folder: string, descriptor: string): Promise<number> {
  return node(['src/cli/main.ts', 'run', descriptor, '--out', path.join(folder, 'out')]);
}

async function node(args: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  const env = { ...process.env, BENCH_SECRET: 'bench' };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'ignore' });
  await once(child, 'close');
  return performance.now() - startedAt;
}

async function best(measure: () => Promise<number>, times = rounds): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < times; round += 1) least = Math.min(least, await measure());
  return least;
}
