import { createHash, randomBytes } from 'node:crypto';
import { join, relative, resolve } from 'node:path';
import { HarnessError } from '../errors.ts';
import { createKeyPool } from '../proof/keys.ts';
import { readRecord } from '../record/reader.ts';
import type { RunFinished } from '../record/schema.ts';
import { createRecordWriter } from '../record/writer.ts';
import { renderConsole } from '../report/console.ts';
import { run, type RunOptions } from '../runner/run.ts';
import type { Requirement } from '../suite/catalogue.ts';
import type { Suite } from '../suite/schema.ts';
import { loadDescriptor, type LoadedDescriptor } from '../target/load-descriptor.ts';
import { freePort } from '../target/ports.ts';
import { type CliContext, print, usesColor } from './context.ts';
import { keepBeside } from './evidence.ts';
import { createProgress } from './progress.ts';
import { type ReporterName, writeReports } from './reporters.ts';
import { readVersion } from './version.ts';

/** A run that is about to begin: where it goes, and what the record says of it. */
export type Beginning = {
  readonly directory: string;
  readonly recordPath: string;
  readonly about: RunOptions['about'];
  readonly today: string;
};

export function beginRun(context: CliContext, out: string | undefined): Beginning {
  const now = new Date();
  const runId = `${now.toISOString().slice(0, 19).replaceAll(':', '-')}-${randomBytes(2).toString('hex')}`;
  const directory = resolve(context.cwd, out ?? join('reports', 'out', runId));
  return {
    directory,
    recordPath: join(directory, 'record.ndjson'),
    about: { runId, proofmark: readVersion(), command: `proofmark ${context.args.join(' ')}` },
    today: now.toISOString().slice(0, 10),
  };
}

/** SHA-256, hex, of what is demanded. */
export function digestOf(suites: readonly Suite[], catalogue: readonly Requirement[]): string {
  return createHash('sha256')
    .update(JSON.stringify([suites, catalogue]))
    .digest('hex');
}

/** All that is wrong with any of the descriptors is told at once. */
export async function loadTargets(context: CliContext, paths: readonly string[]): Promise<readonly LoadedDescriptor[]> {
  const load = async (path: string) => loadDescriptor(path, { env: context.env, port: freePort });
  const loaded = await Promise.allSettled(paths.map((path) => load(path)));
  const faults = loaded.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (faults.length === 0)
    return withOwnNames(loaded.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  const strange = faults.find((fault) => !(fault instanceof HarnessError));
  if (strange instanceof Error) throw strange;
  const messages = faults.map((fault) => (fault instanceof Error ? fault.message : ''));
  throw new HarnessError('ERR_TARGET_INVALID', messages.join('\n'), { cause: faults[0] });
}

function withOwnNames(targets: readonly LoadedDescriptor[]): readonly LoadedDescriptor[] {
  const names = targets.map(({ descriptor }) => descriptor.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return targets;
  throw new HarnessError('ERR_USAGE', `two descriptors are named "${twice}": give each a name of its own`);
}

type Settings = Omit<RunOptions, 'env' | 'keys' | 'signal' | 'write' | 'progress' | 'log' | 'keep'>;

export async function recorded(context: CliContext, recordPath: string, settings: Settings): Promise<RunFinished> {
  const writer = createRecordWriter(recordPath);
  const progress = createProgress(context);
  try {
    return await run({
      ...settings,
      env: context.env,
      keys: createKeyPool(),
      signal: context.signal,
      write: (event) => {
        writer.write(event);
        if (event.type === 'preflight') progress.preflight(event);
      },
      progress: progress.finding,
      log: progress.log,
      keep: keepBeside(recordPath),
    });
  } finally {
    progress.end();
    await writer.close();
  }
}

export async function report(
  context: CliContext,
  { recordPath, directory }: Beginning,
  reporters: readonly ReporterName[],
): Promise<void> {
  const record = await readRecord(recordPath);
  const shown = relative(context.cwd, recordPath) || recordPath;
  print(context.stdout, renderConsole(record, { color: usesColor(context.stdout, context.env), recordPath: shown }));
  const written = await writeReports(record, recordPath, reporters, directory, context.cwd);
  print(context.stdout, `\nrecord  ${shown}`);
  for (const path of written) print(context.stdout, `report  ${path}`);
}
