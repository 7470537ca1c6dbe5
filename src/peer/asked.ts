import type { JsonWebKey } from 'node:crypto';
import type { PeerPlace } from '../suite/client/posture.ts';
import { writeThumbprint } from '../proof/values/thumbprint.ts';
import type { RawRequest } from './raw-request.ts';

/** The four servers. `as`: the authorization server; `foreign`: the server of somebody else. */
export type OriginName = 'as' | 'rs' | 'rs2' | 'foreign';

/** A request that has come, with what the servers read in it. They check nothing: that is for the judge. */
export type Asked = RawRequest & {
  readonly origin: OriginName;
  readonly at: PeerPlace;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly proof?: { readonly nonce?: unknown; readonly jkt?: string };
};

/** Undefined: there is no such resource of the server. */
export function readAsked(raw: RawRequest, origin: OriginName): Asked {
  const target = raw.target.replace(/^https?:\/\/[^/?#]*/i, '') || '/';
  const [path = '/', query = ''] = target.split('?', 2);
  const form = new URLSearchParams(isForm(raw) ? raw.body.toString('utf8') : '');
  const proof = readProofLoosely(raw);
  const base = { ...raw, origin, at: placeOf(origin, path), path, query: new URLSearchParams(query), form };
  return proof === undefined ? base : { ...base, proof };
}

function placeOf(origin: OriginName, path: string): PeerPlace {
  switch (origin) {
    case 'rs':
      return path.startsWith('/.well-known/') ? 'resource-metadata' : 'resource';
    case 'rs2':
      return path.startsWith('/.well-known/') ? 'resource-metadata' : 'resource2';
    case 'foreign':
      return 'foreign';
    case 'as':
      return asPlaces[path] ?? (path.includes('/.well-known/') ? 'metadata' : 'other');
    default:
      return origin satisfies never;
  }
}

/** The endpoints of the authorization server. */
export const asPaths = {
  authorization: '/authorize',
  par: '/par',
  'device-authorization': '/device',
  token: '/token',
  introspection: '/introspect',
  jwks: '/jwks',
} as const;

/** Where the token endpoint is after a redirect within the server. */
export const movedPath = '/moved';

const asPlaces: Readonly<Record<string, PeerPlace>> = {
  ...Object.fromEntries(Object.entries(asPaths).map(([place, path]) => [path, place as keyof typeof asPaths])),
  // Clients of some products ask there, whatever the metadata say.
  '/oauth2/v1/authorize': 'authorization',
  '/oauth2/v1/token': 'token',
  '/oauth/token': 'token',
  [`${movedPath}${asPaths.token}`]: 'token',
  [`${movedPath}${asPaths.par}`]: 'par',
};

export function fieldsNamed({ fields }: Pick<RawRequest, 'fields'>, name: string): readonly string[] {
  return fields.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value);
}

function isForm(raw: RawRequest): boolean {
  return fieldsNamed(raw, 'content-type').some((type) => /^application\/x-www-form-urlencoded\b/i.test(type));
}

/** What a token is bound to, and the nonce that decides which answer comes. Faults are left to the judge. */
function readProofLoosely(raw: RawRequest): Asked['proof'] {
  const [line] = fieldsNamed(raw, 'dpop');
  if (line === undefined) return undefined;
  const [header, payload] = line.split('.').slice(0, 2).map(decoded);
  const jwk = header?.['jwk'];
  const jkt = typeof jwk === 'object' && jwk !== null ? writeThumbprint(jwk as JsonWebKey) : undefined;
  return { nonce: payload?.['nonce'], ...(jkt === undefined ? {} : { jkt }) };
}

function decoded(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
