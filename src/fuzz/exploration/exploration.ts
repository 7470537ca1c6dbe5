import type { Bench } from '../../bench/bench.ts';
import { type Batch, createExplorer, type Explorer } from './explorer.ts';
import { keepSmallest, type Sighting } from '../findings/sighting.ts';

export type Exploration = Pick<Explorer, 'counts' | 'lost' | 'suspects'> & {
  /** Surprises so far, one of each kind. */
  readonly kept: ReadonlyMap<string, Sighting>;
  /** Sends batch after batch until there is a reason to stop; returns it. */
  readonly go: (batches: Iterable<Batch>, stop: () => Promise<string | undefined>) => Promise<string | undefined>;
};

/**
 * `width` requests at once, of as many windows as `lanes`: while one waits for its last answers and its control, another is
 * under way. What they show is kept in the order of the batches, whichever ends first.
 */
export function startExploration(bench: Bench, width: number, lanes: number): Exploration {
  const { explore, ...seen } = createExplorer(bench, Math.max(1, Math.floor(width / lanes)));
  const kept = new Map<string, Sighting>();
  const go: Exploration['go'] = async (batches, stop) => {
    const underWay: Promise<readonly Sighting[]>[] = [];
    const settle = async (most: number): Promise<void> => {
      while (underWay.length > most) keepSmallest(kept, (await underWay.shift()) ?? []);
    };
    for (const batch of batches) {
      await settle(lanes - 1);
      const why = await stop();
      if (why !== undefined) {
        await settle(0);
        return why;
      }
      if (seen.lost.has(batch.place)) continue;
      const window = explore(batch);
      // Awaited in its turn, which is when a fault of ours has to surface.
      window.catch(() => undefined);
      underWay.push(window);
    }
    await settle(0);
    return undefined;
  };
  return { ...seen, kept, go };
}

/** How many windows at a time pay: two, if more than one request at once can be shared out. */
export function lanesFor(width: number): number {
  return width > 1 ? 2 : 1;
}
