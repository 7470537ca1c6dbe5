import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { HarnessError } from '../errors.ts';
import { cannotWrite, makeFolder } from '../output.ts';
import { chained, firstLink } from './chain.ts';
import type { RecordEvent } from './schema.ts';

export type RecordWriter = {
  readonly write: (event: RecordEvent) => void;
  readonly close: () => Promise<void>;
};

const batchCharacters = 65_536;

/**
 * Writes one JSON text a line, chained to the one before it, replacing the file at `path`. Exchanges are gathered for at most one turn of the event
 * loop, every other event is in the file before `write` returns: a killed run leaves a readable record.
 *
 * @throws HarnessError `ERR_USAGE` when the file cannot be made, `ERR_OUTPUT` when it cannot be written, `ERR_INTERNAL` after `close`
 */
export function createRecordWriter(file: string): RecordWriter {
  const { add, flush, close } = createBatch(file);
  let scheduled: NodeJS.Immediate | undefined;
  let failure: unknown;
  let isClosed = false;
  let link = firstLink;

  const flushNow = (): void => {
    clearImmediate(scheduled);
    scheduled = undefined;
    flush();
  };
  /** Nobody catches what a callback of the event loop throws: the next caller gets it. */
  const flushLater = (): void => {
    try {
      flushNow();
    } catch (error) {
      failure = error;
    }
  };

  return {
    write: (event) => {
      if (isClosed) throw new HarnessError('ERR_INTERNAL', `${file}: an event came after the record was closed`);
      if (failure !== undefined) throw lost(file, failure);
      const line = chained(encoded(event), link);
      ({ link } = line);
      const size = add(`${line.text}\n`);
      if (event.type !== 'exchange' || size >= batchCharacters) flushNow();
      else scheduled ??= setImmediate(flushLater);
    },
    // oxlint-disable-next-line typescript/require-await -- the contract leaves room for a writer that waits
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      clearImmediate(scheduled);
      close();
      if (failure !== undefined) throw lost(file, failure);
    },
  };
}

/** A proof may be nested deeper than JSON can be written; its text then has to do. */
function encoded(event: RecordEvent): string {
  try {
    return JSON.stringify(event);
  } catch (error) {
    if (!(error instanceof RangeError) || event.type !== 'exchange' || event.proof === undefined) throw error;
    return JSON.stringify({ ...event, proof: { text: event.proof.text } });
  }
}

/** Text gathered for the file; what could not be written is not tried again. */
function createBatch(file: string) {
  const descriptor = openRecord(file);
  let pending = '';
  const flush = (): void => {
    const text = pending;
    pending = '';
    if (text !== '') writeWhole(file, descriptor, text);
  };
  return {
    /** Returns how much waits to be written. */
    add: (text: string): number => (pending += text).length,
    flush,
    close: (): void => {
      try {
        flush();
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function openRecord(file: string): number {
  try {
    makeFolder(path.dirname(file));
    return openSync(file, 'w');
  } catch (error) {
    // Where the record goes is the user's choice.
    throw cannotWrite(file, error, { code: 'ERR_USAGE', fix: 'choose another folder with --out' });
  }
}

function writeWhole(file: string, descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  try {
    for (let offset = 0; offset < bytes.length;) offset += writeSync(descriptor, bytes, offset);
  } catch (error) {
    throw lost(file, error);
  }
}

function lost(file: string, cause: unknown): HarnessError {
  const fix = `free some space; what was judged until then is kept: proofmark report ${file} --out <folder>`;
  return cannotWrite(file, cause, { code: 'ERR_OUTPUT', fix });
}
