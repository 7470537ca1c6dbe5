import type { ClientCase } from '../../../suite/client/schema.ts';
import { opsIn, type Sighting } from './sighting.ts';
import { withOneOpLess } from './simpler.ts';
import { type Ground, tryScene } from './trial.ts';

/**
 * Something simpler that shows the same, under another rule: a client that never answers a demand for a nonce does not answer one in an
 * unusual spelling either, and the spelling is not what it stumbles over.
 */
export async function explanationOf(ground: Ground, sighting: Sighting): Promise<Sighting | undefined> {
  const { scene, case: item } = sighting;
  if (opsIn(scene) < 2) return undefined;
  for (const simpler of withOneOpLess(scene)) {
    const { breaches } = await tryScene(ground, simpler);
    const same = breaches.find((breach) => looksFor(breach.case) === looksFor(item));
    if (same !== undefined) return { ...sighting, ...same, scene: simpler };
  }
  return undefined;
}

function looksFor({ checks }: ClientCase): string {
  return JSON.stringify(checks.map(({ that }) => that));
}
