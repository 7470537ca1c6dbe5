import { dirname, join } from 'node:path';
import { writeOutput } from '../../output.ts';

/** Writes numbered files of evidence into the folder of the record. Messages use only the names of the files. */
export function evidenceBeside(
  recordPath: string,
): (name: string, ending: string, content: Uint8Array) => Promise<string> {
  let count = 0;
  return async (name, ending, content) => {
    count += 1;
    const file = `${name.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}-${count}.${ending}`;
    await writeOutput(join(dirname(recordPath), file), content);
    return file;
  };
}
