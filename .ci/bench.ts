// npm run bench: measures the speed of Proofmark, as ratios to something that is measured in the same run.
// It reports and does not judge, because a busy machine is no fault of the code.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { bundle } from './bench-bundle.ts';
import { far } from './bench-far.ts';
import { best, type Measure, node } from './bench-measure.ts';
import { describe as describeTarget } from './bench-open.ts';
import { report } from './bench-report.ts';
import { type Mode, startBenchServer } from './bench-server.ts';
import { type Rates, throughput } from './bench-throughput.ts';
import { root } from './command.ts';
import { withTemporaryFolder } from './temporary.ts';

const rounds = 3;
const plainCount = 2000;
const wording = {
  accept: 'accepts bad proofs',
  crash: 'answers them with 500',
  hang: 'never answers them',
  'refuse-all': 'refuses everything',
  silent: 'never answers',
  'late-silent': 'falls silent after 100 requests',
  'late-dead': 'is gone after 100 requests',
} as const satisfies Partial<Record<Mode, string>>;

const servers = {
  null: 'a server that checks nothing',
  jose: 'a server that checks with jose',
  'oidc-provider': 'userinfo of oidc-provider',
} as const;

// `npm run bench -- throughput memory` measures only these.
const parts: Readonly<Record<string, (folder: string) => AsyncIterable<Measure>>> = {
  start: async function* (folder) {
    yield await start(folder);
  },
  run: async function* (folder) {
    yield await fastLane(folder);
  },
  failing: async function* (folder) {
    const passing = await against(folder, 'refuse');
    for (const mode of Object.keys(wording) as (keyof typeof wording)[]) yield await failing(folder, mode, passing);
  },
  throughput: async function* (folder) {
    for (const target of ['null', 'jose', 'oidc-provider'] as const) yield* sending(await throughput(target, folder));
  },
  far,
  memory: async function* () {
    yield await memory();
  },
  report,
  bundle,
};

const wanted = process.argv.slice(2);
for (const [name, measures] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await withTemporaryFolder(async (folder) => {
    for await (const measure of measures(folder)) print(measure);
  });
}

function print({ what, value, against, wanted }: Measure): void {
  console.log(`${what.padEnd(44)} ${value.padStart(9)}   ${against.padEnd(46)} wanted: ${wanted}`);
}

/** The time from the start of the process to its first request, with a descriptor that launches nothing. */
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

/** The time of a run of all cases against the reference server. */
async function fastLane(folder: string): Promise<Measure> {
  const time = await best(() => proofmark(folder, 'targets/reference.yaml'));
  const plain = await best(plainRequests);
  const against = `${(time / plain).toFixed(1)} × ${plainCount} plain requests (${plain.toFixed(0)} ms)`;
  return { what: 'everything against the reference', value: `${time.toFixed(0)} ms`, against, wanted: 'under 5 s' };
}

/** The time of about as many plain requests as a run makes, eight at a time, at a server in this process. */
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

/** A failing target must not take much longer than a passing one. */
async function failing(folder: string, mode: keyof typeof wording, passing: number): Promise<Measure> {
  const time = await against(folder, mode);
  const compared = `${(time / passing).toFixed(1)} × one that refuses them (${passing.toFixed(0)} ms)`;
  const what = `a target that ${wording[mode]}`;
  return { what, value: `${time.toFixed(0)} ms`, against: compared, wanted: 'under 3 ×' };
}

async function against(folder: string, mode: Mode): Promise<number> {
  const server = await startBenchServer(mode);
  const descriptor = await describe(folder, server.url);
  const time = await best(() => proofmark(folder, descriptor), mode === 'refuse' ? rounds : 1);
  server.close();
  return time;
}

async function describe(folder: string, url: string): Promise<string> {
  const file = path.join(folder, 'bench.yaml');
  await writeFile(file, describeTarget(url));
  return file;
}

/** Two ways of sending, each beside a load generator with proofs made beforehand. */
function sending({ target, signed, fuzzed, plain }: Rates): readonly Measure[] {
  const against = (rate: number) => `${(rate / plain).toFixed(2)} × proofs signed beforehand (${plain.toFixed(0)}/s)`;
  const row = (how: string, rate: number, wanted: string): Measure => ({
    what: `${how} ${servers[target]}`,
    value: `${rate.toFixed(0)}/s`,
    against: against(rate),
    wanted,
  });
  return [
    row('signed, sent to', signed, target === 'null' ? 'at least 20000/s' : 'at least 0.9 ×'),
    row('fuzzed:', fuzzed, target === 'null' ? '-' : 'at least 0.9 ×'),
  ];
}

type Sample = { readonly cases: number; readonly rssMb: number };

/** The memory of a process that does nothing else. */
async function memory(): Promise<Measure> {
  const child = spawn(process.execPath, ['.ci/bench-memory.ts'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const samples: Sample[] = [];
  for await (const line of createInterface({ input: child.stdout })) samples.push(JSON.parse(line) as Sample);
  const sizes = samples.map(({ rssMb }) => rssMb);
  const middle = sizes.toSorted((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? 0;
  const against = `first ${sizes[0] ?? 0}, median ${middle}, last ${sizes.at(-1) ?? 0} MiB`;
  const what = `memory over ${samples.at(-1)?.cases ?? 0} fuzzed requests`;
  return { what, value: `${Math.max(0, ...sizes)} MiB`, against, wanted: 'flat, at most 300 MiB' };
}

/** The milliseconds of a run with its reports. Its exit code does not matter. */
function proofmark(folder: string, descriptor: string): Promise<number> {
  return node(['src/cli/main.ts', 'run', descriptor, '--force', '--out', path.join(folder, 'out')]);
}
