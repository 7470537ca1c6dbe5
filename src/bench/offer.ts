import type { Case, Place, WeighingClaim } from '../suite/schema.ts';
import type { AsEndpoints } from '../target/discover.ts';
import type { LoadedDescriptor } from '../target/load-descriptor.ts';
import { furtherSubjects } from './subjects.ts';
import type { Facts } from './facts.ts';

/** The parts of a target that can be tested; found out once, when it is opened. */
export type Offer = {
  readonly places: ReadonlySet<Place>;
  /** Those that the target has, and that its descriptor leaves out by a claim. */
  readonly withheld: readonly Place[];
  /** Further clients and resources beside the first one, for cases that run at each: those that fit the wishes of the case. */
  readonly subjects: (place: Place, wishes?: Pick<Case, 'session' | 'needs'>) => readonly string[];
  /** Claims that make a broken rule weigh more. */
  readonly claims: ReadonlySet<WeighingClaim>;
};

/** A place that the descriptor excludes (`claims.par: false`) is not offered. */
export function offerOf({ descriptor }: LoadedDescriptor, endpoints: Partial<AsEndpoints> | undefined): Offer {
  const { as, rs, claims } = descriptor;
  const isOffered: Readonly<Record<Place, boolean>> = {
    token: as !== undefined,
    metadata: endpoints?.metadataUrl !== undefined,
    par: endpoints?.par !== undefined,
    authorization: as?.clients.some(({ grants }) => grants.includes('authorization_code')) === true,
    introspection: endpoints?.introspection !== undefined,
    registration: endpoints?.registration !== undefined,
    'client-configuration': endpoints?.registration !== undefined,
    resource: rs !== undefined,
    'resource-metadata': rs?.resource !== undefined,
  };
  const subjects: Offer['subjects'] = (place, wishes) => furtherSubjects(descriptor, place, wishes);
  const offered = (Object.keys(isOffered) as Place[]).filter((place) => isOffered[place]);
  const withheld = (['par', 'introspection'] as const).filter((place) => isOffered[place] && claims[place] === false);
  const places = new Set(offered.filter((place) => !withheld.some((one) => one === place)));
  return { places, withheld, subjects, claims: claimed(descriptor) };
}

export function claimed({ claims }: LoadedDescriptor['descriptor']): ReadonlySet<WeighingClaim> {
  const made: WeighingClaim[] = [];
  if (claims.replayDetection === true) made.push('replay-detection');
  if (claims.nonceLifetimeSeconds !== undefined) made.push('nonce-lifetime');
  return new Set(made);
}

/**
 * Whether cases at a place can be judged: it is offered, it was found, and nothing blocks it. PAR is blocked together with
 * the token endpoint.
 */
export function isOpenAt({ offer, facts }: { readonly offer: Offer; readonly facts: Facts }, place: Place): boolean {
  if (!offer.places.has(place) || facts.blocked.has(place) || facts.absent.has(place)) return false;
  return place !== 'par' || !facts.blocked.has('token');
}
