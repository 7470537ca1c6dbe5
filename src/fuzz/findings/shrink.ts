import fc from 'fast-check';
import { HarnessError } from '../../errors.ts';
import type { Op } from '../../plan/ops.ts';
import type { Bench } from '../../bench/bench.ts';
import type { Session } from '../../bench/session.ts';
import { createSessions, type Sessions } from '../../bench/sessions.ts';
import { deltas } from '../plans/arbitrary.ts';
import { lossAt } from '../../bench/life.ts';
import { isExplainedBy, keepSmallest, minimal, type Sighting } from './sighting.ts';
import { tryDelta } from '../oracle/trial.ts';

/** Neither more requests than this for one sighting, nor more milliseconds. */
const mostTrials = 300;
const longestMs = 20_000;

/** The longest deltas of a phase. */
export const maxOps = { singles: 1, pairs: 2, random: 4 } as const;

/**
 * The smallest delta that fast-check finds for the same surprise, shrinking from where the sighting comes from. It may
 * break less than the first one did, and nothing else: one defect must not slip into another.
 */
async function shrink(bench: Bench, session: Session, sighting: Sighting): Promise<Sighting> {
  const { origin, place, subject, ops } = sighting;
  if (ops.length <= 1 && origin.phase === 'singles') return sighting;
  let smallest = sighting;
  let trials = 0;
  const isOver = (): boolean =>
    trials >= mostTrials || bench.signal.aborted || lossAt(bench, place, subject) !== undefined;
  const shows = async (candidate: readonly Op[]): Promise<boolean> => {
    trials += 1;
    const trial = await tryDelta({ bench, place, session }, candidate);
    const seen = trial.kind === 'surprise' ? { ...sighting, ...trial, ops: candidate } : undefined;
    if (seen === undefined || !isExplainedBy(sighting, seen)) return false;
    if (isSmaller(candidate, smallest.ops)) smallest = seen;
    return true;
  };
  if (origin.phase === 'singles') {
    // No arbitrary made it: each op is left out in turn.
    for (let index = ops.length - 1; index >= 0; index -= 1) {
      const { ops: rest } = smallest;
      if (rest.length > 1 && !isOver()) await shows(rest.filter((_, place_) => place_ !== index));
    }
    return smallest;
  }
  const property = fc.asyncProperty(deltas(place, maxOps[origin.phase], bench.mint !== undefined), async (delta) => {
    if (isOver()) throw new fc.PreconditionFailure(true);
    return !(await shows(delta));
  });
  await fc.check(property, {
    seed: origin.seed,
    path: String(origin.index),
    numRuns: 1,
    plugins: [fc.ignoreEqualValues(), fc.interruptAfterTimeLimit(longestMs)],
    maxSkipsPerRun: 0.2,
  });
  return smallest;
}

function isSmaller(a: readonly Op[], b: readonly Op[]): boolean {
  return a.length < b.length || (a.length === b.length && JSON.stringify(a).length <= JSON.stringify(b).length);
}

/** Each as small as it gets, and of those the ones that no other explains. */
export async function shrinkAll(bench: Bench, sightings: readonly Sighting[]): Promise<readonly Sighting[]> {
  const sessions = createSessions(bench);
  const small = new Map<string, Sighting>();
  for (const sighting of sightings) keepSmallest(small, [await shrinkOne(bench, sessions, sighting)]);
  return minimal([...small.values()]);
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
