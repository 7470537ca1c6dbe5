// npm run hostile: runs Proofmark against servers that are hostile from the start, or turn hostile after a while.
//   npm run hostile                      every mode, both ways: more than an hour
//   npm run hostile -- body-drip 'head-*'    only these
//   npm run hostile -- --late 'head-*'       only those that are lawful first; --start for the others
//   npm run hostile -- --sample              a few of them, with a few cases, two at a time: what npm test runs
// Each line has the time beyond a lawful run, the memory beyond it, the exit code, and what is wrong.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { modes } from '../targets/hostile/modes.ts';
import { openViewer } from './hostile-page.ts';
import { type HostileResult, runHostile } from './hostile-run.ts';

const most = { seconds: 60, mebibytes: 300 };
const never = 1_000_000_000;

const { values: only, positionals } = parseArgs({
  options: { start: { type: 'boolean' }, late: { type: 'boolean' }, sample: { type: 'boolean' } },
  allowPositionals: true,
});
const isSample = only.sample === true;
const after = isSample ? 40 : 100;
const flags = isSample ? ['--case', 'typ-*,htm-*'] : [];
const sample = {
  late: ['body-endless', 'head-5000-lines', 'redirect-foreign', 'error-script'],
  start: ['trailers-endless', 'error-terminal'],
};

type Plan = { readonly mode: string; readonly after: number };
const plans = isSample && positionals.length === 0 ? sampled() : chosenPlans(positionals);
const foreign = await watchedOrigin();
const viewer = await openViewer();
const common = { foreign: foreign.origin, flags, look: viewer.look };
const lawful = await runHostile({ ...common, mode: 'hang', after: never });
console.log(`lawful: ${lawful.seconds.toFixed(1)} s, ${lawful.mebibytes.toFixed(0)} MiB, exit ${lawful.code}`);
let wrong = 0;
for (const problem of lawful.problems) console.log(`lawful: ${problem}`);
const queue = plans.values();
await Promise.all(Array.from({ length: isSample ? 2 : 1 }, work));
await viewer.close();
foreign.close();
console.log(`\n${plans.length - wrong} passed, ${wrong} failed`);
process.exitCode = wrong + lawful.problems.length === 0 ? 0 : 1;

async function work(): Promise<void> {
  for (const plan of queue) {
    const before = foreign.contacts();
    const { seconds, mebibytes, code, problems } = judged(await runHostile({ ...common, ...plan }), before);
    wrong += problems.length > 0 ? 1 : 0;
    const figures = `${seconds.toFixed(1).padStart(6)} s ${mebibytes.toFixed(0).padStart(5)} MiB  exit ${code}`;
    const way = plan.after === 0 ? 'start' : 'late ';
    console.log(`${plan.mode.padEnd(26)} ${way} ${figures}  ${problems.join('; ') || 'ok'}`);
  }
}

function sampled(): readonly Plan[] {
  return [...sample.late.map((mode) => ({ mode, after })), ...sample.start.map((mode) => ({ mode, after: 0 }))];
}

function chosenPlans(globs: readonly string[]): readonly Plan[] {
  const ways = only.start === only.late ? [0, after] : [only.late === true ? after : 0];
  const matches = (name: string): boolean => globs.some((glob) => path.matchesGlob(name, glob));
  const names = Object.keys(modes).filter((name) => globs.length === 0 || matches(name));
  return names.flatMap((mode) => ways.map((way) => ({ mode, after: way })));
}

/** What is wrong with a run, beside what the run shows by itself. The figures become those beyond the lawful run. */
function judged({ seconds, mebibytes, code, problems }: HostileResult, contacts: number): HostileResult {
  const beyond = { seconds: seconds - lawful.seconds, mebibytes: mebibytes - lawful.mebibytes };
  return {
    ...beyond,
    code,
    problems: [
      ...problems,
      ...(code === null || code === 0 ? ['no exit code of a run that was broken off'] : []),
      ...(beyond.seconds > most.seconds ? ['too slow'] : []),
      ...(beyond.mebibytes > most.mebibytes ? ['too much memory'] : []),
      ...(foreign.contacts() > contacts ? ['a foreign host was contacted'] : []),
    ],
  };
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
