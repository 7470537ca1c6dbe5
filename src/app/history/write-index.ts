import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { HarnessError } from '../../errors.ts';
import { writeOutput } from '../../output.ts';
import { type History, renderHistory } from '../../report/pages/history.ts';
import type { Host } from '../host.ts';
import { readHistory } from './read-history.ts';

/**
 * Writes `index.html` of all runs below a folder into it. Returns its path, relative to the host's folder.
 *
 * @throws HarnessError `ERR_USAGE` where there is no such folder, or another page of that name
 */
export async function writeIndex(
  { cwd }: Pick<Host, 'cwd'>,
  folder: string,
): Promise<{ readonly path: string; readonly history: History }> {
  const root = resolve(cwd, folder);
  const file = join(root, 'index.html');
  const present = await readFile(file, 'utf8').catch(() => undefined);
  if (present !== undefined && !present.includes(ours))
    throw new HarnessError('ERR_USAGE', `${relative(cwd, file)}: is there, and is no index of Proofmark`, {
      advice: { fix: 'name another folder, or move that page' },
    });
  const history = await readHistory(root);
  await writeOutput(file, renderHistory(history));
  return { path: relative(cwd, file), history };
}

const ours = '<meta name="generator" content="Proofmark">';
