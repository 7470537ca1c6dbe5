import type { Bench } from '../bench/bench.ts';
import type { Finding, Preflight, RecordEvent } from '../record/schema.ts';
import type { Tally } from '../verdict/watch.ts';
import type { Deal } from './deal.ts';
import type { EarlierAt } from './earlier.ts';
import type { Instance } from './select.ts';

export type WatchInstance = Instance & { readonly kind: 'watch' };

/** A watch, and what it has seen so far. */
export type Watcher = { readonly instance: WatchInstance; readonly tally: Tally };

export type TargetRun = {
  readonly bench: Bench;
  readonly instances: readonly Instance[];
  readonly watchers: readonly Watcher[];
  /** What the instances are selected from, for the record. */
  readonly scope: Pick<Preflight, 'of' | 'waiting' | 'withheld' | 'selected'>;
  /** Which of the instances are run. */
  readonly deal: Deal;
  /** What was judged before the run was interrupted. */
  readonly earlier: EarlierAt;
  readonly signal: AbortSignal;
  readonly emit: (event: RecordEvent) => void;
  readonly progress: (finding: Finding, done: number, total: number) => void;
};
