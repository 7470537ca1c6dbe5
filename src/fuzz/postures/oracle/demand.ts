import type { ClientCase, ClientWatch, RequiredClientCheck } from '../../../suite/client/schema.ts';
import type { Scene } from '../vocabulary/draw.ts';

/** What has to hold in a playing: a case that lacks its task and its posture. */
export type Demand = Pick<ClientCase, 'title' | 'requirements' | 'checks'> &
  Partial<Pick<ClientCase, 'why' | 'atMost' | 'claims'>>;

/** Demands that fit a scene, whatever the client makes of it. */
export type DemandsOf = (scene: Scene) => readonly Demand[];

/** A rule for every request of a run holds in each playing too, and weighs the same. */
export function demandOf({ title, requirements, that, atMost, why }: ClientWatch): Demand {
  return {
    title,
    requirements,
    checks: requirements.map((requirement) => ({ requirement, that: { see: 'keeps', what: that } })),
    ...(atMost === undefined ? {} : { atMost }),
    ...(why === undefined ? {} : { why }),
  };
}

export function one(
  title: string,
  requirement: string,
  checks: readonly Omit<RequiredClientCheck, 'requirement'>[],
): Demand {
  return { title, requirements: [requirement], checks: checks.map((check) => ({ requirement, ...check })) };
}
