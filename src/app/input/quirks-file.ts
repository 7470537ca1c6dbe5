import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { didYouMean } from '../../document/nearest.ts';
import { HarnessError } from '../../errors.ts';
import { QuirksFile } from '../../record/quirk.ts';

export function checkQuirkIds(wanted: readonly string[] | undefined, known: readonly string[]): void {
  const unknown = wanted?.find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw new HarnessError('ERR_USAGE', `--only: no quirk is called "${unknown}"${didYouMean(unknown, known)}`);
}

/** @throws HarnessError `ERR_USAGE` naming the file and what is wrong with it */
export async function readQuirks(file: string): Promise<QuirksFile> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError('ERR_USAGE', `--compare: ${file}: cannot be read: ${detail}`, { cause });
  });
  const parsed = QuirksFile.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const problem = z.prettifyError(parsed.error).split('\n', 2).join(' ').trim();
  throw new HarnessError('ERR_USAGE', `--compare: ${file}: not a quirks.json of this version: ${problem}`, {
    cause: parsed.error,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
