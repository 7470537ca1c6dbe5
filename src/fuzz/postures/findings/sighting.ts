import type { Finding } from '../../../record/schema.ts';
import { showsEnd } from '../../../verdict/client/judge-client.ts';
import { isBreach } from '../../../verdict/judgement.ts';
import { deathRow } from '../oracle/demands.ts';
import type { Scene } from '../vocabulary/draw.ts';
import type { Breach } from './trial.ts';

/** Where a scene comes from: enough to make it again, and to shrink it from there. */
export type Origin = {
  readonly phase: 'plain' | 'single-postures' | 'postures';
  readonly seed: number;
  readonly index: number;
};

/** A rule that a scene has shown to be broken. */
export type Sighting = Breach & { readonly scene: Scene; readonly origin: Origin };

export function opsIn({ posture }: Scene): number {
  return posture.reduce((sum, { give }) => sum + give.length, 0);
}

/** Keeps for each rule and weight the scene of the fewest ops; of those the first. */
export function keepSimplest(kept: Map<string, Sighting>, sighting: Sighting): void {
  const key = keyOf(sighting);
  const known = kept.get(key);
  if (known === undefined || opsIn(sighting.scene) < opsIn(known.scene)) kept.set(key, sighting);
}

export function keyOf({ requirement, verdict }: Pick<Breach, 'requirement' | 'verdict'>): string {
  return `${requirement} ${verdict}`;
}

/** Whether a finding says already that the client breaks this rule, or that it ends, and that it weighs as much. */
export function isSaid(known: readonly Finding[], { requirement, verdict }: Breach): boolean {
  return known.some(({ assertions }) =>
    assertions.some((one) => {
      const isOfRule = one.requirement === requirement && isBreach(one.verdict);
      const isSame = isOfRule || (requirement === deathRow && showsEnd(one));
      return isSame && (one.verdict === 'fail' || verdict === 'warn');
    }),
  );
}
