import type { Resolve } from '../../runner/select.ts';
import { findRequirement, type Requirement } from '../../suite/catalogue.ts';

/** Finds the row of the catalogue for an id at a place. */
export function resolverOf(catalogue: readonly Requirement[]): Resolve {
  return (id, place) => findRequirement(catalogue, id, place);
}
