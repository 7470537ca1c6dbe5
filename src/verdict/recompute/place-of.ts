import { Place } from '../../suite/schema.ts';
import { Inconsistent } from './evidence.ts';

/** @throws Inconsistent */
export function placeOf(place: string): Place {
  const known = Place.safeParse(place);
  if (known.success) return known.data;
  throw new Inconsistent(`there is no place ${JSON.stringify(place)}`);
}
