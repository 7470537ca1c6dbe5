import { HarnessError } from '../errors.ts';
import { type Again, tryAgain } from '../fuzz/findings/retry-saved.ts';
import type { Budget } from '../fuzz/budget.ts';
import { runCampaign } from '../fuzz/campaign.ts';
import type { CampaignProgress } from '../fuzz/campaign-settings.ts';
import type { RecordEvent } from '../record/schema.ts';
import type { RunOptions, Stage } from '../runner/run.ts';
import type { Policy } from '../runner/select.ts';
import { findRequirement, type Requirement } from '../suite/catalogue.ts';
import type { Suite } from '../suite/schema.ts';
import { keepHeapSmall } from './heap.ts';
import type { Progress } from './progress.ts';

type AfterCases = NonNullable<RunOptions['afterCases']>;

/** Every single op, and so many plans more at each place. */
const short: Budget = { runs: 96, maxRequests: 5000 };

/** What a run looks for beyond its cases: bounded, and the same each time. */
export function shortCampaign(catalogue: readonly Requirement[], policy: Policy, seed: number): AfterCases {
  return campaign(catalogue, policy, seed, short);
}

/** What was found before comes first, then what is new. */
export function campaign(
  catalogue: readonly Requirement[],
  policy: Policy,
  seed: number,
  budget: Budget,
  { saved = [], progress }: { readonly saved?: readonly Suite[]; readonly progress?: Progress } = {},
): AfterCases {
  return async (stage) => {
    const again = againAt(stage, catalogue, policy, seed);
    const known = await tryAgain(again, saved);
    const { bench, findings, width, emit } = stage;
    const { resolve } = again;
    keepHeapSmall();
    const firstIndex = stage.nextIndex + known.length;
    const { name } = bench.loaded.descriptor;
    const onProgress = (done: CampaignProgress): void => progress?.campaign(name, done);
    const all = { bench, policy, seed, budget, width, emit, resolve, firstIndex, onProgress };
    try {
      const result = await runCampaign({ ...all, known: [...findings, ...known] });
      const { plans, lost = [] } = result.summary;
      return { findings: [...known, ...result.findings], isJudged: plans.agrees > 0, problems: lost.length };
    } catch (error) {
      if (!(error instanceof HarnessError)) throw error;
      emit(brokenOff(name, error));
      return { findings: known, isJudged: false };
    }
  };
}

/** What has been recorded by then is reported all the same. */
function brokenOff(target: string, { message }: HarnessError): RecordEvent {
  const problem = { severity: 'error' as const, message: `fuzzing could not go on: ${message}` };
  return { type: 'preflight', target, facts: [], problems: [problem] };
}

/** Sends what was found before, and nothing else; `suites` by target. */
export function onlyAgain(
  catalogue: readonly Requirement[],
  policy: Policy,
  seed: number,
  suites: (target: string) => readonly Suite[],
): AfterCases {
  return async (stage) => {
    const target = stage.bench.loaded.descriptor.name;
    const findings = await tryAgain(againAt(stage, catalogue, policy, seed), suites(target));
    return { findings, isJudged: false };
  };
}

function againAt(
  { bench, nextIndex, emit }: Stage,
  catalogue: readonly Requirement[],
  policy: Policy,
  seed: number,
): Again {
  const resolve: Again['resolve'] = (id, place) => findRequirement(catalogue, id, place);
  return { bench, policy, seed, emit, resolve, firstIndex: nextIndex };
}
