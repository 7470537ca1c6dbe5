import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { type Edit, HarnessError } from '../errors.ts';
import { writeOutput } from '../output.ts';

/**
 * Writes values into a descriptor. Comments and all else stay; a map that the value belongs to is made where there is none.
 * Of two edits of one place the first holds.
 *
 * @returns the edits that were written
 * @throws HarnessError `ERR_TARGET_INVALID` where a value has no place in the file, `ERR_OUTPUT` where it cannot be written
 */
export async function editDescriptor(path: string, edits: readonly Edit[]): Promise<readonly Edit[]> {
  const places = edits.map(({ at }) => JSON.stringify(at));
  const first = edits.filter((_, index) => places.indexOf(places[index] ?? '') === index);
  const document = parseDocument(await readFile(path, 'utf8'), { version: '1.2' });
  for (const { at, value } of first) {
    try {
      document.setIn(at, value);
    } catch {
      const fix = 'write it by hand';
      const message = `${path}: ${at.join('.')} cannot be written, since what it belongs to is no map`;
      throw new HarnessError('ERR_TARGET_INVALID', message, { advice: { at, fix } });
    }
  }
  if (first.length > 0) await writeOutput(path, document.toString({ lineWidth: 0, flowCollectionPadding: true }));
  return first;
}
