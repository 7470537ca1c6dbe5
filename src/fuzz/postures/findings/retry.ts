import type { Finding, RecordEvent } from '../../../record/schema.ts';
import { type ClientGrading, selectClientInstances } from '../../../runner/client/instances.ts';
import { type ClientCaseInstance, unsent } from '../../../runner/client/run-cases.ts';
import type { ClientStage } from '../../../runner/client/stage.ts';
import { toClientFinding } from '../../../runner/client/to-client-finding.ts';
import type { Suite } from '../../../suite/schema.ts';
import { whyUnable } from '../../../verdict/client/unable.ts';
import { type TriedCase, tryCaseAlone } from './confirm.ts';

export type PostureRetry = {
  readonly stage: ClientStage;
  readonly grading: ClientGrading;
  readonly seed: number;
  /** The first free place in the order of findings. */
  readonly firstIndex: number;
  readonly emit: (event: RecordEvent) => void;
};

/** Tries what was once found at a client, each case some times alone: still there, gone, or now this and now that. */
export async function retryPostures(retry: PostureRetry, suites: readonly Suite[]): Promise<readonly Finding[]> {
  const { stage, grading, seed, firstIndex, emit } = retry;
  const instances = selectClientInstances(suites, grading, { slow: true });
  const findings: Finding[] = [];
  for (const instance of instances) {
    if (instance.kind !== 'case' || stage.signal.aborted) continue;
    const index = firstIndex + findings.length;
    const startedAt = performance.now();
    const { result, seen, of } = await tried(stage, { ...instance, index });
    const finding = toClientFinding(stage, { ...instance, index }, result, performance.now() - startedAt);
    const whole: Finding = { ...finding, fuzz: { phase: 'saved', seed, index: instance.index, seen, of } };
    findings.push(whole);
    emit(whole);
  }
  return findings;
}

async function tried(stage: ClientStage, instance: ClientCaseInstance): Promise<TriedCase> {
  const why = whyUnable(stage.does, instance.case);
  if (why === undefined) return tryCaseAlone(stage, instance, 'client-retry');
  return { result: unsent('inapplicable', why), seen: 0, of: 0 };
}
