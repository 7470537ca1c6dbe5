import fc from 'fast-check';
import type { Bench } from '../../bench/bench.ts';
import { createSessions } from '../../bench/sessions.ts';
import { HarnessError } from '../../errors.ts';
import { type Model, perform, type Real, type Seen, sequences } from '../sequences/commands.ts';
import type { OpenTrack } from './open-tracks.ts';
import type { Action, Track } from '../sequences/step.ts';

/** Steps of one sequence; fewer where each costs a login. */
const longest = { cheap: 8, costly: 4 } as const;

/** How a sequence is drawn: the first runs of a check are biased towards short ones. */
export const asDrawn = { unbiased: true } as const;

/** Draws one sequence from its seed and plays it to its end, with new keys and tokens; returns what surprised. */
export async function runDrawn(bench: Bench, on: OpenTrack, seed: number): Promise<readonly Seen[]> {
  const surprises: Seen[] = [];
  const property = sequenceProperty(bench, on, (seen) => {
    if (seen.surprise !== undefined) surprises.push(seen);
  });
  await fc.check(property, { ...asDrawn, numRuns: 1, seed, endOnFailure: true });
  return surprises;
}

/** Plays the sequences that fast-check draws, each with new keys and tokens. */
export function sequenceProperty(bench: Bench, { track, actions }: OpenTrack, onSeen: Real['onSeen']) {
  const most = track.isCostly ? longest.costly : longest.cheap;
  return fc.asyncProperty(sequences(actions, most), async (commands) => {
    await fc.asyncModelRun(() => ({ model: start(), real: realOf(bench, track, onSeen) }), commands);
  });
}

/** Plays these actions, one after the other. Whatever ends it, the surprises until then count. */
export async function runScript(
  { bench, onTrouble }: { readonly bench: Bench; readonly onTrouble: (why: string) => void },
  { track }: OpenTrack,
  script: readonly Action[],
): Promise<readonly Seen[]> {
  const surprises: Seen[] = [];
  const model = start();
  const real = realOf(bench, track, (seen) => {
    if (seen.surprise !== undefined) surprises.push(seen);
  });
  try {
    for (const action of script) if (!model.isOver) await perform(action, 0, model, real);
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    onTrouble(error.message);
  }
  return surprises;
}

function start(): Model {
  return { past: [], isOver: false };
}

function realOf(bench: Bench, track: Track, onSeen: Real['onSeen']): Real {
  return { playing: { bench, track, sessions: createSessions(bench), earlier: new Map() }, onSeen };
}
