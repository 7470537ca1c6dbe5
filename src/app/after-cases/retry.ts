import { type Again, tryAgain } from '../../fuzz/findings/retry-saved.ts';
import type { Stage } from '../../runner/run.ts';
import type { Policy } from '../../runner/select.ts';
import type { Requirement } from '../../suite/catalogue.ts';
import type { Suite } from '../../suite/schema.ts';
import { resolverOf } from '../input/resolver.ts';
import type { AfterCases } from './in-order.ts';

/** The grading of findings, and the seed for the record. */
export type SeededGrading = {
  readonly catalogue: readonly Requirement[];
  readonly policy: Policy;
  readonly seed: number;
};

/** Tries only the earlier findings. `suites` gives those of a target. */
export function retryOnly(grading: SeededGrading, suites: (target: string) => readonly Suite[]): AfterCases {
  return async (stage) => {
    const findings = await tryAgain(retryAt(stage, grading), suites(stage.bench.loaded.descriptor.name));
    return { findings };
  };
}

export function retryAt({ bench, nextIndex, emit }: Stage, { catalogue, policy, seed }: SeededGrading): Again {
  return { bench, policy, seed, emit, resolve: resolverOf(catalogue), firstIndex: nextIndex };
}
