import type { Bench } from '../../bench/bench.ts';
import type { Place } from '../../suite/schema.ts';

/** What each hunt gets: a hunt looks for defects that one request cannot show. */
export type HuntGround = {
  readonly bench: Bench;
  readonly places: ReadonlySet<Place>;
  readonly seed: number;
  readonly overBudget: () => string | undefined;
};
