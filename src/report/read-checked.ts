import { readRecord } from '../record/reader.ts';
import type { RunRecord } from '../record/schema.ts';
import { refuseInconsistent } from '../verdict/consistency.ts';

/**
 * Reads a record whose verdicts, counts and exit code are those that the rest of it makes.
 *
 * @throws HarnessError `ERR_RECORD_INVALID` naming the file, and the line or the place that contradicts the rest
 */
export async function readCheckedRecord(file: string): Promise<RunRecord> {
  const record = await readRecord(file);
  refuseInconsistent(file, record);
  return record;
}
