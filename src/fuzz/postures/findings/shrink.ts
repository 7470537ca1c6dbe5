import fc from 'fast-check';
import type { Task } from '../../../suite/client/task.ts';
import { endShrinking, shrinkFrom, trialLimit } from '../../findings/shrinking.ts';
import { type Scene, scenes } from '../vocabulary/draw.ts';
import { keyOf, type Sighting } from './sighting.ts';
import { simplerScenes } from './simpler.ts';
import { type Ground, type Trial, tryScene } from './trial.ts';

/** Playings that one sighting may take: while fast-check shrinks it, and beside that. */
const mostTrials = { drawn: 60, others: 60 } as const;

/**
 * The smallest scene in which the same rule is broken, and weighs the same. First the lawful servers alone: where these show it, the
 * answers have nothing to do with it.
 */
export async function shrinkScene(
  ground: Ground,
  sighting: Sighting,
  { tasks, isOver }: { readonly tasks: readonly Task[]; readonly isOver: () => boolean },
): Promise<Sighting> {
  const mayTry = trialLimit(mostTrials.others, isOver);
  const showing = async (scene: Scene): Promise<Shown | undefined> => {
    const trial = await tryScene(ground, scene);
    const breach = trial.breaches.find((one) => keyOf(one) === keyOf(sighting));
    return breach === undefined ? undefined : { trial, sighting: { ...sighting, ...breach, scene } };
  };
  const [simple] = tasks;
  const plain = [sighting.scene.task, ...(simple === undefined ? [] : [simple])].map((task) => ({ task, posture: [] }));
  for (const scene of plain.toReversed()) {
    const shown = mayTry() ? await showing(scene) : undefined;
    if (shown !== undefined) return shown.sighting;
  }
  // What stands in a list is as small as it gets.
  if (sighting.origin.phase !== 'postures') return sighting;
  const mayDraw = trialLimit(mostTrials.drawn, isOver);
  const small = await shrinkDrawn(sighting, tasks, { mayTry: mayDraw, showing });
  return withoutIdle(await simplest(small, { mayTry, showing }), { mayTry, showing });
}

/** Leaves out one thing after the other, as long as the rest shows it. */
async function simplest(sighting: Sighting, trials: Trials): Promise<Sighting> {
  for (const scene of simplerScenes(sighting.scene)) {
    const shown = trials.mayTry() ? await trials.showing(scene) : undefined;
    if (shown !== undefined) return simplest(shown.sighting, trials);
  }
  return sighting;
}

type Shown = { readonly trial: Trial; readonly sighting: Sighting };
type Trials = {
  readonly mayTry: () => boolean;
  readonly showing: (scene: Scene) => Promise<Shown | undefined>;
};

/** fast-check goes on from where it drew the scene. */
async function shrinkDrawn(sighting: Sighting, tasks: readonly Task[], { mayTry, showing }: Trials): Promise<Sighting> {
  let smallest = sighting;
  const property = fc.asyncProperty(scenes(tasks), async (scene) => {
    if (!mayTry()) endShrinking();
    const shown = await showing(scene);
    if (shown !== undefined && sizeOf(shown.sighting) <= sizeOf(smallest)) smallest = shown.sighting;
    return shown === undefined;
  });
  const { seed, index } = sighting.origin;
  await shrinkFrom(property, { seed, path: String(index), plugins: [fc.ignoreEqualValues()], maxSkipsPerRun: 0.2 });
  return smallest;
}

function sizeOf({ scene }: Sighting): number {
  return JSON.stringify(scene.posture).length;
}

/** A case is judged only where all its answers were given, so what never answered is left out. */
async function withoutIdle(sighting: Sighting, { mayTry, showing }: Trials): Promise<Sighting> {
  const { scene } = sighting;
  const again = mayTry() ? await showing(scene) : undefined;
  if (again === undefined || again.trial.answered.size === scene.posture.length) return sighting;
  const posture = scene.posture.filter((_, index) => again.trial.answered.has(index));
  return (await showing({ ...scene, posture }))?.sighting ?? sighting;
}
