// How well a run makes use of the time in which answers are on their way.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readRecord } from '../src/record/reader.ts';
import { type Measure, node } from './bench-measure.ts';
import { root } from './command.ts';

/** Milliseconds that each answer takes longer, and seconds that a run may take then. */
const distances = [
  { ms: 50, seconds: 12 },
  { ms: 200, seconds: 40 },
] as const;

/** The time of the cases at the reference server, which answers as if it were far away. */
export async function* far(folder: string): AsyncIterable<Measure> {
  for (const { ms, seconds } of distances) {
    const descriptor = path.join(folder, 'far.yaml');
    await writeFile(descriptor, await delayed(ms));
    const out = path.join(folder, `far-${ms}`);
    const time = await node(['src/cli/main.ts', 'run', descriptor, '--no-fuzz', '--out', out]);
    const { requests, atOnce } = await traffic(path.join(out, 'record.ndjson'));
    const least = (requests * ms) / atOnce;
    yield {
      what: `all cases at ${ms} ms`,
      value: `${(time / 1000).toFixed(1)} s`,
      against: `${(time / least).toFixed(2)} × ${requests} requests × ${ms} ms ÷ ${atOnce} at once`,
      wanted: `under 1.3 ×, ${seconds} s`,
    };
  }
}

async function delayed(ms: number): Promise<string> {
  const text = await readFile(path.join(root, 'targets/reference.yaml'), 'utf8');
  const server = path.join(root, 'targets/reference/main.ts');
  const preload = path.join(root, '.ci/bench-delay.mjs');
  return text
    .replace('[node, reference/main.ts,', `[node, --import, '${preload}', '${server}',`)
    .replace('  env:\n', `  env:\n    BENCH_DELAY: '${ms}'\n`);
}

/** How many requests a record has, and how many of them were under way at the busiest moment. */
async function traffic(file: string): Promise<{ readonly requests: number; readonly atOnce: number }> {
  const { exchanges } = await readRecord(file);
  const steps: { readonly at: number; readonly by: 1 | -1 }[] = [];
  for (const { transcript } of exchanges.values()) {
    const from = Date.parse(transcript.startedAt);
    steps.push({ at: from, by: 1 }, { at: from + transcript.totalMs, by: -1 });
  }
  let under = 0;
  let atOnce = 1;
  for (const { by } of steps.toSorted((a, b) => a.at - b.at || a.by - b.by)) {
    under += by;
    atOnce = Math.max(atOnce, under);
  }
  return { requests: steps.length / 2, atOnce };
}
