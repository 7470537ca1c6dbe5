import { defined } from '../../defined.ts';
import type { Basis, ClientRun } from '../../record/basis.ts';
import type { ClientCase } from '../../suite/client/schema.ts';
import type { Task } from '../../suite/client/task.ts';
import { arrivalOf } from '../../verdict/client/arrival.ts';
import { type ClientTrial, judgeClient } from '../../verdict/client/judge-client.ts';
import { type Played, whyShort } from '../../verdict/client/played.ts';
import { claimsFor, whyUnable } from '../../verdict/client/unable.ts';
import { inapplicable, isBreach, type Judgement, notRun } from '../../verdict/judgement.ts';
import type { ClientInstance } from './instances.ts';
import { type Performance, play, type Playing } from './play.ts';
import type { ClientStage } from './stage.ts';

export type ClientCaseInstance = ClientInstance & { readonly kind: 'case' };

export type ClientResult = Judgement & { readonly exchanges: readonly string[]; readonly basis: Basis };

export type Finish = (instance: ClientInstance, result: ClientResult, ms: number) => void;

/** Instance under which the plain task is recorded. */
const controlInstance = 'control';

/** Cases with the same task share the plain one before them, and the one after. */
export async function runCases(
  stage: ClientStage,
  instances: readonly ClientCaseInstance[],
  finish: Finish,
): Promise<void> {
  const groups = Map.groupBy(instances, ({ case: item }) => JSON.stringify(item.task));
  for (const group of groups.values()) {
    if (stage.signal.aborted) return;
    const able = group.filter((instance) => {
      const why = whyUnable(stage.does, instance.case);
      if (why !== undefined) finish(instance, unsent('inapplicable', why), 0);
      return why === undefined;
    });
    await runGroup(stage, able, finish);
  }
}

/** Nothing is sent: a reason is known before. */
export function unsent(by: 'inapplicable' | 'blocked', why: string): ClientResult {
  return { ...(by === 'blocked' ? notRun(why) : inapplicable(why)), exchanges: [], basis: { by, why } };
}

type Tried = { readonly instance: ClientCaseInstance; readonly tested: readonly Performance[]; readonly ms: number };

async function runGroup(stage: ClientStage, group: readonly ClientCaseInstance[], finish: Finish): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const { task } = first.case;
  const before = await playControl(stage, task, 'control-before');
  const isReady = whyShort(playedOf(before), task) === undefined;
  const tried: Tried[] = [];
  for (const instance of group) {
    const startedAt = performance.now();
    const tested = isReady ? await tryCase(stage, instance) : [];
    if (stage.signal.aborted) return;
    tried.push({ instance, tested, ms: performance.now() - startedAt });
  }
  const after = isReady ? await playControl(stage, task, 'control-after') : undefined;
  if (stage.signal.aborted) return;
  for (const { instance, tested, ms } of tried) {
    const runs = [before, ...tested, ...(after === undefined ? [] : [after])];
    finish(instance, resultOf(stage, instance, runs), ms);
  }
}

export async function playControl(stage: ClientStage, task: Task, purpose: ClientRun['purpose']): Promise<Performance> {
  const plain: Task = task.tls === undefined ? task : { ...task, tls: 'trusted' };
  const playing = { task: plain, posture: [], instance: controlInstance, purpose };
  const once = await play(stage, playing);
  // A client that has just crashed, or was just started, gets a second chance.
  return whyShort(playedOf(once), task) === undefined ? once : play(stage, playing);
}

/** What is broken is played a second time: it has to show again. */
async function tryCase(stage: ClientStage, instance: ClientCaseInstance): Promise<readonly Performance[]> {
  const first = await playTested(stage, instance.case, instance.id);
  const { verdict } = judgeClient(trialOf(stage, instance), [playedOf(first)]);
  return isBreach(verdict) && !stage.signal.aborted ? [first, await play(stage, testedOf(instance))] : [first];
}

type Tested = Pick<ClientCase, 'task' | 'posture'>;

/** What a client has learnt of other servers must not decide what it does at these. */
export async function playTested(
  stage: ClientStage,
  { task, posture }: Tested,
  instance: string,
): Promise<Performance> {
  if (posture.some(({ at, give }) => at === 'metadata' && give.some(({ op }) => op === 'member-set')))
    await stage.driver.renew();
  return play(stage, { task, posture, instance, purpose: 'tested' });
}

function testedOf({ case: { task, posture }, id }: ClientCaseInstance): Playing {
  return { task, posture, instance: id, purpose: 'tested' };
}

export function trialOf(stage: ClientStage, { case: item, requirements }: ClientTrialOf): ClientTrial {
  return { case: item, requirements, claims: new Set(claimsOf(stage)) };
}

type ClientTrialOf = Pick<ClientCaseInstance, 'case' | 'requirements'>;

export function claimsOf({ does, introduction }: ClientStage): string[] {
  return claimsFor([...does], introduction.decides);
}

export function playedOf({ run, events }: Performance): Played {
  const { purpose, words, connections, stderr } = run;
  return { purpose, words, arrivals: events.map(arrivalOf), ...defined({ connections, stderr }) };
}

function resultOf(stage: ClientStage, instance: ClientCaseInstance, runs: readonly Performance[]): ClientResult {
  const judgement = judgeClient(trialOf(stage, instance), runs.map(playedOf));
  const basis: Basis = { by: 'client', runs: runs.map(({ run }) => run), claims: claimsOf(stage) };
  return { ...judgement, exchanges: runs.flatMap(({ events }) => events.map(({ id }) => id)), basis };
}
