import type { Place, SessionSpec } from '../suite/schema.ts';
import { type ClientDescriptor, plainClient, plainGrant } from '../target/descriptor/client.ts';

type Grant = ClientDescriptor['grants'][number];

/** A client, and the grant that it asks for tokens with. */
export type ClientChoice = { readonly client: ClientDescriptor; readonly grant: Grant };

/** The client and grant of a case, where it names no subject. Client credentials come first, since they need no login. */
export function firstChoice(
  clients: readonly ClientDescriptor[],
  place: Place,
  spec: SessionSpec,
): ClientChoice | undefined {
  const fitting = fittingClients(clients, place, spec);
  const client = plainClient(fitting);
  return client === undefined ? undefined : { client, grant: spec.grant ?? plainGrant(client) };
}

/** The clients that fit the wishes of a case at a place. */
function fittingClients(
  clients: readonly ClientDescriptor[],
  place: Place,
  spec: SessionSpec,
): readonly ClientDescriptor[] {
  return clients.filter(
    (client) =>
      client.grants.length > 0 &&
      isKind(client, spec.client ?? 'default') &&
      (spec.grant === undefined || client.grants.includes(spec.grant)) &&
      (!needsCode(place, spec) || client.grants.includes('authorization_code')),
  );
}

/**
 * The ids of the clients beside the first choice at which a case that runs at each is tried too. Where every request takes
 * a login, or is for a login, one client of each further kind stands for the others.
 */
export function furtherClients(
  clients: readonly ClientDescriptor[],
  place: Place,
  spec: SessionSpec,
): readonly string[] {
  const first = firstChoice(clients, place, spec)?.client;
  if (first === undefined) return [];
  const others = fittingClients(clients, place, spec).filter(({ id }) => id !== first.id);
  if (place === 'token' && (spec.grant === undefined || spec.grant === 'client_credentials'))
    return others.map(({ id }) => id);
  const kinds = Map.groupBy(
    others.filter((other) => kindOf(other) !== kindOf(first)),
    kindOf,
  );
  return [...kinds.values()].flatMap(([one]) => one?.id ?? []);
}

/** Refresh tokens come from codes, and only a request for a code can be pushed (RFC 9126 §2.1). */
function needsCode(place: Place, { grant }: SessionSpec): boolean {
  return grant === 'refresh_token' || place === 'par' || place === 'authorization';
}

/** What a server may treat differently: whether the client authenticates, and whether it is registered for bound tokens. */
function kindOf({ auth, dpopBoundAccessTokens }: ClientDescriptor): string {
  return `${auth === 'none' ? 'public' : 'confidential'}${dpopBoundAccessTokens === true ? ' bound' : ''}`;
}

function isKind(client: ClientDescriptor, kind: NonNullable<SessionSpec['client']>): boolean {
  switch (kind) {
    case 'public':
      return client.auth === 'none';
    case 'confidential':
      return client.auth !== 'none';
    case 'assertion':
      return client.auth === 'private_key_jwt';
    case 'bound':
      return client.dpopBoundAccessTokens === true;
    case 'default':
      return true;
    default:
      kind satisfies never;
      return false;
  }
}
