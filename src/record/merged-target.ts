import { isDeepStrictEqual } from 'node:util';
import type { BasisOf } from './basis.ts';
import { eventsInTurn } from './in-turn.ts';
import type { LeftOut } from './obstacle.ts';
import type { ExchangeEvent, Finding, Preflight, RunRecord } from './schema.ts';

/** What the preflights of all shards say of a target: together they planned all cases, and each watch once. */
export function mergedPreflights(records: readonly RunRecord[], target: string): readonly Preflight[] {
  const all = records.map(({ preflights }) => preflights.filter((one) => one.target === target));
  const planned = all.flatMap((own) => own.filter((one) => one.planned !== undefined));
  const others = unlike(all.flatMap((own) => own.filter((one) => one.planned === undefined)));
  const [first] = planned;
  if (first === undefined) return others;
  const seen = records.reduce((sum, record) => sum + watchesOf(record, target).length, 0);
  const watches = new Set(records.flatMap((record) => watchesOf(record, target).map(({ instance }) => instance)));
  const leftOut = together(planned.flatMap((one) => one.leftOut ?? []));
  const { leftOut: _own, ...rest } = first;
  const one: Preflight = {
    ...rest,
    facts: planned.flatMap(({ facts }) => facts).filter(isFirstOfName),
    obstacles: [...unlike(planned.flatMap(({ obstacles }) => obstacles))],
    planned: planned.reduce((sum, each) => sum + (each.planned ?? 0), 0) - seen + watches.size,
    ...(leftOut.length === 0 ? {} : { leftOut: [...leftOut] }),
  };
  return [one, ...others];
}

function watchesOf({ findings }: RunRecord, target: string): readonly Finding[] {
  return findings.filter((finding) => finding.target === target && finding.basis.by === 'watch');
}

function unlike<T>(list: readonly T[]): readonly T[] {
  return list.filter((one, index) => list.findIndex((other) => isDeepStrictEqual(one, other)) === index);
}

function isFirstOfName({ name }: { name: string }, index: number, all: readonly { name: string }[]): boolean {
  return all.findIndex((other) => other.name === name) === index;
}

function together(left: readonly LeftOut[]): readonly LeftOut[] {
  return [...Map.groupBy(left, ({ place }) => place)].map(([place, own]) => ({
    place,
    count: own.reduce((sum, { count }) => sum + count, 0),
    why: own[0]?.why ?? '',
  }));
}

/** What watches look at, and what came after them: the watches of a run end with its cases. */
export type Phase = 'cases' | 'after';

/**
 * The exchanges of all shards at a target. Those of a shard keep their order. Where shards sent to the same server at the same
 * time, all are in the order of their ends; else the shards follow each other.
 */
export function* mergedExchanges(
  records: readonly RunRecord[],
  target: string,
  phase: Phase,
): Generator<ExchangeEvent> {
  const lists = records.map((record) => exchangesOf(record, target, phase));
  if (phase === 'after' || !areTogether(records, target)) {
    for (const list of lists) yield* list;
    return;
  }
  const heads = lists.map((list) => ({ list, next: list.next() }));
  for (;;) {
    const open = heads.flatMap((head) => (head.next.done === true ? [] : [{ head, event: head.next.value }]));
    if (open.length === 0) return;
    const earliest = open.reduce((a, b) => (endOf(b.event) < endOf(a.event) ? b : a));
    yield earliest.event;
    earliest.head.next = earliest.head.list.next();
  }
}

function* exchangesOf(record: RunRecord, target: string, phase: Phase): Generator<ExchangeEvent, undefined> {
  let now: Phase = 'cases';
  for (const event of eventsInTurn(record, target)) {
    if (event.type === 'exchange' && now === phase) yield event;
    if (event.type === 'finding' && event.basis.by === 'watch') now = 'after';
  }
  return undefined;
}

function endOf({ transcript: { startedAt, totalMs } }: ExchangeEvent): number {
  return Date.parse(startedAt) + totalMs;
}

/** Whether two of them sent to one origin at the same time: then they disturbed each other, and a reader has to see that. */
function areTogether(records: readonly RunRecord[], target: string): boolean {
  const spans = records.map((record) => {
    const span = { from: Infinity, to: -Infinity, origins: new Set<string>() };
    for (const event of exchangesOf(record, target, 'cases')) {
      span.from = Math.min(span.from, Date.parse(event.transcript.startedAt));
      span.to = Math.max(span.to, endOf(event));
      span.origins.add(URL.parse(event.transcript.request.url)?.origin ?? '');
    }
    return span;
  });
  return spans.some((one, index) =>
    spans
      .slice(index + 1)
      .some((other) => one.from < other.to && other.from < one.to && !one.origins.isDisjointFrom(other.origins)),
  );
}

/** The watches of all shards, each once, with all that a record cannot show of their answers. They have to be judged anew. */
export function mergedWatches(
  records: readonly RunRecord[],
  target: string,
): readonly (Finding & { basis: Watching })[] {
  const all = records.flatMap((record) => watchesOf(record, target));
  return [...Map.groupBy(all, ({ instance }) => instance).values()].flatMap((own) => {
    const [first] = own;
    const bases = own.flatMap(({ basis }) => (basis.by === 'watch' ? [basis] : []));
    const carried = bases.flatMap((basis) => basis.carried ?? []);
    const blocked = bases.find((basis) => basis.blocked !== undefined)?.blocked;
    const basis: Watching = {
      by: 'watch',
      seen: bases.reduce((sum, { seen }) => sum + seen, 0),
      ...(carried.length === 0 ? {} : { carried }),
      ...(blocked === undefined ? {} : { blocked }),
    };
    return first === undefined ? [] : [{ ...first, basis }];
  });
}

type Watching = BasisOf<'watch'>;
