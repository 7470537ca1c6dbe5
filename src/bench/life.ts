import { roleOf } from '../suite/catalogue.ts';
import type { Place } from '../suite/schema.ts';
import { resourceKey } from '../target/descriptor/rs.ts';
import type { Bench } from './bench.ts';
import type { Life } from './pulse.ts';

/** Waits for any answer of the server of a place. */
export async function lifeAt(bench: Bench, place: Place): Promise<Life> {
  const url = askedAt(bench, place);
  return url === undefined ? 'up' : bench.pulse.life(url);
}

/** Whether the server of a place has taken no connections at some moment since, as far as anybody has waited for it. */
export function wasClosed(bench: Bench, place: Place, since: number): boolean {
  const url = askedAt(bench, place);
  return url !== undefined && bench.pulse.closedSince(url, since);
}

function askedAt(bench: Bench, place: Place): string | undefined {
  return roleOf(place) === 'as' ? bench.as?.token : bench.resources[0]?.url;
}

/** Why nothing more is sent to a place; `undefined` unless its endpoint is lost. */
export function lossAt(bench: Bench, place: Place, subject?: string): string | undefined {
  const url = endpointAt(bench, place, subject);
  return url === undefined ? undefined : bench.vigil.lost(url);
}

/** The URL of a place, where it is known. */
export function endpointAt({ as, resources, rsMetadata }: Bench, place: Place, subject?: string): string | undefined {
  switch (place) {
    case 'token':
    case 'par':
    case 'introspection':
    case 'authorization':
      return as?.[place];
    case 'registration':
    case 'client-configuration':
      return as?.registration;
    case 'metadata':
      return as?.metadataUrl;
    case 'resource':
      return (resources.find((one) => resourceKey(one) === subject) ?? resources[0])?.url;
    case 'resource-metadata':
      return rsMetadata?.url;
    default:
      return place satisfies never;
  }
}
