import fc from 'fast-check';
import type { Op } from '../../plan/ops.ts';
import type { SessionSpec } from '../../suite/schema.ts';
import { deltas } from '../plans/arbitrary.ts';
import { type Batch, windowSize } from './explorer.ts';
import { maxOps } from '../findings/shrink.ts';
import { requestAttacks, writeAttacks } from '../plans/request-attacks.ts';
import { tokenAttacks } from '../plans/token-ops.ts';
import { type FuzzPlace, singleOps } from '../plans/vocabulary.ts';
import { clientDeltas, uriDeltas } from '../plans/further-subjects.ts';
import { keyKindDeltas, keyKinds } from '../plans/key-kinds.ts';
import { attacks } from '../plans/known-attacks.ts';
import { seedOf } from '../seeds.ts';

/** Plans of one seed. Each seed has so many, so that any of them can be made again without all that went before. */
const perSeed = windowSize;

/** Further resources are tried with what depends on their URI, clients with what depends on them; of very many the first. */
const mostSubjects = 8;

/** What a descriptor names beside the first: clients that need no user at the token endpoint, and resources. */
export type Subjects = Readonly<Partial<Record<FuzzPlace, readonly string[]>>>;

/** What there is to try things at. */
export type Ground = {
  readonly places: readonly FuzzPlace[];
  readonly seed: number;
  readonly subjects?: Subjects;
  /** Methods that the descriptor names for what the first resource has to refuse. */
  readonly writes?: readonly string[];
  /** Whether Proofmark can sign access tokens that the resource server takes. */
  readonly canMint?: boolean;
};

/** Every single change at every place: the same whatever the seed. */
export function* listed(ground: Ground): Generator<Batch> {
  const { places, seed, subjects = {} } = ground;
  for (const place of places) yield* singles(place, ground);
  for (const place of places)
    for (const subject of (subjects[place] ?? []).slice(0, mostSubjects))
      for (const batch of windows(place, {}, bySubject[place], seed)) yield { ...batch, subject };
}

const bySubject: Readonly<Record<FuzzPlace, readonly (readonly Op[])[]>> = {
  token: clientDeltas,
  par: [],
  resource: uriDeltas,
};

/**
 * Pairs, then up to four ops at random: `runs` plans at each place, a third of them pairs. The same seed gives the same
 * plans.
 */
export function* drawnAtRandom(ground: Ground, runs: number): Generator<Batch> {
  const pairs = Math.ceil(runs / 3);
  yield* interleaved(ground.places, (place) => drawn(ground, place, 'pairs', pairs));
  yield* interleaved(ground.places, (place) => drawn(ground, place, 'random', runs - pairs));
}

export function* all(ground: Ground, runs: number): Generator<Batch> {
  yield* listed(ground);
  yield* drawnAtRandom(ground, runs);
}

/** All there is to try one by one; with other kinds of keys only what the kind has to do with. */
function* singles(place: FuzzPlace, { seed, canMint = false, writes = [] }: Ground): Generator<Batch> {
  const onTokens = place === 'resource' && canMint ? tokenAttacks : [];
  const onWrites = place === 'resource' ? writes.flatMap(writeAttacks) : [];
  const around = [...requestAttacks(place), ...onWrites, ...onTokens];
  const usual = [...singleOps(place, canMint).map((op) => [op]), ...attacks, ...around];
  yield* windows(place, {}, usual, seed);
  for (const kind of keyKinds) yield* windows(place, kind, keyKindDeltas, seed);
  if (place === 'token') yield* windows(place, {}, clientDeltas, seed);
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

function* drawn(
  { seed, canMint = false }: Ground,
  place: FuzzPlace,
  phase: 'pairs' | 'random',
  count: number,
): Generator<Batch> {
  const arbitrary = deltas(place, maxOps[phase], canMint);
  for (let done = 0; done < count; done += perSeed) {
    const own = seedOf(seed, salts[phase], done / perSeed);
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

/** Each phase draws from seeds of its own. */
const salts = { pairs: 0x5bd1e995, random: 0x1b873593 } as const;
