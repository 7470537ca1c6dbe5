// Tests the targets that the project installs many times, to show that a run comes to the same each time.
//   npm run soak -- 50                              each of them, fifty times
//   npm run soak -- 5 reference --no-fuzz           one of them; options go to proofmark run
// What differs from run to run is printed, with the reasons of both. Exit code 1 if anything does.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from './command.ts';
import { descriptorOf, type OwnTarget, ownTargets } from './own-targets.ts';
import { readRun, type Run, unsteadyIn, unsteadyText } from './soak-runs.ts';
import { withTemporaryFolder } from './temporary.ts';

const [count = '10', ...rest] = process.argv.slice(2);
const first = rest.findIndex((word) => word.startsWith('-'));
const names = first < 0 ? rest : rest.slice(0, first);
const options = first < 0 ? [] : rest.slice(first);
const chosen = ownTargets.filter((name) => names.length === 0 || names.includes(name));
if (!/^[1-9]\d*$/.test(count) || chosen.length < names.length) {
  console.error(`Usage: npm run soak -- <number of runs> [${ownTargets.join(' | ')}] [options of proofmark run]`);
  process.exit(2);
}
let unsteady = 0;
for (const target of chosen) unsteady += await soak(target, Number(count));
process.exitCode = unsteady === 0 ? 0 : 1;

/** Returns how much did not come out alike each time. */
async function soak(target: OwnTarget, times: number): Promise<number> {
  const runs: Run[] = [];
  for (let number = 1; number <= times; number += 1) {
    const startedAt = performance.now();
    runs.push(await withTemporaryFolder(async (folder) => runOnce(target, path.join(folder, 'out'))));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    if (times > 3)
      console.log(`${target}: run ${number} of ${times}, ${seconds} s, ${unsteadyOf(runs).length} differences`);
  }
  const found = unsteadyOf(runs);
  console.log(`${target}: ${times} runs, ${runs[0]?.reasons.size ?? 0} verdicts, ${found.length} differences`);
  for (const one of found) {
    console.log(`  ${unsteadyText(one)}`);
    for (const [how, [first = 1]] of one.ways) {
      const reason = runs[first - 1]?.reasons.get(one.what);
      if (reason !== undefined) console.log(`      ${how}: ${reason}`);
    }
  }
  return found.length;
}

function unsteadyOf(runs: readonly Run[]): ReturnType<typeof unsteadyIn> {
  return unsteadyIn(runs.map(({ result }) => result));
}

/** The exit code is a part of what is compared; only a run without a record ends all of it. */
async function runOnce(target: OwnTarget, out: string): Promise<Run> {
  const command = ['run', descriptorOf(target), ...options, '--reporter', 'json', '--out', out];
  const { output } = await runCommand(['node', 'src/cli/main.ts', ...command]);
  const record = await readFile(path.join(out, 'record.ndjson'), 'utf8').catch(() => undefined);
  if (record === undefined) throw new Error(`proofmark ${command.join(' ')} left no record:\n${output}`);
  return readRun(record);
}
