import fc from 'fast-check';
import type { Op } from '../plan/ops.ts';
import type { SessionSpec } from '../suite/schema.ts';
import { deltas } from './arbitrary.ts';
import { type Batch, windowSize } from './explore.ts';
import { maxOps } from './shrink.ts';
import { type FuzzPlace, singleOps } from './vocabulary.ts';
import { attacks, clientDeltas, clientWorlds, uriDeltas, worldDeltas, worlds } from './worlds.ts';

/** Plans of one seed. Each seed has so many, so that any of them can be made again without all that went before. */
const perSeed = windowSize;

/** Further resources are tried with what depends on their URI; of very many the first. */
const mostResources = 8;

/** Every single change at every place: the same whatever the seed. */
export function* listed(
  places: readonly FuzzPlace[],
  seed: number,
  resources: readonly string[] = [],
): Generator<Batch> {
  for (const place of places) yield* singles(place, seed);
  if (!places.includes('resource')) return;
  for (const subject of resources.slice(0, mostResources))
    for (const batch of windows('resource', {}, uriDeltas, seed)) yield { ...batch, subject };
}

/**
 * Pairs, then up to four ops at random: `runs` plans at each place, a third of them pairs. The same seed gives the same
 * plans.
 */
export function* drawnAtRandom(places: readonly FuzzPlace[], seed: number, runs: number): Generator<Batch> {
  const pairs = Math.ceil(runs / 3);
  yield* interleaved(places, (place) => drawn(place, 'pairs', seed, pairs));
  yield* interleaved(places, (place) => drawn(place, 'random', seed, runs - pairs));
}

export function* all(places: readonly FuzzPlace[], seed: number, runs: number): Generator<Batch> {
  yield* listed(places, seed);
  yield* drawnAtRandom(places, seed, runs);
}

/** All there is to try one by one; with other kinds of keys and clients only what the kind has to do with. */
function* singles(place: FuzzPlace, seed: number): Generator<Batch> {
  const usual = [...singleOps(place).map((op) => [op]), ...attacks];
  yield* windows(place, {}, usual, seed);
  for (const world of worlds) yield* windows(place, world, worldDeltas, seed);
  if (place !== 'token') return;
  for (const world of clientWorlds) yield* windows(place, world, clientDeltas, seed);
}

function* windows(
  place: FuzzPlace,
  session: SessionSpec,
  deltas: readonly (readonly Op[])[],
  seed: number,
): Generator<Batch> {
  for (let from = 0; from < deltas.length; from += windowSize)
    yield { place, session, origin: { phase: 'singles', seed }, from, deltas: deltas.slice(from, from + windowSize) };
}

function* drawn(place: FuzzPlace, phase: 'pairs' | 'random', seed: number, count: number): Generator<Batch> {
  const arbitrary = deltas(place, maxOps[phase]);
  for (let done = 0; done < count; done += perSeed) {
    const own = seedOf(seed, phase, done / perSeed);
    const list = fc.sample(arbitrary, { seed: own, numRuns: Math.min(perSeed, count - done) });
    yield { place, session: {}, origin: { phase, seed: own }, from: 0, deltas: list };
  }
}

/** A round of one batch of each place, until all have come to their end. */
function* interleaved(places: readonly FuzzPlace[], make: (place: FuzzPlace) => Generator<Batch>): Generator<Batch> {
  let open = places.map(make);
  while (open.length > 0) {
    const round = open.map((generator) => ({ generator, next: generator.next() }));
    for (const { next } of round) if (next.done !== true) yield next.value;
    open = round.filter(({ next }) => next.done !== true).map(({ generator }) => generator);
  }
}

/** A seed of 32 bits for one stretch of one phase (multiplication by an odd constant spreads neighbours). */
function seedOf(seed: number, phase: 'pairs' | 'random', stretch: number): number {
  return (
    (Math.imul(seed ^ (phase === 'pairs' ? 0x5bd1e995 : 0x1b873593), 0x9e3779b1) + Math.imul(stretch, 0x85ebca6b)) | 0
  );
}
