import { inParallel } from '../../pool.ts';
import type { Place } from '../../suite/schema.ts';
import { seedOf } from '../seeds.ts';
import type { HuntGround } from './ground.ts';
import { type OpenTrack, openTracks } from './open-tracks.ts';
import { type Opening, openingsOf } from './openings.ts';
import { runDrawn, runScript } from './run-sequence.ts';
import { clustered, type SequenceSighting } from './sequence-sighting.ts';
import { type SequenceFound, shortest } from './shorten.ts';
import { turns } from '../sequences/tracks.ts';

export type SequenceHunt = HuntGround & {
  /** How many sequences are drawn. */
  readonly count: number;
  readonly width: number;
  /** Called with the reason when a sequence breaks off: as a rule, the target gave no token. */
  readonly onTrouble: (why: string) => void;
  /** Seen already by other means, and so neither shortened nor reported again. */
  readonly isKnown: (place: Place, requirement: string) => boolean;
};

export type SequencesHunted = { readonly found: readonly SequenceFound[]; readonly played: number };

/** Plays sequences, and shortens those that surprise. The same seed and target give the same ones. */
export async function huntSequences(given: SequenceHunt): Promise<SequencesHunted> {
  const hunt = { ...given, width: Math.min(given.width, mostAtOnce) };
  const open = await openTracks(hunt);
  const inTurn = turns.flatMap((id) => open.filter(({ track }) => track.id === id));
  if (inTurn.length === 0) return { found: [], played: 0 };
  const openings = hunt.count > turns.length ? openingsOf(open) : [];
  const listed = (await inParallel(openings, hunt.width, (opening) => playOpening(hunt, opening))).flat();
  const drawn = await playDrawn(hunt, inTurn);
  const found: SequenceFound[] = [];
  for (const cluster of clustered([...listed, ...drawn.sightings], hunt.isKnown)) {
    const one = await shortest(hunt, cluster);
    if (one !== undefined) found.push(one);
  }
  return { found, played: openings.length + drawn.played };
}

/** Sequences at once. A sequence sends one step after the other, so a few of them keep a target busy enough. */
const mostAtOnce = 6;

async function playOpening(hunt: SequenceHunt, { on, index, script }: Opening): Promise<readonly SequenceSighting[]> {
  if (hunt.overBudget() !== undefined) return [];
  const surprises = await runScript(hunt, on, script);
  return surprises.map((seen) => ({ on, seed: hunt.seed, index, seen, script }));
}

type Drawn = { readonly sightings: readonly SequenceSighting[]; readonly played: number };

/** Each on the next track in turn, with a seed of its own. */
async function playDrawn(hunt: SequenceHunt, inTurn: readonly OpenTrack[]): Promise<Drawn> {
  const sightings: SequenceSighting[] = [];
  let played = 0;
  const plans = Array.from({ length: hunt.count }, (_, index) => ({ index, seed: seedOf(hunt.seed, salt, index) }));
  await inParallel(plans, hunt.width, async ({ index, seed }) => {
    const on = inTurn[index % inTurn.length];
    if (on === undefined || hunt.overBudget() !== undefined) return;
    played += 1;
    const surprises = await runDrawn(hunt.bench, on, seed);
    sightings.push(...surprises.map((seen) => ({ on, seed, index, seen })));
  });
  return { sightings, played };
}

const salt = 0x2545f491;
