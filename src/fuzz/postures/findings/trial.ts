import type { ClientGrading } from '../../../runner/client/instances.ts';
import { gradeRows } from '../../../runner/client/instances.ts';
import { playedOf, playTested, trialOf } from '../../../runner/client/run-cases.ts';
import type { ClientStage } from '../../../runner/client/stage.ts';
import type { Verdict } from '../../../record/schema.ts';
import type { ClientCase } from '../../../suite/client/schema.ts';
import { judgeClient } from '../../../verdict/client/judge-client.ts';
import type { Played } from '../../../verdict/client/played.ts';
import { isBreach } from '../../../verdict/judgement.ts';
import { judgedByClient } from '../../../verdict/weigh.ts';
import { type DemandsOf } from '../oracle/demand.ts';
import { deathRow } from '../oracle/demands.ts';
import type { Scene } from '../vocabulary/draw.ts';
import { caseOfScene } from './as-case.ts';

/** What all playings of a campaign have in common. `quiet` keeps no evidence. */
export type Ground = {
  readonly quiet: ClientStage;
  readonly grading: ClientGrading;
  readonly demandsOf: DemandsOf;
};

/** A rule that a playing broke, and how much that weighs. */
export type Breach = {
  readonly requirement: string;
  readonly verdict: Verdict;
  readonly case: ClientCase;
};

export type Trial = {
  readonly breaches: readonly Breach[];
  readonly requests: number;
  /** Which rules of the posture have answered. */
  readonly answered: ReadonlySet<number>;
  /** The client did not answer in time. */
  readonly isSilent: boolean;
};

const instance = 'fuzzing';

/** Plays a scene once, and judges it by all that has to hold in it. */
export async function tryScene(ground: Ground, scene: Scene): Promise<Trial> {
  const performance = await playTested(ground.quiet, { ...scene, posture: [...scene.posture] }, instance);
  return trialOfPlayed(ground, scene, playedOf(performance));
}

export function trialOfPlayed(ground: Ground, scene: Scene, played: Played): Trial {
  const tested: Played = { ...played, purpose: 'tested' };
  const breaches = brokenIn(ground, scene, tested);
  const { arrivals, words } = played;
  const isGone = words.some(({ ended, silent, garbage }) => [ended, silent, garbage].some((one) => one !== undefined));
  return {
    // Whatever a client that has died leaves undone follows from that.
    breaches: isGone ? breaches.filter(({ requirement }) => requirement === deathRow) : breaches,
    requests: arrivals.length,
    answered: new Set(arrivals.flatMap(({ rule }) => rule ?? [])),
    isSilent: words.some(({ silent }) => silent === true),
  };
}

function brokenIn({ quiet, grading, demandsOf }: Ground, scene: Scene, played: Played): readonly Breach[] {
  // What was never answered so has changed nothing.
  const loose = { ...scene, posture: scene.posture.map((rule) => ({ ...rule, isOptional: true as const })) };
  return demandsOf(scene).flatMap((demand): readonly Breach[] => {
    const item = caseOfScene(scene, demand);
    const requirements = gradeRows(judgedByClient(item), grading);
    if (requirements.length === 0) return [];
    const { verdict, assertions } = judgeClient(
      trialOf(quiet, { case: { ...item, posture: loose.posture }, requirements }),
      [played],
    );
    const broken = assertions.find((one) => one.verdict === verdict);
    if (broken === undefined || !isBreach(verdict)) return [];
    return [{ requirement: broken.requirement, verdict, case: item }];
  });
}
