import type { JsonWebKey } from 'node:crypto';
import { ClientError } from './client-error.ts';

/** What `start` says of the client and its servers. */
export interface Settings {
  readonly issuer: string;
  readonly client: ClientIdentity;
  readonly redirectUri?: string | undefined;
  readonly resource?: string | undefined;
  readonly scope?: string | undefined;
  /** PEM. */
  readonly ca?: string | undefined;
  readonly requireDpop: boolean;
}

export interface ClientIdentity {
  readonly id: string;
  readonly auth: (typeof authMethods)[number];
  readonly secret?: string | undefined;
  readonly key?: JsonWebKey | undefined;
}

const authMethods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'] as const;

type Members = Readonly<Record<string, unknown>>;

/** @throws {ClientError} if a member is missing or of another kind. */
export function readSettings(request: Members): Settings {
  const client = (request['client'] ?? {}) as Members;
  const auth = authMethods.find((method) => method === client['auth']);
  if (auth === undefined)
    throw new ClientError('invalid_request', `client.auth is not one of ${authMethods.join(', ')}`);
  return {
    issuer: neededText(request, 'issuer'),
    client: {
      id: neededText(client, 'id'),
      auth,
      secret: text(client, 'secret'),
      key: client['key'] as JsonWebKey | undefined,
    },
    redirectUri: text(request, 'redirect_uri'),
    resource: text(request, 'resource'),
    scope: text(request, 'scope'),
    ca: text(request, 'ca'),
    requireDpop: request['require_dpop'] !== false,
  };
}

export function neededText(members: Members, name: string): string {
  const value = text(members, name);
  if (value === undefined) throw new ClientError('invalid_request', `${name} is missing`);
  return value;
}

export function text(members: Members, name: string): string | undefined {
  const value = members[name];
  return typeof value === 'string' ? value : undefined;
}
