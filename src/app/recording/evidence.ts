import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Writes files of evidence into the folder of the record, numbered; messages name them by their name alone. */
export function evidenceBeside(
  recordPath: string,
): (name: string, ending: string, content: Uint8Array) => Promise<string> {
  let count = 0;
  return async (name, ending, content) => {
    count += 1;
    const file = `${name.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}-${count}.${ending}`;
    await writeFile(join(dirname(recordPath), file), content);
    return file;
  };
}
