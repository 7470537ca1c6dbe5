import { HarnessError } from '../errors.ts';
import { differenceOf } from './alike.ts';
import type { RunRecord, RunStarted } from './schema.ts';
import { type Shard, shardOption, shardsIn, shardText, withoutShard } from './shard.ts';

/** The record of one shard, and the file that it was read from. */
export type Part = { readonly file: string; readonly record: RunRecord };

/** The shards of one run, in their order. */
export type Arranged = { readonly parts: readonly Part[]; readonly missing: readonly string[] };

type Numbered = Part & { readonly shard: Shard };

/**
 * Orders the shards of one run. `isPartial`: shards may be missing, and those that did not come to their end count as missing.
 *
 * @throws HarnessError `ERR_USAGE` where they are not the shards of one run, or not all of them
 */
export function arrange(parts: readonly Part[], isPartial: boolean): Arranged {
  const numbered = parts.map(withNumber);
  const [first] = numbered;
  if (first === undefined) throw new HarnessError('ERR_USAGE', 'there is no record to merge');
  for (const part of numbered) checkAlike(part, first);
  const ordered = numbered.toSorted((a, b) => a.shard.index - b.shard.index);
  for (const [place, part] of ordered.entries()) checkSingle(part, ordered[place - 1]);
  const whole = ordered.filter(hasEnded);
  const cut = ordered.find((part) => !hasEnded(part));
  if (cut !== undefined && !isPartial) throw unfinished(cut);
  const [one] = whole;
  if (one === undefined) throw new HarnessError('ERR_USAGE', 'no shard has come to its end: there is nothing to merge');
  for (const part of whole) checkSelected(part, one);
  const had = new Set(whole.map(({ shard }) => shard.index));
  const all = Array.from({ length: first.shard.of }, (_, index) => ({ index: index + 1, of: first.shard.of }));
  const missing = all.filter(({ index }) => !had.has(index)).map(shardText);
  if (missing.length > 0 && !isPartial) throw incomplete(missing);
  return { parts: whole, missing };
}

function withNumber(part: Part): Numbered {
  const [shard, second] = shardsIn(part.record.started.scope);
  if (shard !== undefined && second === undefined) return { ...part, shard };
  throw new HarnessError('ERR_USAGE', `${part.file}: is the record of no shard: its run had no single ${shardOption}`);
}

function checkAlike({ file, record, shard }: Numbered, first: Numbered): void {
  const difference =
    shard.of === first.shard.of
      ? differenceOf(record.started, first.record.started)
      : `another number of shards (${shard.of} and not ${first.shard.of})`;
  if (difference === undefined) return;
  throw new HarnessError('ERR_USAGE', `${file}: is no shard of the run of ${first.file}: it has ${difference}`);
}

function checkSingle({ file, shard }: Numbered, before: Numbered | undefined): void {
  if (before?.shard.index !== shard.index) return;
  throw new HarnessError(
    'ERR_USAGE',
    `${before.file} and ${file}: both are shard ${shardText(shard)}; give each shard once`,
  );
}

function hasEnded({ record: { finished } }: Part): boolean {
  return finished?.ended === 'complete';
}

function unfinished({ file, shard }: Numbered): HarnessError {
  const fix = 'run it again, or go on with it: proofmark run … --resume; or merge the others with --partial';
  return new HarnessError('ERR_USAGE', `${file}: shard ${shardText(shard)} did not come to its end`, {
    advice: { fix },
  });
}

function incomplete(missing: readonly string[]): HarnessError {
  const what =
    missing.length === 1 ? `shard ${missing.join('')} is missing` : `shards ${missing.join(', ')} are missing`;
  const fix = 'name their records too, or merge the others with --partial: that is no whole run';
  return new HarnessError('ERR_USAGE', what, { advice: { fix } });
}

/** A server that offers other endpoints from time to time has other cases: then none of the shards knows which cases are missing. */
function checkSelected({ file, record }: Part, first: Part): void {
  for (const { target, selected } of record.preflights) {
    const other = first.record.preflights.find((one) => one.target === target && one.selected !== undefined)?.selected;
    if (selected === undefined || other === undefined || selected.digest === other.digest) continue;
    throw new HarnessError(
      'ERR_USAGE',
      `${file}: at the target ${JSON.stringify(target)} ${selected.count} cases and watches applied, and not the ${other.count} ` +
        `of ${first.file}: it offered something else, so the shards are not of one run`,
    );
  }
}

/** What the record of the whole run says first. Waivers are held against the last day on which a shard began. */
export function mergedStart({ parts, missing }: Arranged, runInfo: Pick<RunStarted, 'runId' | 'command'>): RunStarted {
  const starts = parts.map(({ record }) => record.started);
  const [first] = starts.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt));
  if (first === undefined) throw new HarnessError('ERR_INTERNAL', 'no shard');
  const scope = withoutShard(first.scope);
  const own = starts.flatMap((start) => shardsIn(start.scope).map(shardText));
  const narrowed = missing.length === 0 ? [] : [{ by: shardOption, to: own }];
  const today =
    starts
      .map((start) => start.today)
      .toSorted()
      .at(-1) ?? first.today;
  return { ...first, ...runInfo, today, scope: { ...scope, narrowed: [...scope.narrowed, ...narrowed] } };
}
