import type { Finding } from '../record/schema.ts';
import type { Place } from '../suite/schema.ts';
import { caseOf } from './findings/as-case.ts';
import { type Sighting, traitsOf } from './findings/sighting.ts';
import { minimal } from './findings/traits.ts';

/** Whether a finding says it already: the same place, and the same requirement broken. */
export function isKnown(known: readonly Finding[], at: Place, main: string | undefined): boolean {
  return known.some(
    ({ place, verdict, requirements }) =>
      place === at && (verdict === 'fail' || verdict === 'warn') && requirements.some(({ id }) => id === main),
  );
}

/** Of these sightings what no other explains, and no finding says already. */
export function newsIn(known: readonly Finding[], sightings: Iterable<Sighting>): readonly Sighting[] {
  return minimal([...sightings], traitsOf).filter(
    (sighting) => !isKnown(known, sighting.place, caseOf(sighting).requirements[0]),
  );
}
