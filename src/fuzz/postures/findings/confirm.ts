import type { ClientRun } from '../../../record/basis.ts';
import {
  type ClientCaseInstance,
  type ClientResult,
  claimsOf,
  playControl,
  playedOf,
  playTested,
  trialOf,
} from '../../../runner/client/run-cases.ts';
import type { Performance } from '../../../runner/client/play.ts';
import type { ClientStage } from '../../../runner/client/stage.ts';
import { judgeClient } from '../../../verdict/client/judge-client.ts';
import type { Judgement } from '../../../verdict/judgement.ts';
import { confirmed, triedAgain } from '../../../verdict/steadiness.ts';

/** A finding is tried so often, each time with a new key, new servers and the plain task around it. */
const tries = 3;

export type TriedCase = { readonly result: ClientResult; readonly seen: number; readonly of: number };

const sums = { 'client-confirmation': confirmed, 'client-retry': triedAgain } as const;

/** Plays a case alone some times. `by`: whether it was just found, or was found before. */
export async function tryCaseAlone(
  stage: ClientStage,
  instance: ClientCaseInstance,
  by: keyof typeof sums,
): Promise<TriedCase> {
  const all: (readonly Performance[])[] = [];
  const judgements: Judgement[] = [];
  while (all.length < tries) {
    const runs = await playOnce(stage, instance);
    if (stage.signal.aborted) break;
    all.push(runs);
    judgements.push(judgeClient(trialOf(stage, instance), runs.map(playedOf)));
  }
  const { judgement, ...counts } = sums[by](judgements, false);
  const basis = { by, tries: all.map((runs): ClientRun[] => runs.map(({ run }) => run)), claims: claimsOf(stage) };
  const exchanges = all.flat().flatMap(({ events }) => events.map(({ id }) => id));
  return { result: { ...judgement, exchanges, basis }, ...counts };
}

async function playOnce(stage: ClientStage, { case: item, id }: ClientCaseInstance): Promise<readonly Performance[]> {
  const before = await playControl(stage, item.task, 'control-before');
  const tested = await playTested(stage, item, id);
  return [before, tested, await playControl(stage, item.task, 'control-after')];
}
