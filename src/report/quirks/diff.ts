import type { Quirk, QuirkValue, QuirkValueOf } from '../../record/quirk.ts';
import { numberText, quirkKey, rounds } from './text.ts';

/** One thing in which two servers, or two runs, differ by more than the spread of the measurements. */
export type Difference = {
  readonly quirk: Quirk;
  /** Which part of the quirk, where it has parts. */
  readonly part?: string;
  readonly one: string;
  readonly other: string;
};

export type Comparison = {
  readonly differences: readonly Difference[];
  /** Measured in both. */
  readonly compared: number;
  /** Measured in one only. */
  readonly single: readonly string[];
};

export function compareQuirks(one: readonly Quirk[], other: readonly Quirk[]): Comparison {
  const theirs = new Map(other.map((quirk) => [quirkKey(quirk), quirk]));
  const ours = new Set(one.map(quirkKey));
  const pairs = one.map((quirk) => [quirk, theirs.get(quirkKey(quirk))] as const);
  const both = pairs.filter(([a, b]) => isMeasured(a) && b !== undefined && isMeasured(b));
  const half = pairs.filter(([a, b]) => isMeasured(a) !== (b !== undefined && isMeasured(b))).map(([a]) => a);
  const added = other.filter((quirk) => !ours.has(quirkKey(quirk)) && isMeasured(quirk));
  return {
    differences: both.flatMap(([a, b]) =>
      b === undefined ? [] : differing(a.value, b.value).map((difference) => ({ quirk: a, ...difference })),
    ),
    compared: both.length,
    single: [...half, ...added].map(quirkKey),
  };
}

function isMeasured({ value }: Quirk): boolean {
  return value.kind !== 'unmeasured';
}

type Part = Omit<Difference, 'quirk'>;

function differing(one: QuirkValue, other: QuirkValue): readonly Part[] {
  if (one.kind === 'number' && other.kind === 'number') return differingNumbers(one, other);
  if (one.kind === 'vector' && other.kind === 'vector') return differingCells(one, other);
  if (one.kind === 'map' && other.kind === 'map') {
    const named = ({ entries }: QuirkValueOf<'map'>) => entries.map(({ name, answer }) => [name, answer] as const);
    return differingParts(named(one), named(other));
  }
  if (one.kind === 'order' && other.kind === 'order') return differingOrders(one, other);
  if (one.kind === 'latencies' && other.kind === 'latencies') return differingLatencies(one, other);
  if (one.kind === 'counts' && other.kind === 'counts') return differingCounts(one, other);
  if (one.kind === 'word' && other.kind === 'word' && one.word !== other.word)
    return [{ one: one.word, other: other.word }];
  return [];
}

/** A second is what rounding and the way of a request cost. */
function differingNumbers(one: QuirkValueOf<'number'>, other: QuirkValueOf<'number'>): readonly Part[] {
  const margin = one.unit === 'seconds' ? 1 : 0;
  const apart = one.min - margin > other.max || other.min - margin > one.max;
  const onlyOneEnds = one.isAtLeast !== other.isAtLeast;
  return apart || onlyOneEnds ? [{ one: numberText(one), other: numberText(other) }] : [];
}

function differingCells(one: QuirkValueOf<'vector'>, other: QuirkValueOf<'vector'>): readonly Part[] {
  const steady = ({ cells }: QuirkValueOf<'vector'>) =>
    cells.filter(({ result }) => result !== 'varies').map(({ name, result }) => [name, result] as const);
  return differingParts(steady(one), steady(other));
}

type Named = readonly (readonly [name: string, value: string])[];

/** Only parts that both have. */
function differingParts(one: Named, other: Named): readonly Part[] {
  const theirs = new Map(other);
  return one.flatMap(([part, mine]) => {
    const value = theirs.get(part);
    return value === undefined || value === mine ? [] : [{ part, one: mine, other: value }];
  });
}

function differingOrders(one: QuirkValueOf<'order'>, other: QuirkValueOf<'order'>): readonly Part[] {
  return one.pairs.flatMap(({ named, unnamed }) =>
    other.pairs.some((pair) => pair.named === unnamed && pair.unnamed === named)
      ? [{ part: `${named} and ${unnamed}`, one: `${named} is named`, other: `${unnamed} is named` }]
      : [],
  );
}

/** Where half of the one are slower than nine in ten of the other. */
function differingLatencies(one: QuirkValueOf<'latencies'>, other: QuirkValueOf<'latencies'>): readonly Part[] {
  return one.series.flatMap((mine) => {
    const theirs = other.series.find(({ name }) => name === mine.name);
    if (theirs === undefined || (mine.p50 <= theirs.p90 && theirs.p50 <= mine.p90)) return [];
    return [{ part: mine.name, one: `median ${mine.p50} ms`, other: `median ${theirs.p50} ms` }];
  });
}

function differingCounts(one: QuirkValueOf<'counts'>, other: QuirkValueOf<'counts'>): readonly Part[] {
  const [mine, theirs] = [rangeOf(one), rangeOf(other)];
  const apart = mine.min > theirs.max || theirs.min > mine.max;
  return apart ? [{ one: mine.text, other: theirs.text }] : [];
}

function rangeOf({ rounds: all, of }: QuirkValueOf<'counts'>): { min: number; max: number; text: string } {
  const counts = all.map(({ accepted }) => accepted);
  const [min, max] = [Math.min(...counts), Math.max(...counts)];
  const times = all.reduce((sum, round) => sum + round.times, 0);
  return { min, max, text: `${min === max ? min : `${min} to ${max}`} of ${of} in ${rounds(times)}` };
}
