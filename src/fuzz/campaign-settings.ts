import type { Finding, RecordEvent } from '../record/schema.ts';
import type { Bench } from '../bench/bench.ts';
import type { Policy, Resolve } from '../runner/select.ts';
import type { Budget } from './budget.ts';

export type Campaign = {
  readonly bench: Bench;
  readonly resolve: Resolve;
  readonly policy: Policy;
  readonly seed: number;
  readonly budget: Budget;
  /** Requests at once. */
  readonly width: number;
  /** What is known already is not reported again. */
  readonly known: readonly Finding[];
  /** The first free place in the order of findings. */
  readonly firstIndex: number;
  readonly emit: (event: RecordEvent) => void;
  /** Called now and then, with how far it is. */
  readonly onProgress?: (done: CampaignProgress) => void;
};

export type CampaignProgress = { readonly plans: number; readonly requests: number; readonly findings: number };
