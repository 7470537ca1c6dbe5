import * as z from 'zod';
import { HarnessError } from '../errors.ts';
import { packExchanges } from './exchanges.ts';
import { foldInto, recordOf, startFold } from './fold.ts';
import { type Line, linesOf } from './lines.ts';
import { RecordEvent, type RunRecord, recordVersion } from './schema.ts';
import { shareParts } from './share.ts';

export { foldRecord } from './fold.ts';

/**
 * Reads a record back. A torn last line, as a kill leaves it, is left out; `finished` is then missing.
 *
 * @throws HarnessError `ERR_RECORD_INVALID` naming file and line
 */
export async function readRecord(file: string): Promise<RunRecord> {
  const fold = startFold(packExchanges());
  const share = shareParts();
  for await (const { event, line } of numberedEvents(file)) {
    const problem = foldInto(fold, event.type === 'finding' ? share(event) : event, line.bytes);
    if (problem !== undefined) throw invalid(file, line.number, problem);
  }
  const record = recordOf(fold);
  if (record === undefined) throw invalid(file, 1, 'the file holds no run-started event: it is empty, or no record');
  return record;
}

/**
 * The events one by one, for readers that need not hold them all.
 *
 * @throws HarnessError `ERR_RECORD_INVALID` naming file and line
 */
export async function* readEvents(file: string): AsyncGenerator<RecordEvent> {
  for await (const { event } of numberedEvents(file)) yield event;
}

async function* numberedEvents(file: string): AsyncGenerator<{ event: RecordEvent; line: Line }> {
  try {
    for await (const line of linesOf(file)) {
      const event = eventOf(file, line);
      if (event !== undefined) yield { event, line };
    }
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new HarnessError('ERR_RECORD_INVALID', `${file}: cannot read the record: ${detail}`, { cause: error });
  }
}

function eventOf(file: string, line: Line): RecordEvent | undefined {
  const json = jsonOf(line.bytes.toString());
  if (json === undefined) {
    if (!line.isWhole) return undefined;
    throw invalid(file, line.number, 'not JSON');
  }
  const version = Version.safeParse(json.value);
  if (version.success && version.data.recordVersion !== recordVersion) {
    const theirs = String(version.data.recordVersion);
    throw invalid(file, line.number, `record version ${theirs}, this proofmark reads version ${recordVersion}`);
  }
  const event = RecordEvent.safeParse(json.value);
  if (event.success) return event.data;
  throw invalid(file, line.number, z.prettifyError(event.error).replaceAll(/\s*\n\s*/g, ' '), event.error);
}

const Version = z.looseObject({ type: z.literal('run-started'), recordVersion: z.unknown() });

function jsonOf(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function invalid(file: string, line: number, problem: string, cause?: unknown): HarnessError {
  return new HarnessError('ERR_RECORD_INVALID', `${file}:${line}: ${problem}`, cause === undefined ? {} : { cause });
}
