import type { Finding, RecordEvent } from '../../record/schema.ts';
import type { ClientGrading } from '../../runner/client/instances.ts';
import type { ClientStage } from '../../runner/client/stage.ts';
import type { Suite } from '../../suite/schema.ts';
import type { Budget } from '../budget.ts';
import type { CampaignProgress } from '../campaign-settings.ts';

export type PostureCampaign = {
  readonly stage: ClientStage;
  readonly grading: ClientGrading;
  /** Their watches have to hold in each playing. */
  readonly suites: readonly Suite[];
  readonly seed: number;
  readonly budget: Budget;
  /** What is known already is not reported again. */
  readonly known: readonly Finding[];
  /** The first free place in the order of findings. */
  readonly firstIndex: number;
  readonly emit: (event: RecordEvent) => void;
  readonly onProgress?: (done: CampaignProgress) => void;
};
