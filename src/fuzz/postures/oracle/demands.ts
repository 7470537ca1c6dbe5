import type { Suite } from '../../../suite/schema.ts';
import { demandOf, type DemandsOf, one } from './demand.ts';
import { isLawfulPosture } from './lawful-answers.ts';
import { demandsOfScene } from './scene-demands.ts';
import { isFair } from './watched.ts';

/**
 * All that has to hold whatever the servers answer: the watches of the suites, and what follows from the answers.
 *
 * `mayWait`: a client of which silence shows nothing.
 */
export function demandsFor(suites: readonly Suite[], { mayWait }: { readonly mayWait: boolean }): DemandsOf {
  const watches = suites.flatMap(({ clientWatches = [] }) => clientWatches);
  return (scene) => [
    ...(mayWait || isSlow(scene.posture) ? [] : [alive(isLawfulPosture(scene.posture))]),
    ...watches.filter((watch) => isFair(watch, scene)).map(demandOf),
    ...demandsOfScene(scene),
  ];
}

function alive(isLawful: boolean) {
  const demand = one('keeps running whatever is answered', deathRow, [{ that: { see: 'goes-on' } }]);
  return isLawful ? demand : { ...demand, atMost: 'warn' as const };
}

/** The row that a client breaks which ends, or falls silent. */
export const deathRow = 'PM-ROBUST';

/** Where answers come late, a client that asks often has not fallen silent. */
function isSlow(posture: Parameters<DemandsOf>[0]['posture']): boolean {
  return posture.some(({ give }) => give.some(({ op }) => op === 'delay'));
}
