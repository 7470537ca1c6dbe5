import fc from 'fast-check';
import { HarnessError } from '../../errors.ts';
import type { Op } from '../../plan/ops.ts';
import type { Bench } from '../../bench/bench.ts';
import type { Session } from '../../bench/session.ts';
import { createSessions, type Sessions } from '../../bench/sessions.ts';
import { deltas } from '../plans/arbitrary.ts';
import { lossAt } from '../../bench/life.ts';
import { endShrinking, shrinkFrom, trialLimit } from './shrinking.ts';
import { keepSmallest, type Sighting, traitsOf } from './sighting.ts';
import { explains, minimal } from './traits.ts';
import { tryDelta } from '../oracle/trial.ts';

/** Requests that one sighting may take. */
const mostTrials = 300;

/** The longest deltas of a phase. */
export const maxOps = { singles: 1, pairs: 2, random: 4 } as const;

/**
 * The smallest delta that shows the same surprise. It may break less than the first one did, and nothing else: one defect
 * must not slip into another.
 */
async function shrink(bench: Bench, session: Session, sighting: Sighting): Promise<Sighting> {
  const { origin, place, subject, ops } = sighting;
  const isLost = (): boolean => bench.signal.aborted || lossAt(bench, place, subject) !== undefined;
  if (isLost()) return sighting;
  const trials: Trials = {
    mayTry: trialLimit(mostTrials, isLost),
    showing: async (candidate) => {
      const trial = await tryDelta({ bench, place, session }, candidate);
      const seen = trial.kind === 'surprise' ? { ...sighting, ...trial, ops: candidate } : undefined;
      return seen !== undefined && explains(traitsOf(seen), traitsOf(sighting)) ? seen : undefined;
    },
  };
  if (origin.phase !== 'singles') return shrinkDrawn(sighting, trials, bench.mint !== undefined);
  return ops.length <= 1 ? sighting : shrinkListed(sighting, trials);
}

type Trials = {
  readonly mayTry: () => boolean;
  /** The same surprise, if these ops show it. */
  readonly showing: (candidate: readonly Op[]) => Promise<Sighting | undefined>;
};

/** Of a listed plan each op is left out in turn, since no arbitrary made it. */
async function shrinkListed(sighting: Sighting, { mayTry, showing }: Trials): Promise<Sighting> {
  let smallest = sighting;
  for (let index = sighting.ops.length - 1; index >= 0; index -= 1) {
    const { ops } = smallest;
    if (ops.length <= 1 || !mayTry()) break;
    const seen = await showing(ops.filter((_, at) => at !== index));
    smallest = smaller(smallest, seen);
  }
  return smallest;
}

/** Of a drawn plan fast-check goes on from where it drew it. */
async function shrinkDrawn(sighting: Sighting, { mayTry, showing }: Trials, canMint: boolean): Promise<Sighting> {
  const { place, origin } = sighting;
  let smallest = sighting;
  const property = fc.asyncProperty(deltas(place, maxOps[origin.phase], canMint), async (delta) => {
    if (!mayTry()) endShrinking();
    const seen = await showing(delta);
    smallest = smaller(smallest, seen);
    return seen === undefined;
  });
  const start = { seed: origin.seed, path: String(origin.index) };
  await shrinkFrom(property, { ...start, plugins: [fc.ignoreEqualValues()], maxSkipsPerRun: 0.2 });
  return smallest;
}

function smaller(smallest: Sighting, seen: Sighting | undefined): Sighting {
  return seen !== undefined && isSmaller(seen.ops, smallest.ops) ? seen : smallest;
}

function isSmaller(a: readonly Op[], b: readonly Op[]): boolean {
  return a.length < b.length || (a.length === b.length && JSON.stringify(a).length <= JSON.stringify(b).length);
}

/** Each as small as it gets, and of those the ones that no other explains. */
export async function shrinkAll(bench: Bench, sightings: readonly Sighting[]): Promise<readonly Sighting[]> {
  const sessions = createSessions(bench);
  const small = new Map<string, Sighting>();
  for (const sighting of sightings) keepSmallest(small, [await shrinkOne(bench, sessions, sighting)]);
  return minimal([...small.values()], traitsOf);
}

/** As it is, where the target has gone meanwhile. */
async function shrinkOne(bench: Bench, sessions: Sessions, sighting: Sighting): Promise<Sighting> {
  try {
    return await shrink(bench, await sessions.get(sighting.place, sighting.session, sighting.subject), sighting);
  } catch (error) {
    if (error instanceof HarnessError) return sighting;
    throw error;
  }
}
