import type { Need } from '../suite/need.ts';
import type { Case, Place } from '../suite/schema.ts';
import type { Descriptor } from '../target/descriptor.ts';
import { resourceKey } from '../target/descriptor/rs.ts';
import { firstChoice, furtherClients } from './client-choice.ts';

/** The place of an instance, and the client or resource that it is tried at: the first one, where no subject is named. */
export type Spot = { readonly place: Place; readonly subject?: string | undefined };

type Wishes = Pick<Case, 'session' | 'needs'>;

/** The further clients or resources at which a case that runs at each is tried, without those that its needs rule out. */
export function furtherSubjects(descriptor: Descriptor, place: Place, wishes: Wishes = {}): readonly string[] {
  return allFurther(descriptor, place, wishes).filter((subject) =>
    (wishes.needs ?? []).every((need) => spotNeed(descriptor, { place, subject }, need, wishes) !== false),
  );
}

function allFurther({ as, rs }: Descriptor, place: Place, { session = {} }: Wishes): readonly string[] {
  if (place === 'resource') return (rs?.resources ?? []).slice(1).map(resourceKey);
  return place === 'token' || place === 'par' ? furtherClients(as?.clients ?? [], place, session) : [];
}

/** Whether the client or resource of an instance meets a need that depends on it alone; `undefined` for other needs. */
export function spotNeed(descriptor: Descriptor, spot: Spot, need: Need, wishes: Wishes): boolean | undefined {
  switch (need) {
    case 'put-named':
      return isNamed(descriptor, spot, 'PUT');
    case 'patch-named':
      return isNamed(descriptor, spot, 'PATCH');
    case 'delete-named':
      return isNamed(descriptor, spot, 'DELETE');
    case 'beside-demand':
      return isBesideDemand(descriptor, spot, wishes);
    case 'apart-from-demand':
      return !isBesideDemand(descriptor, spot, wishes);
    default:
      return undefined;
  }
}

function isNamed(descriptor: Descriptor, spot: Spot, method: 'PUT' | 'PATCH' | 'DELETE'): boolean {
  return resourceOf(descriptor, spot)?.writes.includes(method) ?? false;
}

function resourceOf({ rs }: Descriptor, { subject }: Spot) {
  return rs?.resources.find((one) => subject === undefined || resourceKey(one) === subject);
}

/** Demands for a nonce are learnt from the first client and at the first URL. */
function isBesideDemand(descriptor: Descriptor, spot: Spot, { session = {} }: Wishes): boolean {
  if (spot.place === 'resource') return resourceOf(descriptor, spot)?.url === descriptor.rs?.resources[0]?.url;
  const clients = descriptor.as?.clients ?? [];
  const own = spot.subject ?? firstChoice(clients, spot.place, session)?.client.id;
  return own === firstChoice(clients, 'token', {})?.client.id;
}
