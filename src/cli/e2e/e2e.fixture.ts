import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { RunRecord } from '../../record/schema.ts';
import { obstacleInWords } from '../../verdict/obstacle-words.ts';
import { readCheckedRecord } from '../../report/read-checked.ts';

/** How the program ended. `code` is `null` after a signal. */
export type Ended = { readonly code: number | null; readonly out: string; readonly err: string; readonly ms: number };

export type Started = {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Waits until the output matches. Throws if the program ends without it. */
  readonly printed: (text: RegExp) => Promise<void>;
  /** Waits until the record at `out/` has `count` events of a type. Throws if the program ends before that. */
  readonly recorded: (type: 'run-started' | 'preflight' | 'finding', count: number) => Promise<void>;
  readonly signal: (name: NodeJS.Signals) => void;
};

type Given = { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> };

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Starts `proofmark` as a process of its own. Of the environment it gets only PATH. */
export function startProofmark(args: readonly string[], given: Given = {}): Started {
  const startedAt = performance.now();
  const cwd = given.cwd ?? tmpdir();
  const env = { PATH: process.env['PATH'] ?? '', HOME: tmpdir(), ...given.env };
  const child = spawn(process.execPath, [main, ...args], {
    env,
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { out: '', err: '' };
  const state = { hasEnded: false };
  child.stdout.on('data', (chunk: Buffer) => (texts.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.err += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      state.hasEnded = true;
      resolve({ ...texts, code, ms: performance.now() - startedAt });
    });
  });
  const until = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
    for (;;) {
      const isLast = state.hasEnded;
      if (await holds()) return;
      if (isLast) throw new Error(`the program ended too early:\n${texts.out}${texts.err}`);
      await sleep(20);
    }
  };
  const printed = async (text: RegExp): Promise<void> => until(() => text.test(texts.out));
  const recorded: Started['recorded'] = async (type, count) =>
    until(async () => {
      const text = await readFile(join(cwd, 'out/record.ndjson'), 'utf8').catch(() => '');
      return text.split(`"type":"${type}"`).length > count;
    });
  return { pid: child.pid ?? 0, ended, printed, recorded, signal: (name) => child.kill(name) };
}

/** Runs `proofmark` to its end. */
export async function proofmark(args: readonly string[], given: Given = {}): Promise<Ended> {
  return startProofmark(args, given).ended;
}

/** Makes a new folder with these files for the running test. Content that is no text is written as JSON, which is YAML too. */
export async function folderWith(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'proofmark-e2e-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
  return folder;
}

export type Tested = Ended & { readonly folder: string; readonly record: RunRecord };

/** Runs the descriptor in a new folder. The record and the reports go to `out` there. */
export async function runDescriptor(
  descriptor: object,
  flags: readonly string[],
  { files = {}, ...given }: Given & { readonly files?: Readonly<Record<string, unknown>> } = {},
): Promise<Tested> {
  const folder = await folderWith({ 'target.yaml': descriptor, ...files });
  const ended = await proofmark(['run', 'target.yaml', '--out', 'out', ...flags], { ...given, cwd: folder });
  const record = await readCheckedRecord(join(folder, 'out', 'record.ndjson')).catch((cause: unknown) => {
    throw new Error(`no record; the program said:\n${ended.err}`, { cause });
  });
  return { ...ended, folder, record };
}

/** `instance verdict`, in the order of the record. */
export function verdictsOf({ findings }: RunRecord): readonly string[] {
  return findings.map(({ instance, verdict }) => `${instance} ${verdict}`);
}

/** The number of findings with each verdict. */
export function countsOf({ findings }: RunRecord): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { verdict } of findings) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

export function problemsOf({ preflights }: RunRecord): readonly string[] {
  return preflights.flatMap(({ obstacles }) => obstacles.map((one) => `${one.severity}: ${obstacleInWords(one)}`));
}

/** A script of targets/, for a launch command. */
export function targetScript(path: string): string {
  return fileURLToPath(new URL(`../../../targets/${path}`, import.meta.url));
}
