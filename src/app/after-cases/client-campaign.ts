import type { Budget } from '../../fuzz/budget.ts';
import { retryPostures } from '../../fuzz/postures/findings/retry.ts';
import { runPostureCampaign } from '../../fuzz/postures/campaign.ts';
import type { RunOptions } from '../../runner/run.ts';
import type { Suite } from '../../suite/schema.ts';
import type { HostEvents } from '../host.ts';
import type { SeededGrading } from './retry.ts';

/** Work at each client after its cases have run. */
export type AfterClient = NonNullable<RunOptions['afterClient']>;

type ClientCampaignOptions = SeededGrading & {
  /** Their watches have to hold in each playing. */
  readonly suites: readonly Suite[];
  readonly budget: Budget;
  /** Findings of earlier campaigns, which are tried first. */
  readonly saved?: readonly Suite[];
  readonly onProgress?: HostEvents['campaign'];
};

/** The single changes are cases already. A client in a page plays a few postures a second. */
const short: Budget = { runs: 60, maxTime: 2500, enough: 40, onlyDrawn: true };

/** The short campaign of a normal run: the same each time, where the client is quick. */
export function shortClientCampaign(grading: SeededGrading, suites: readonly Suite[]): AfterClient {
  return clientCampaign({ ...grading, suites, budget: short });
}

/** Tries the findings of earlier campaigns first, and then looks for new ones. */
export function clientCampaign(options: ClientCampaignOptions): AfterClient {
  const { seed, suites, budget, saved = [], onProgress } = options;
  const grading = { catalogue: options.catalogue, policy: options.policy };
  return async ({ stage, findings, nextIndex, emit }) => {
    const known = await retryPostures({ stage, grading, seed, firstIndex: nextIndex, emit }, saved);
    await runPostureCampaign({
      stage,
      grading,
      suites,
      seed,
      budget,
      known: [...findings, ...known],
      firstIndex: nextIndex + known.length,
      emit,
      onProgress: (done) => onProgress?.(stage.name, done),
    });
  };
}

/** Tries only the earlier findings. `suites` gives those of a client. */
export function retryClients(
  { catalogue, policy, seed }: SeededGrading,
  suites: (target: string) => readonly Suite[],
): AfterClient {
  return async ({ stage, nextIndex, emit }) => {
    await retryPostures(
      { stage, grading: { catalogue, policy }, seed, firstIndex: nextIndex, emit },
      suites(stage.name),
    );
  };
}
