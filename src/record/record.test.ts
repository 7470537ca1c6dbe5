import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostileRun, mixedRun, nested } from '../../reports/runs.fixture.ts';
import { HarnessError } from '../errors.ts';
import { chainedLines } from './chain.ts';
import { foldRecord, readEvents, readRecord } from './reader.ts';
import type { RecordEvent, RunRecord } from './schema.ts';
import { createRecordWriter } from './writer.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'proofmark-record-'));
});
afterAll(async () => rm(folder, { recursive: true }));

const events = mixedRun();
const lines = inChain(events);

/** The lines of these events, as a writer would write them. */
function inChain(all: readonly unknown[]): readonly string[] {
  return chainedLines(all.map((event) => JSON.stringify(event)))
    .trimEnd()
    .split('\n');
}

async function file(text: string): Promise<string> {
  const name = path.join(folder, 'given.ndjson');
  await writeFile(name, text);
  return name;
}

async function eventsOf(name: string): Promise<readonly RecordEvent[]> {
  const read: RecordEvent[] = [];
  for await (const event of readEvents(name)) read.push(event);
  return read;
}

/** With the exchanges as a list, in place of the functions that give them. */
function spread({ exchanges, link: _link, ...rest }: RunRecord): object {
  const { heads, values } = exchanges;
  return { ...rest, heads, exchanges: [...values()] };
}

async function problemOf(text: string): Promise<string> {
  const error: unknown = await readRecord(await file(text)).catch((caught: unknown) => caught);
  if (!(error instanceof HarnessError)) return `no HarnessError: ${String(error)}`;
  return `${error.code} ${error.message.replace(`${folder}${path.sep}`, '')}`;
}

describe('a record written and read back', () => {
  test.each([
    ['of many verdicts', mixedRun()],
    ['of hostile texts, line separators among them', hostileRun()],
  ])('is the same: %s', async (_name, run) => {
    const name = path.join(folder, 'new', 'record.ndjson');
    const writer = createRecordWriter(name);
    for (const event of run) writer.write(event);
    await writer.close();
    expect(spread(await readRecord(name))).toEqual(spread(foldRecord(run)));
    expect(await eventsOf(name)).toEqual(run);
  });

  test('keeps a line separator inside a text inside its line', async () => {
    const [started, ...rest] = events;
    const odd = { ...started, command: 'a\u2028b\u2029c\rd' };
    const record = await readRecord(await file(inChain([odd, ...rest]).join('\n')));
    expect(record.started.command).toBe('a\u2028b\u2029c\rd');
  });
});

describe('a writer', () => {
  test('has a finding and the exchanges before it in the file when write returns', async () => {
    const name = path.join(folder, 'live.ndjson');
    const writer = createRecordWriter(name);
    const upToFinding = events.slice(0, events.findIndex(({ type }) => type === 'finding') + 1);
    for (const event of upToFinding) writer.write(event);
    expect(await readFile(name, 'utf8')).toBe(
      inChain(upToFinding)
        .map((line) => `${line}\n`)
        .join(''),
    );
    await writer.close();
  });

  test('has an exchange in the file one turn of the event loop later', async () => {
    const name = path.join(folder, 'turn.ndjson');
    const writer = createRecordWriter(name);
    const exchange = events.find(({ type }) => type === 'exchange');
    if (exchange === undefined) throw new Error('the fixture has exchanges');
    writer.write(exchange);
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    expect(await readFile(name, 'utf8')).toBe(`${inChain([exchange]).join('')}\n`);
    await writer.close();
  });

  test('leaves out what is nested too deep to be written', async () => {
    const name = path.join(folder, 'deep.ndjson');
    const writer = createRecordWriter(name);
    const exchange = events.find(({ type }) => type === 'exchange');
    if (exchange?.type !== 'exchange') throw new Error('the fixture has exchanges');
    writer.write({ ...exchange, proof: { text: 'a.b.c', payload: nested(100_000) } });
    await writer.close();
    expect(await eventsOf(name)).toEqual([{ ...exchange, proof: { text: 'a.b.c' } }]);
  });

  test('takes nothing after it is closed, and may be closed twice', async () => {
    const writer = createRecordWriter(path.join(folder, 'closed.ndjson'));
    await writer.close();
    await writer.close();
    const [started] = events;
    if (started === undefined) throw new Error('the fixture has events');
    expect(() => writer.write(started)).toThrow('an event came after the record was closed');
  });

  test('that cannot have its file says so', () => {
    expect(() => createRecordWriter(folder)).toThrow('cannot be written: it is a folder');
  });
});

