import type { Bench } from '../runner/bench.ts';
import { type Batch, createExplorer, type Explorer } from './explore.ts';
import { keepSmallest, type Sighting } from './sighting.ts';

export type Exploration = Pick<Explorer, 'counts' | 'lost' | 'suspects'> & {
  /** Surprises so far, one of each kind. */
  readonly kept: ReadonlyMap<string, Sighting>;
  /** Sends batch after batch until there is a reason to stop; tells it. */
  readonly go: (batches: Iterable<Batch>, stop: () => Promise<string | undefined>) => Promise<string | undefined>;
};

export function startExploration(bench: Bench, width: number): Exploration {
  const { explore, ...seen } = createExplorer(bench, width);
  const kept = new Map<string, Sighting>();
  const go: Exploration['go'] = async (batches, stop) => {
    for (const batch of batches) {
      const why = await stop();
      if (why !== undefined) return why;
      if (!seen.lost.has(batch.place)) keepSmallest(kept, await explore(batch));
    }
    return undefined;
  };
  return { ...seen, kept, go };
}
