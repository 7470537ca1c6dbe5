import { parseSource } from '../../document/source.ts';
import { HarnessError } from '../../errors.ts';
import type { RunStarted } from '../../record/schema.ts';
import { describe, type LoadedDescriptor } from '../../target/load-descriptor.ts';
import { freePort } from '../../target/ports.ts';
import type { Host } from '../host.ts';

/** A descriptor that is taken out of a record. Relative paths in it start at `directory`. */
export type RecordedDescriptor = { readonly target: RunStarted['targets'][number]; readonly directory: string };

/**
 * Whether the descriptor in a record can stand in for the file. A record may come from anybody, so no program that it names is
 * started (`launch`, `command`).
 */
export function standsIn({ text }: RunStarted['targets'][number]): boolean {
  return text !== undefined && !startsPrograms(parseSource('the descriptor', text, 'ERR_TARGET_INVALID').value);
}

/**
 * Reads the descriptor that a record holds, with its waivers.
 *
 * @throws HarnessError `ERR_TARGET_INVALID` where it needs what is not there: an environment variable, a file
 */
export async function loadRecorded(
  { env }: Pick<Host, 'env'>,
  { target, directory }: RecordedDescriptor,
): Promise<LoadedDescriptor> {
  const { name, text = '', digest, descriptor: path, waivers = [] } = target;
  const fix = `name a descriptor of ${name} with --target`;
  const read = parseSource(`the descriptor ${path} in the record`, text, 'ERR_TARGET_INVALID');
  const source = { ...read, value: withoutWaivers(read.value) };
  try {
    const loaded = await describe(source, { path, directory }, { env, port: freePort });
    return { ...loaded, digest, text, waivers };
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    throw new HarnessError(error.code, error.message, {
      cause: error,
      advice: { fix: `give what is missing, or ${fix}` },
    });
  }
}

function startsPrograms(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, member]) => (!Array.isArray(value) && (key === 'launch' || key === 'command')) || startsPrograms(member),
  );
}

/** The record has the waivers of the run itself. */
function withoutWaivers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'waivers'));
}
