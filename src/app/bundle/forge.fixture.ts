import { manifestOf, isRecordPath, paths } from '../../bundle/layout.ts';
import { pack } from '../../bundle/zip/pack.ts';
import { unpack } from '../../bundle/zip/unpack.ts';
import { chainedLines } from '../../record/chain.ts';
import { foldRecord } from '../../record/fold.ts';
import { readRecordFrom } from '../../record/reader.ts';
import type { ExchangeEvent, Finding, RecordEvent, RunFinished, RunStarted } from '../../record/schema.ts';
import { conclude } from '../../verdict/conclude.ts';
import { derivedFiles } from './contents.ts';
import { together } from './read-records.ts';

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
export type Event = Mutable<RecordEvent>;

/** The events of a record that is being forged, its parts by name. */
export type Forged = {
  readonly events: Event[];
  readonly started: Mutable<RunStarted>;
  readonly finished: Mutable<RunFinished>;
  readonly of: <T extends Event['type']>(type: T) => Extract<Event, { type: T }>[];
  readonly finding: (instance: string) => Mutable<Finding>;
  /** The tested exchange of a finding, or a control of it. */
  readonly exchange: (instance: string, which?: 'before' | 'tested' | 'after') => Mutable<ExchangeEvent>;
  readonly drop: (...events: Event[]) => void;
};

export type Files = Map<string, Buffer>;

export function filesOf(zip: Buffer): Files {
  return new Map([...unpack(zip)].map(([path, content]) => [path, Buffer.from(content)]));
}

/** A forger who changes files, and packs them again as they are. */
export function repack(zip: Buffer, edit: (files: Files) => void): Buffer {
  const files = filesOf(zip);
  edit(files);
  return Buffer.from(pack(files));
}

/** One who makes a new list of the files too. */
export function relist(zip: Buffer, edit: (files: Files) => void): Buffer {
  return repack(zip, (files) => {
    edit(files);
    list(files);
  });
}

function list(files: Files): void {
  const old = JSON.parse(files.get(paths.manifest)?.toString() ?? '{}') as { tool: string; created: string };
  const own = new Map([...files].filter(([path]) => path !== paths.manifest && path !== paths.attestation));
  files.set(paths.manifest, Buffer.from(`${JSON.stringify(manifestOf(own, old), null, 2)}\n`));
}

/** One who changes the record and, with our own code, makes all anew that follows from it: chain, end, results, report, list. */
export async function rebuild(zip: Buffer, edit: (record: Forged) => void, isConcluded = true): Promise<Buffer> {
  const files = filesOf(zip);
  const [path = ''] = [...files.keys()].filter(isRecordPath);
  const forged = forgedOf(files.get(path)?.toString() ?? '');
  edit(forged);
  const { events, finished } = forged;
  if (isConcluded) Object.assign(finished, conclude(foldRecord(events.slice(0, -1) as RecordEvent[]), finished.ended));
  files.set(path, Buffer.from(chainedLines(events.map((event) => JSON.stringify(event)))));
  const record = await readRecordFrom(path, Buffer.from(files.get(path) ?? '')).catch(() => undefined);
  const product = record?.started.targets[0]?.product;
  if (record !== undefined && product !== undefined) {
    const derived = derivedFiles(together([{ file: path, record }]), product, { signedBy: undefined });
    for (const [name, text] of derived) files.set(name, Buffer.from(text));
  }
  list(files);
  return Buffer.from(pack(files));
}

function forgedOf(ndjson: string): Forged {
  const events = ndjson
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { chain: _chain, ...event } = JSON.parse(line) as Record<string, unknown>;
      return event as Event;
    });
  const of: Forged['of'] = <T extends Event['type']>(type: T) =>
    events.filter((event) => event.type === type) as Extract<Event, { type: T }>[];
  const [started, finished] = [of('run-started')[0], of('run-finished')[0]];
  if (started === undefined || finished === undefined) throw new Error('the run has a start and an end');
  const finding = (instance: string): Mutable<Finding> =>
    found(
      of('finding').find((one) => one.instance === instance),
      instance,
    );
  const exchange: Forged['exchange'] = (instance, which = 'tested') => {
    const { basis } = finding(instance);
    const id = basis.by === 'case' ? basis.attempts[0]?.steps[0]?.[which] : undefined;
    return found(
      of('exchange').find((one) => one.id === id),
      `${which} of ${instance}`,
    );
  };
  const drop = (...gone: Event[]): void => {
    for (const event of gone) events.splice(events.indexOf(event), 1);
  };
  return { events, started, finished, of, finding, exchange, drop };
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the record has no ${what}`);
  return value;
}
