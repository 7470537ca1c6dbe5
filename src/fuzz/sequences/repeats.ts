import { Inapplicable } from '../../proof/inapplicable.ts';
import type { Bench } from '../../bench/bench.ts';
import { planFor } from '../../exchange/plan.ts';
import { send } from '../../exchange/send.ts';
import { openSession } from '../../bench/open-session.ts';
import { lawful } from '../../suite/define.ts';
import type { Case, Place } from '../../suite/schema.ts';
import { resourceKey } from '../../target/descriptor/rs.ts';

export type RepeatHunt = {
  readonly bench: Bench;
  readonly places: ReadonlySet<Place>;
  readonly seed: number;
  readonly overBudget: () => string | undefined;
  /** Told already of the first resource, and so not worth telling of the others. */
  readonly isTold: (place: Place, requirement: string) => boolean;
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
  const { bench, places, seed, isTold, overBudget } = hunt;
  const isExcused = bench.loaded.descriptor.claims.replayDetection === false;
  if (!places.has('resource') || isExcused || isTold('resource', main)) return [];
  for (const [index, resource] of bench.resources.slice(1, 1 + mostResources).entries()) {
    if (overBudget() !== undefined) return [];
    const subject = resourceKey(resource);
    // One is enough: others are like it.
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

/** Twice more, since several workers may remember apart. */
const repetitions = 2;

async function isTakenAgain(bench: Bench, subject: string): Promise<boolean> {
  try {
    const session = await openSession(bench, { place: 'resource', spec: {}, subject });
    const at = { bench, place: 'resource', session } as const;
    const what = { instance: 'repeat@resource', purpose: 'tested' } as const;
    const first = await send(planFor(at, what));
    if (first.outcome.class !== 'accepted' || first.proof === undefined) return false;
    const ops = [{ op: 'proof-of', exchange: 'first' }] as const;
    const again = planFor(at, { ...what, ops, earlier: new Map([['first', first.proof]]) });
    for (let tried = 0; tried < repetitions; tried += 1) {
      const { outcome } = await send(again);
      if (outcome.class !== 'accepted') return false;
    }
    return true;
  } catch (error) {
    if (error instanceof Inapplicable) return false;
    throw error;
  }
}
