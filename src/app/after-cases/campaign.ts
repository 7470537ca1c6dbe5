import { HarnessError } from '../../errors.ts';
import { tryAgain } from '../../fuzz/findings/retry-saved.ts';
import type { Budget } from '../../fuzz/budget.ts';
import { runCampaign } from '../../fuzz/campaign.ts';
import type { Campaign } from '../../fuzz/campaign-settings.ts';
import type { RecordEvent } from '../../record/schema.ts';
import type { Stage } from '../../runner/run.ts';
import type { Suite } from '../../suite/schema.ts';
import type { HostEvents } from '../host.ts';
import type { AfterCases } from './in-order.ts';
import { type SeededGrading, retryAt } from './retry.ts';

type CampaignOptions = SeededGrading & {
  readonly budget: Budget;
  /** Findings of earlier campaigns, which are tried first. */
  readonly saved?: readonly Suite[];
  readonly onProgress?: HostEvents['campaign'];
};

/** Every single op, and this many further plans at each place. */
const short: Budget = { runs: 96, maxRequests: 10_000 };

/** The short campaign of a normal run. It is bounded, and the same each time. */
export function shortCampaign(grading: SeededGrading): AfterCases {
  return campaign({ ...grading, budget: short });
}

/** Tries the findings of earlier campaigns first, and then looks for new ones. */
export function campaign(options: CampaignOptions): AfterCases {
  return async (stage) => {
    const retry = retryAt(stage, options);
    const known = await tryAgain(retry, options.saved ?? []);
    try {
      const { findings } = await runCampaign({
        ...exploration(stage, options),
        resolve: retry.resolve,
        firstIndex: stage.nextIndex + known.length,
        known: [...stage.findings, ...known],
      });
      return { findings: [...known, ...findings] };
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      stage.emit(brokenOff(stage.bench.loaded.descriptor.name, error));
      return { findings: known };
    }
  };
}

function exploration(
  { bench, width, emit }: Stage,
  { policy, seed, budget, onProgress }: CampaignOptions,
): Omit<Campaign, 'resolve' | 'firstIndex' | 'known'> {
  const { name } = bench.loaded.descriptor;
  return { bench, policy, seed, budget, width, emit, onProgress: (done) => onProgress?.(name, done) };
}

/** The event for a campaign that could not go on. What was recorded before is still reported. */
function brokenOff(target: string, { message }: HarnessError): RecordEvent {
  const obstacle = { severity: 'error' as const, message: `fuzzing could not go on: ${message}` };
  return { type: 'preflight', target, facts: [], obstacles: [obstacle] };
}
