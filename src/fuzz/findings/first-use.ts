import type { Finding } from '../../record/schema.ts';
import { claim } from '../../suite/define.ts';
import { caseOf } from './as-case.ts';
import type { Found } from './found.ts';
import type { FuzzPlace } from '../plans/vocabulary.ts';

/**
 * What a server that remembers ids takes once at most, since its id is the same each time. It goes out before all else, and
 * as a case at once, with lawful twins around it: seen among others first, it could not be seen again.
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
