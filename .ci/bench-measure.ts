// What the parts of the bench have in common: a row of its table, and programs whose time and memory are measured.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './command.ts';

/** A row of the table: what was measured, beside what else, and what is wanted. */
export type Measure = {
  readonly what: string;
  readonly value: string;
  readonly against: string;
  readonly wanted: string;
};

const rounds = 3;

/** The milliseconds that a program of Node takes. Its exit code does not matter. */
export async function node(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const startedAt = performance.now();
  const all = { ...process.env, BENCH_SECRET: 'bench', ...env };
  const child = spawn(process.execPath, args, { cwd: root, env: all, stdio: 'ignore' });
  await once(child, 'close');
  return performance.now() - startedAt;
}

/** What a program of Node takes: milliseconds, and MiB of memory at most. */
export type Usage = { readonly ms: number; readonly mib: number };

export async function usage(args: readonly string[], folder: string): Promise<Usage> {
  const file = path.join(folder, 'usage.json');
  const ms = await node(['--import', './.ci/bench-usage.mjs', ...args], { BENCH_USAGE: file });
  const { mib } = JSON.parse(await readFile(file, 'utf8')) as { readonly mib: number };
  return { ms, mib };
}

/** The least of some rounds, because other programs run beside. */
export async function best(measure: () => Promise<number>, times = rounds): Promise<number> {
  let least = Infinity;
  for (let round = 0; round < times; round += 1) least = Math.min(least, await measure());
  return least;
}
