import fc from 'fast-check';
import { playControl, playedOf } from '../../runner/client/run-cases.ts';
import type { Task } from '../../suite/client/task.ts';
import { whyShort } from '../../verdict/client/played.ts';
import { whyUnable } from '../../verdict/client/unable.ts';
import { seedOf } from '../seeds.ts';
import { keepSimplest, type Origin, type Sighting } from './findings/sighting.ts';
import { type Ground, type Trial, trialOfPlayed, tryScene } from './findings/trial.ts';
import type { PostureCampaign } from './settings.ts';
import { listedScenes, type Scene, scenes } from './vocabulary/draw.ts';
import { fuzzedTasks } from './vocabulary/tasks.ts';

/** What an exploration has come upon. */
export type Seen = {
  /** Those that the client does. */
  readonly tasks: readonly Task[];
  readonly kept: ReadonlyMap<string, Sighting>;
  readonly counts: { readonly agrees: number; readonly surprise: number; readonly unjudged: number };
  readonly requests: number;
  /** Why it ended; `isCut`: before all was tried. */
  readonly stopped: string;
  readonly isCut: boolean;
};

/** A client that falls silent takes seconds each time: after so many nothing more is explored. In a page it may wait for a navigation. */
const mostSilences = { usual: 3, page: 20 } as const;

/** Plays all that there is to play, until the budget is spent. */
export async function explore(campaign: PostureCampaign, ground: Ground): Promise<Seen> {
  const log = createLog(campaign);
  const tasks: Task[] = [];
  for (const [index, task] of fuzzedTasks.entries()) {
    if (campaign.stage.signal.aborted) break;
    const plain = await playPlain(ground, task);
    if (plain === undefined) continue;
    tasks.push(task);
    log.take({ task, posture: [] }, plain, { phase: 'plain', seed: campaign.seed, index });
  }
  if (tasks.length === 0) return log.seen(tasks, { why: 'the client does none of the tasks', isCut: true });
  for (const { scene, origin } of allScenes(campaign, tasks)) {
    const over = log.whyOver();
    if (over !== undefined) return log.seen(tasks, over);
    log.take(scene, await tryScene(ground, scene), origin);
  }
  return log.seen(tasks, { why: 'all postures were tried', isCut: false });
}

/** Nothing where the client cannot do the task, or not against lawful servers. */
async function playPlain(ground: Ground, task: Task): Promise<Trial | undefined> {
  if (whyUnable(ground.quiet.does, { task }) !== undefined) return undefined;
  const played = playedOf(await playControl(ground.quiet, task, 'control-before'));
  return whyShort(played, task) === undefined ? trialOfPlayed(ground, { task, posture: [] }, played) : undefined;
}

/** So many are drawn from one seed. */
const perSeed = 1000;
const salt = 0x2545f491;

function* allScenes(
  { seed, budget: { runs, onlyDrawn } }: PostureCampaign,
  tasks: readonly Task[],
): Generator<{ readonly scene: Scene; readonly origin: Origin }> {
  const listed = onlyDrawn === true ? [] : listedScenes(tasks);
  for (const [index, scene] of listed.entries()) yield { scene, origin: { phase: 'single-postures', seed, index } };
  for (let done = 0; done < runs; done += perSeed) {
    const own = seedOf(seed, salt, done / perSeed);
    const drawn = fc.sample(scenes(tasks), { seed: own, numRuns: Math.min(perSeed, runs - done) });
    for (const [index, scene] of drawn.entries()) yield { scene, origin: { phase: 'postures', seed: own, index } };
  }
}

type Over = { readonly why: string; readonly isCut: boolean };

/** Keeps count of what was played. */
function createLog({ stage, budget, onProgress }: PostureCampaign) {
  const { maxTime = Infinity, maxRequests = Infinity, enough, stopAtFirst } = budget;
  const kept = new Map<string, Sighting>();
  const counts = { agrees: 0, surprise: 0, unjudged: 0 };
  const started = performance.now();
  const most = stage.descriptor.dress === 'page' ? mostSilences.page : mostSilences.usual;
  let [requests, silences] = [0, 0];
  const played = (): number => counts.agrees + counts.surprise + counts.unjudged;
  return {
    take: (scene: Scene, trial: Trial, origin: Origin): void => {
      requests += trial.requests;
      silences += Number(trial.isSilent);
      counts[kindOf(scene, trial)] += 1;
      for (const breach of trial.breaches) keepSimplest(kept, { ...breach, scene, origin });
      onProgress?.({ plans: played(), requests, findings: kept.size });
    },
    whyOver: (): Over | undefined => {
      if (stage.signal.aborted) return { why: 'interrupted', isCut: true };
      if (performance.now() - started >= maxTime && played() >= (enough ?? 0))
        return { why: `the time of ${maxTime / 1000} s is over`, isCut: enough === undefined };
      if (requests >= maxRequests) return { why: `${maxRequests} requests came`, isCut: true };
      if (silences >= most) return { why: `the client did not answer in time ${most} times`, isCut: true };
      const isFound = stopAtFirst === true && kept.size > 0;
      return isFound ? { why: 'something was found', isCut: false } : undefined;
    },
    seen: (tasks: readonly Task[], { why, isCut }: Over): Seen => {
      return { tasks, kept, counts: { ...counts }, requests, stopped: why, isCut };
    },
  };
}

function kindOf({ posture }: Scene, { breaches, answered }: Trial): keyof Seen['counts'] {
  if (breaches.length > 0) return 'surprise';
  return posture.length > 0 && answered.size === 0 ? 'unjudged' : 'agrees';
}
