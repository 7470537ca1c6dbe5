import type { Finding } from '../../record/schema.ts';
import { claim } from '../../suite/define.ts';
import { caseOf } from './as-case.ts';
import type { Found } from './found.ts';
import type { FuzzPlace } from '../plans/vocabulary.ts';

/**
 * Plans that a server with a memory of ids accepts once at most, since their id is the same each time. They go out before all
 * else, as cases with lawful twins around them: a plan that was sent among others first could not be seen again.
 */
export function onceOnly(places: readonly FuzzPlace[], seed: number, known: readonly Finding[]): readonly Found[] {
  return places
    .filter((place) => !known.some((finding) => isTried(finding, place)))
    .map((place, index) => ({
      case: caseOf({
        place,
        session: {},
        ops: [claim.set('jti', '')],
        surprise: 'accepted',
        requirements: [emptyId],
        isDoubtful: true,
      }),
      origin: { phase: 'once', seed, index },
    }));
}

const emptyId = 'RFC9449-4.3-03f';

/** A case has sent it there, so it cannot be sent for the first time. */
function isTried({ place, verdict, requirements: [main] }: Finding, at: FuzzPlace): boolean {
  return place === at && verdict !== 'skip' && main?.id === emptyId;
}
