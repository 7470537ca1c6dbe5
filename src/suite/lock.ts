import { createHash } from 'node:crypto';
import type { Requirement } from './catalogue.ts';
import type { Profile } from './profile.ts';
import type { ClientCase, ClientWatch } from './client/schema.ts';
import type { Case, Suite, Watch } from './schema.ts';

/** SHA-256 digests in base64url, by the names of what they are of. */
export type Digests = Readonly<Record<string, string>>;

/** Of a case or watch as data. */
export function digestOfPlan(plan: Case | Watch | ClientCase | ClientWatch): string {
  return digestOf(plan);
}

/** Of all cases and watches, by id. */
export function digestsOfCases(suites: readonly Suite[]): Digests {
  return remembered(suites, () => {
    const plans = suites.flatMap(({ cases, watches = [], clientCases = [], clientWatches = [] }) => [
      ...cases,
      ...watches,
      ...clientCases,
      ...clientWatches,
    ]);
    return Object.fromEntries(plans.map((plan) => [plan.id, digestOfPlan(plan)]));
  });
}

/** Of all rows of a catalogue, by id and role. */
export function digestsOfRows(catalogue: readonly Requirement[]): Digests {
  return remembered(catalogue, () =>
    Object.fromEntries(catalogue.map((row) => [`${row.id} ${row.role}`, digestOf(row)])),
  );
}

export function digestsOfProfiles(profiles: readonly Profile[]): Digests {
  return Object.fromEntries(profiles.map((profile) => [profile.id, digestOf(profile)]));
}

/** What never changes is looked at once. */
const known = new WeakMap<object, Digests>();

function remembered(of: object, make: () => Digests): Digests {
  const digests = known.get(of) ?? make();
  known.set(of, digests);
  return digests;
}

/** The order of members does not count, since a schema may have put them into another one. */
function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(value)))
    .digest('base64url');
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return members.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, member]) => [name, ordered(member)]);
}
