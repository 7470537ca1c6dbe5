import type { Bench } from '../bench/bench.ts';

export type Budget = {
  /** Plans at each place beyond the single ops. */
  readonly runs: number;
  /** Milliseconds. */
  readonly maxTime?: number;
  /** So many postures are played at a client whatever the time, and then its end cuts nothing off. */
  readonly enough?: number;
  readonly maxRequests?: number;
  /** Sequences; follows from `runs` if absent. */
  readonly sequences?: number;
  /** Leaves out what is the same for every seed. */
  readonly onlyDrawn?: boolean;
  /** Explores no further than to the first surprise. */
  readonly stopAtFirst?: boolean;
};

/** Why no more may be tried. */
export type OverBudget = () => string | undefined;

export function budgetOf(bench: Bench, { maxTime = Infinity, maxRequests = Infinity }: Budget): OverBudget {
  const until = performance.now() + maxTime;
  const most = bench.wire.sent() + maxRequests;
  return () => {
    if (bench.signal.aborted) return 'interrupted';
    if (performance.now() >= until) return `the time of ${maxTime / 1000} s is over`;
    return bench.wire.sent() >= most ? `${maxRequests} requests were sent` : undefined;
  };
}
