import { type Trouble, trouble } from '../../bundle/trouble.ts';
import type { Unpacked } from '../../bundle/unpacked.ts';
import { HarnessError } from '../../errors.ts';
import { readRecordFrom } from '../../record/reader.ts';
import type { Part } from '../../record/shards.ts';
import { firstInconsistency } from '../../verdict/consistency.ts';
import { type Together, together } from './read-records.ts';

/** Checks 3 and 11: the records, and whether they are those of one run. */
export async function readParts({ files, recordPaths }: Unpacked): Promise<Together | readonly Trouble[]> {
  const parts: Part[] = [];
  try {
    for (const path of recordPaths) {
      // Reading uses the bytes up, and the digests have been taken.
      const record = await readRecordFrom(path, files.get(path) ?? Buffer.alloc(0));
      parts.push({ file: path, record });
    }
  } catch (error) {
    if (error instanceof HarnessError)
      return [trouble(3, 'tampered', recordPaths[parts.length] ?? 'record/', error.message)];
    throw error;
  }
  for (const { file, record } of parts) {
    const found = firstInconsistency(record);
    if (found !== undefined) return [trouble(6, 'tampered', `${file}: ${found.where}`, found.problem)];
  }
  try {
    const all = together(parts);
    const misplaced = all.records.find(({ path, part }) => path !== part.file);
    if (misplaced !== undefined)
      return [trouble(11, 'tampered', misplaced.part.file, `is the record of ${misplaced.path}`)];
    const twice = [...overlaps(parts)];
    return twice.length > 0 ? twice : all;
  } catch (error) {
    if (error instanceof HarnessError) return [trouble(11, 'tampered', 'record/', error.message)];
    throw error;
  }
}

/** A case belongs to one shard. */
function* overlaps(parts: readonly Part[]): Generator<Trouble> {
  const homes = new Map<string, string>();
  for (const { file, record } of parts)
    for (const { target, instance, basis, fuzz } of record.findings) {
      if (basis.by === 'watch' || fuzz !== undefined) continue;
      const key = `${target}/${instance}`;
      const other = homes.get(key);
      if (other !== undefined) yield trouble(11, 'tampered', `${file}: ${key}`, `has a finding in ${other} too`);
      homes.set(key, file);
    }
}