describe('a reader', () => {
  test('leaves out a torn last line and reports that the run has no end', async () => {
    const torn = `${lines.slice(0, -1).join('\n')}\n${(lines.at(-1) ?? '').slice(0, -9)}`;
    expect(spread(await readRecord(await file(torn)))).toEqual(spread(foldRecord(events.slice(0, -1))));
  });

  test('takes a whole last line without its line feed', async () => {
    expect(spread(await readRecord(await file(lines.join('\n'))))).toEqual(spread(foldRecord(events)));
  });

  test('names file and line of what is wrong', async () => {
    const [started] = events;
    const preflight = events.find(({ type }) => type === 'preflight');
    const text = (...all: readonly unknown[]): string => `${inChain(all).join('\n')}\n`;
    const wrong = [
      '',
      '{"type":',
      `${text(started)}{"type":"pre\n${text(preflight)}`,
      text(preflight),
      text(started, started),
      text(started, { ...preflight, target: 'nobody' }),
      text({ ...started, recordVersion: 4 }),
      `${text(started)}\n`,
      text(started, { type: 'preflight', target: 'reference', facts: [] }),
      text(started, events.at(-1), preflight),
    ];
    const problems: string[] = [];
    for (const text of wrong) problems.push(await problemOf(text));
    expect(problems).toMatchInlineSnapshot(`
      [
        "ERR_RECORD_INVALID given.ndjson:1: the file holds no run-started event: it is empty, or no record",
        "ERR_RECORD_INVALID given.ndjson:1: the file holds no run-started event: it is empty, or no record",
        "ERR_RECORD_INVALID given.ndjson:2: not JSON",
        "ERR_RECORD_INVALID given.ndjson:1: preflight before run-started",
        "ERR_RECORD_INVALID given.ndjson:2: a second run-started: two runs in one record",
        "ERR_RECORD_INVALID given.ndjson:2: run-started names no target "nobody"",
        "ERR_RECORD_INVALID given.ndjson:1: record version 4, this proofmark reads version 3",
        "ERR_RECORD_INVALID given.ndjson:2: not JSON",
        "ERR_RECORD_INVALID given.ndjson:2: ✖ Invalid input: expected array, received undefined → at obstacles",
        "ERR_RECORD_INVALID given.ndjson:3: preflight after run-finished",
      ]
    `);
  });

  test.each<[string, (all: string[]) => readonly string[], string]>([
    [
      'changed',
      (all) => all.with(2, (all[2] ?? '').replace('"reference"', '"reference "')),
      ':3: the line does not follow',
    ],
    ['left out', (all) => all.toSpliced(2, 1), ':3: the line does not follow'],
    ['moved', ([a = '', b = '', c = '', ...rest]) => [a, c, b, ...rest], ':2: the line does not follow'],
    ['written twice', (all) => all.toSpliced(2, 0, all[2] ?? ''), ':4: the line does not follow'],
    [
      'without its link',
      (all) => all.with(2, (all[2] ?? '').replace(/,"chain":"[^"]+"/, '')),
      ':3: the line has no link',
    ],
    ['the first', (all) => all.slice(1), ':1: the line does not follow'],
  ])('refuses a record in which a line is %s', async (_, change, said) => {
    expect(await problemOf(`${change([...lines]).join('\n')}\n`)).toContain(said);
  });

  test('knows a record by the link of its last line', async () => {
    const links = lines.map((line) => /"chain":"([\w-]{43})"\}$/.exec(line)?.[1]);
    expect(new Set(links).size).toBe(lines.length);
    expect((await readRecord(await file(lines.join('\n')))).link).toBe(links.at(-1));
    expect((await readRecord(await file(lines.slice(0, -1).join('\n')))).link).toBe(links.at(-2));
  });

  test('names a file that is not there', async () => {
    await expect(readRecord(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'ERR_RECORD_INVALID' });
  });
});
