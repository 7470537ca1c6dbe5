import type { Bench } from '../../bench/bench.ts';
import { openSession } from '../../bench/open-session.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import type { Need } from '../../suite/need.ts';
import type { Place } from '../../suite/schema.ts';
import { fits } from './fits.ts';
import type { HuntGround } from './ground.ts';
import type { Action, Track } from '../sequences/step.ts';
import { actionsOf, tracks } from '../sequences/tracks.ts';

/** A track that this target offers, with the actions that apply to it. */
export type OpenTrack = {
  readonly track: Track;
  readonly actions: readonly Action[];
  readonly needs: ReadonlyMap<Action, Needs>;
};

type Needs = readonly Need[];

/** Opens a session on each track: a track on which the target gives none is left out. */
export async function openTracks({ bench, places }: HuntGround): Promise<readonly OpenTrack[]> {
  const open: OpenTrack[] = [];
  for (const track of tracks) {
    if (!places.has(track.place) || !isMet(bench, track.place, track.needs)) continue;
    if (!(await canOpen(bench, track))) continue;
    const actions = actionsOf(track, places, bench.loaded.descriptor.claims.replayDetection !== false);
    const needs = new Map(actions.map((action) => [action, action.needs ?? []]));
    open.push({ track, needs, actions: actions.filter((action) => isMet(bench, track.place, action.needs ?? [])) });
  }
  return open;
}

function isMet(bench: Bench, place: Place, needs: Needs): boolean {
  return fits(bench, place, {
    id: 'sequence',
    title: '',
    requirements: ['PM-LAWFUL'],
    at: [place],
    needs: [...needs],
    exchanges: [{ delta: [], expect: 'observe' }],
  });
}

async function canOpen(bench: Bench, { place, session: spec }: Track): Promise<boolean> {
  try {
    await openSession(bench, { place, spec });
    return true;
  } catch (error) {
    if (error instanceof Inapplicable) return false;
    throw error;
  }
}
