import { thumbprints } from '../../judge/jwk.ts';
import type { ExchangeEvent } from '../../record/schema.ts';
import type { PeerPlace } from '../../suite/client/posture.ts';

/** The server that a request came to: nonces are kept for each by itself. */
export type PeerServer = 'as' | 'rs' | 'rs2' | 'foreign' | 'none';

/** An access token in a request, and where it stood. */
export type Presented = {
  readonly token: string;
  readonly where: 'header' | 'query' | 'form';
  readonly scheme: string;
};

/** One request of a client under test, as the record keeps it. */
export type Arrival = {
  readonly id: string;
  readonly run: string;
  readonly place: PeerPlace | 'unknown';
  readonly server: PeerServer;
  readonly method: string;
  readonly url: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  readonly form: URLSearchParams;
  readonly query: URLSearchParams;
  /** The values of the lines named DPoP. */
  readonly dpop: readonly string[];
  readonly proof?: ArrivedProof;
  readonly presented: readonly Presented[];
  /** The rule of the posture that answered. */
  readonly rule?: number;
  /** 0: the connection was cut. */
  readonly status: number;
  readonly answerFields: readonly (readonly [name: string, value: string])[];
  readonly answer: Readonly<Record<string, unknown>>;
  readonly wasCut: boolean;
  /** The nonces that the answer gives. */
  readonly nonces: readonly string[];
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: ExchangeEvent;
};

export type ArrivedProof = {
  readonly text: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly jkt?: string;
};

const known = new WeakMap<ExchangeEvent, Arrival>();

export function arrivalOf(event: ExchangeEvent): Arrival {
  const found = known.get(event) ?? read(event);
  known.set(event, found);
  return found;
}

function read(event: ExchangeEvent): Arrival {
  const { transcript, place, peer, id } = event;
  const { request, response, failure, startedAt } = transcript;
  const { method, url, fields, body = '' } = request;
  const dpop = named(fields, 'dpop');
  const isForm = named(fields, 'content-type').some((type) => /^application\/x-www-form-urlencoded\b/i.test(type));
  const form = new URLSearchParams(isForm ? body : '');
  const query = new URLSearchParams(url.split('#')[0]?.split('?').slice(1).join('?') ?? '');
  const answerFields = response?.fields ?? [];
  const proof = dpop.length === 1 ? proofIn(dpop[0] ?? '') : undefined;
  return {
    id,
    run: peer?.run ?? '',
    place: isPlace(place) ? place : 'unknown',
    server: serverOf(place),
    method,
    url,
    fields,
    body,
    form,
    query,
    dpop,
    ...(proof === undefined ? {} : { proof }),
    presented: presentedIn(event, { query, form }),
    ...(peer?.rule === undefined ? {} : { rule: peer.rule }),
    status: response?.status ?? 0,
    answerFields,
    answer: objectIn(response?.body ?? '') ?? {},
    wasCut: failure !== undefined,
    nonces: named(answerFields, 'dpop-nonce'),
    at: Date.parse(startedAt),
    event,
  };
}

function presentedIn(
  { place, transcript: { request } }: ExchangeEvent,
  { query, form }: Pick<Arrival, 'query' | 'form'>,
): readonly Presented[] {
  const parameter = (list: URLSearchParams, where: 'query' | 'form'): readonly Presented[] =>
    list.getAll('access_token').map((token) => ({ token, where, scheme: '' }));
  return [
    ...named(request.fields, 'authorization').flatMap(credentialsIn),
    ...parameter(query, 'query'),
    ...(isResourceServer(place) ? parameter(form, 'form') : []),
  ];
}

/** What a token request is granted for, of which each request has one. */
export const grantMembers = ['code', 'refresh_token', 'subject_token', 'device_code'] as const;

export function named(fields: Arrival['fields'], name: string): readonly string[] {
  return fields.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value);
}

const servers: Readonly<Record<PeerPlace, PeerServer>> = {
  metadata: 'as',
  jwks: 'as',
  authorization: 'as',
  par: 'as',
  'device-authorization': 'as',
  token: 'as',
  introspection: 'as',
  resource: 'rs',
  resource2: 'rs2',
  'resource-metadata': 'none',
  foreign: 'foreign',
  other: 'none',
};

function isPlace(place: string): place is PeerPlace {
  return place in servers;
}

export function serverOf(place: string): PeerServer {
  return isPlace(place) ? servers[place] : 'none';
}

function isResourceServer(place: string): boolean {
  return place === 'resource' || place === 'resource2' || place === 'foreign';
}

function credentialsIn(value: string): readonly Presented[] {
  const parts = /^(?<scheme>\S+)[ \t]+(?<token>\S+)$/.exec(value.trim())?.groups;
  return parts === undefined || /^basic$/i.test(parts['scheme'] ?? '')
    ? []
    : [{ token: parts['token'] ?? '', where: 'header', scheme: parts['scheme'] ?? '' }];
}

function proofIn(text: string): ArrivedProof | undefined {
  const [header, payload] = text
    .split('.')
    .slice(0, 2)
    .map((part) => objectIn(Buffer.from(part, 'base64url').toString('utf8')));
  if (header === undefined || payload === undefined) return undefined;
  const jwk = header['jwk'];
  const jkt = typeof jwk === 'object' && jwk !== null ? thumbprints(jwk as Record<string, unknown>)[0] : undefined;
  return { text, header, payload, ...(jkt === undefined ? {} : { jkt }) };
}

export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The payload of a JWT that this run was given or sent. */
export function payloadIn(jwt: string): Readonly<Record<string, unknown>> | undefined {
  return objectIn(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

/** An access token that an answer gave, with the key of the request's proof where it is bound to that. */
export type Given = { readonly token: string; readonly jkt?: string; readonly type: string; readonly at: number };

export function tokensGiven(arrivals: readonly Arrival[]): readonly Given[] {
  return arrivals.flatMap((arrival, index) => {
    const token = arrival.answer['access_token'];
    if (arrival.place !== 'token' || arrival.status !== 200 || typeof token !== 'string') return [];
    const cnf = payloadIn(token)?.['cnf'] as { readonly jkt?: unknown } | undefined;
    // Where a posture lies about the key, no client can be held to it.
    const jkt = cnf?.jkt === arrival.proof?.jkt ? arrival.proof?.jkt : undefined;
    const named = arrival.answer['token_type'];
    const type = typeof named === 'string' ? named : '';
    return [{ token, type, at: index, ...(jkt === undefined ? {} : { jkt }) }];
  });
}
