import { Inapplicable } from '../../proof/inapplicable.ts';
import type { Bench } from '../../bench/bench.ts';
import { send } from '../../exchange/send.ts';
import { openSession } from '../../bench/open-session.ts';
import { lawful } from '../../suite/define.ts';
import type { Case, Place } from '../../suite/schema.ts';
import { resourceKey } from '../../target/descriptor/rs.ts';
import type { HuntGround } from './ground.ts';
import { replayAt } from './replay.ts';

export type RepeatHunt = HuntGround & {
  /** Reported already for the first resource: then a report for the others would add nothing. */
  readonly isReported: (place: Place, requirement: string) => boolean;
};

export type RepeatFound = {
  readonly case: Case;
  readonly subject: string;
  readonly origin: { readonly phase: 'openings'; readonly seed: number; readonly index: number };
};

const main = 'RFC9449-11.1-02';
const mostResources = 8;

/** Sequences are played at the first resource; the others, POST among them, are sent the same proof twice. */
export async function huntRepeats(hunt: RepeatHunt): Promise<readonly RepeatFound[]> {
  const { bench, places, seed, isReported, overBudget } = hunt;
  const isExcused = bench.loaded.descriptor.claims.replayDetection === false;
  if (!places.has('resource') || isExcused || isReported('resource', main)) return [];
  for (const [index, resource] of bench.resources.slice(1, 1 + mostResources).entries()) {
    if (overBudget() !== undefined) return [];
    const subject = resourceKey(resource);
    // One finding is enough for all of them.
    if (await isTakenAgain(bench, subject))
      return [{ case: twice, subject, origin: { phase: 'openings', seed, index } }];
  }
  return [];
}

const twice: Case = {
  id: 'repeat-proof',
  title: 'rejects a proof it has accepted before, at each resource',
  requirements: [main, 'PM-REPLAY-CLAIM'],
  at: ['resource'],
  each: true,
  whereClaimed: { claim: 'replay-detection', requirement: 'PM-REPLAY-CLAIM' },
  fault: 'proof',
  exchanges: [lawful('first'), { delta: [{ op: 'proof-of', exchange: 'first' }], expect: 'refuse' }],
};

/** Twice more, since several workers may each remember their own requests only. */
const repetitions = 2;

async function isTakenAgain(bench: Bench, subject: string): Promise<boolean> {
  try {
    const session = await openSession(bench, { place: 'resource', spec: {}, subject });
    const replay = await replayAt({ bench, place: 'resource', session }, 'repeat@resource');
    if (replay === undefined) return false;
    for (let tried = 0; tried < repetitions; tried += 1) {
      const { outcome } = await send(replay);
      if (outcome.class !== 'accepted') return false;
    }
    return true;
  } catch (error) {
    if (error instanceof Inapplicable) return false;
    throw error;
  }
}
