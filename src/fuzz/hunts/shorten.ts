import type { Bench } from '../../bench/bench.ts';
import { defined } from '../../defined.ts';
import type { Case } from '../../suite/schema.ts';
import { endShrinking, shrinkFrom, trialLimit } from '../findings/shrinking.ts';
import { signatureOf } from '../findings/traits.ts';
import type { Seen } from '../sequences/commands.ts';
import { asDrawn, runScript, sequenceProperty } from './run-sequence.ts';
import { sequenceCase } from '../sequences/sequence-case.ts';
import { type SequenceSighting, traitsOf } from './sequence-sighting.ts';
import type { Action } from '../sequences/step.ts';

export type SequenceFound = {
  readonly case: Case;
  readonly origin: { readonly phase: 'openings' | 'sequences'; readonly seed: number; readonly index: number };
  /** Where fast-check found the shortest one, from the seed on. */
  readonly path?: string;
};

type Surroundings = { readonly bench: Bench; readonly onTrouble: (why: string) => void };

/** Sequences that one sighting may take. */
const mostRuns = 40;
/** Surprises of one kind that are tried, until one shows alone. */
const mostTries = 3;

/** The first sighting of a kind that is seen again alone, shortened. If none is, the first as it was. */
export async function shortest(
  surroundings: Surroundings,
  cluster: readonly SequenceSighting[],
): Promise<SequenceFound | undefined> {
  for (const sighting of cluster.slice(0, mostTries)) {
    const { script } = sighting;
    const small = await (script === undefined ? shrink(surroundings, sighting) : trim(surroundings, sighting, script));
    if (small !== undefined) return small;
  }
  const [first] = cluster;
  return first === undefined ? undefined : foundOf(first, first.seen);
}

/** An opening, without the steps that it does not take. */
async function trim(
  surroundings: Surroundings,
  sighting: SequenceSighting,
  script: readonly Action[],
): Promise<SequenceFound | undefined> {
  for (const kept of [script.slice(-1), script.slice(-2), script]) {
    const shown = await runScript(surroundings, sighting.on, kept);
    const same = shown.find((seen) => isSame(sighting, seen));
    if (same !== undefined) return foundOf(sighting, same);
  }
  return undefined;
}

/** A drawn sequence, as short as fast-check can make it. */
async function shrink({ bench }: Surroundings, sighting: SequenceSighting): Promise<SequenceFound | undefined> {
  let smallest: Seen | undefined;
  const mayTry = trialLimit(mostRuns, () => bench.signal.aborted);
  const property = sequenceProperty(bench, sighting.on, (seen) => {
    if (seen.past.length === 0 && !mayTry()) endShrinking();
    if (!isSame(sighting, seen)) return;
    smallest = seen;
    throw new Error('the same surprise, seen again');
  });
  const run = await shrinkFrom(property, { ...asDrawn, seed: sighting.seed });
  return smallest && foundOf(sighting, smallest, pathOf(run.counterexamplePath, run.counterexample));
}

function isSame(sighting: SequenceSighting, seen: Seen): boolean {
  if (seen.surprise === undefined) return false;
  return signatureOf(traitsOf({ ...sighting, seen })) === signatureOf(traitsOf(sighting));
}

/** Where fast-check found it: the path of the input, then the path within its commands. */
function pathOf(counterexamplePath: string | null, counterexample: unknown): string {
  const commands: unknown = Array.isArray(counterexample) ? counterexample[0] : undefined;
  const replayPath = /replayPath="([^"]*)"/.exec(String(commands))?.[1];
  return [counterexamplePath, replayPath].filter((part) => typeof part === 'string').join(' ');
}

function foundOf({ on, seed, index, script }: SequenceSighting, seen: Seen, path?: string): SequenceFound {
  const ofActions = [...seen.past, seen.sent].flatMap(({ action }) => on.needs.get(action) ?? []);
  const needs = [...new Set([...on.track.needs, ...ofActions])];
  const origin = { phase: script === undefined ? 'sequences' : 'openings', seed, index } as const;
  return { case: sequenceCase(on.track, seen, needs), origin, ...defined({ path }) };
}
