import * as z from 'zod';
import { HarnessError } from '../errors.ts';
import { firstLink, unchained } from './chain.ts';
import { packExchanges } from './exchanges.ts';
import { foldInto, recordOf, startFold } from './fold.ts';
import { type Line, linesOf } from './lines.ts';
import { RecordEvent, type RunRecord, recordVersion } from './schema.ts';
import { shareParts } from './share.ts';

export { foldRecord } from './fold.ts';

/**
 * Reads a record back. A torn last line, as a kill leaves it, is left out; `finished` is then missing. A line that does not
 * follow from the one before it is refused.
 *
 * @throws HarnessError `ERR_RECORD_INVALID` naming file and line
 */
export async function readRecord(file: string): Promise<RunRecord> {
  return readLines(file, file);
}

/**
 * The same from bytes at hand, which are used up by it.
 *
 * @throws HarnessError `ERR_RECORD_INVALID` naming what `name` stands for, and the line
 */
export async function readRecordFrom(name: string, bytes: Buffer): Promise<RunRecord> {
  return readLines(name, bytes);
}

async function readLines(file: string, source: string | Buffer): Promise<RunRecord> {
  const fold = startFold(packExchanges());
  const share = shareParts();
  let link = firstLink;
  for await (const { event, bytes, number, ...line } of numberedEvents(file, source)) {
    const problem = foldInto(fold, event.type === 'finding' ? share(event) : event, bytes);
    if (problem !== undefined) throw invalid(file, number, problem);
    ({ link } = line);
  }
  const record = recordOf(fold);
  if (record === undefined) throw invalid(file, 1, 'the file holds no run-started event: it is empty, or no record');
  return { ...record, link };
}

/**
 * The events one by one, for readers that need not hold them all.
 *
 * @throws HarnessError `ERR_RECORD_INVALID` naming file and line
 */
export async function* readEvents(file: string): AsyncGenerator<RecordEvent> {
  for await (const { event } of numberedEvents(file, file)) yield event;
}

type Numbered = {
  readonly event: RecordEvent;
  /** The event as JSON. */
  readonly bytes: Buffer;
  readonly number: number;
  readonly link: string;
};

async function* numberedEvents(file: string, source: string | Buffer): AsyncGenerator<Numbered> {
  let before = firstLink;
  try {
    for await (const line of linesOf(source)) {
      const read = readLine(file, line, before);
      if (read === undefined) continue;
      before = read.link;
      yield read;
    }
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new HarnessError('ERR_RECORD_INVALID', `${file}: cannot read the record: ${detail}`, { cause: error });
  }
}

function readLine(file: string, line: Line, before: string): Numbered | undefined {
  const { number } = line;
  const text = line.bytes.toString();
  const json = jsonOf(text);
  if (json === undefined) {
    if (!line.isWhole) return undefined;
    throw invalid(file, number, 'not JSON');
  }
  checkVersion(file, number, json.value);
  const own = unchained(line.bytes, before);
  if (own === undefined) throw invalid(file, number, 'the line has no link to the one before it; a record is chained');
  if (own.link !== own.due) throw invalid(file, number, broken);
  const { chain: _link, ...value } = json.value as Record<string, unknown>;
  const event = RecordEvent.safeParse(value);
  if (event.success) return { event: event.data, bytes: own.bytes, number, link: own.link };
  throw invalid(file, number, z.prettifyError(event.error).replaceAll(/\s*\n\s*/g, ' '), event.error);
}

const broken =
  'the line does not follow from the one before it: one of them was changed, or lines are missing or moved. ' +
  'Take the record as Proofmark wrote it, or run again';

function checkVersion(file: string, number: number, value: unknown): void {
  const version = Version.safeParse(value);
  if (!version.success || version.data.recordVersion === recordVersion) return;
  const theirs = String(version.data.recordVersion);
  throw invalid(file, number, `record version ${theirs}, this proofmark reads version ${recordVersion}`);
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
