import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { HarnessError } from '../../errors.ts';
import type { Host } from '../host.ts';

/** The record of an earlier run, as a command line names it. `true`: the one in the folder of `--out`, or the newest one. */
export type Named = string | true;

/** How the file is named in messages, and where it is. */
export type RecordFile = { readonly shown: string; readonly path: string };

const usual = join('reports', 'out');

/**
 * Finds the record of an earlier run.
 *
 * @throws HarnessError `ERR_USAGE` where there is none
 */
export async function findRecorded(
  { cwd }: Pick<Host, 'cwd'>,
  named: Named,
  { option, out }: { readonly option: string; readonly out?: string | undefined },
): Promise<RecordFile> {
  if (named !== true) return given(cwd, named, option);
  const shown = out === undefined ? await newestIn(cwd) : join(out, 'record.ndjson');
  const path = shown === undefined ? undefined : resolve(cwd, shown);
  if (shown !== undefined && path !== undefined && (await timeOf(path)) !== undefined) return { shown, path };
  const where = out ?? `a folder of ${usual}`;
  const fix = `name the record: ${option} path/to/record.ndjson; or run without ${option}`;
  throw new HarnessError('ERR_USAGE', `${option}: there is no record in ${where}`, { advice: { fix } });
}

function given(cwd: string, named: string, option: string): RecordFile {
  if (!/\.ya?ml$/i.test(named)) return { shown: named, path: resolve(cwd, named) };
  const fix = `put ${option} behind the descriptors, or name the record after it`;
  throw new HarnessError('ERR_USAGE', `${option}: ${named} is a descriptor, and no record`, { advice: { fix } });
}

async function newestIn(cwd: string): Promise<string | undefined> {
  const names = await readdir(resolve(cwd, usual)).catch(() => []);
  const files = names.map((name) => join(usual, name, 'record.ndjson'));
  const times = await Promise.all(files.map(async (file) => ({ file, time: await timeOf(resolve(cwd, file)) })));
  const known = times.flatMap(({ file, time }) => (time === undefined ? [] : [{ file, time }]));
  return known.toSorted((a, b) => b.time - a.time)[0]?.file;
}

/** When it was last written, in milliseconds since the epoch. */
async function timeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    (found) => (found.isFile() ? found.mtimeMs : undefined),
    () => undefined,
  );
}
