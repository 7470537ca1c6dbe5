import { createPrivateKey, randomUUID } from 'node:crypto';
import { referenceClients } from '../server.ts';
import { hash, jws, seconds, send, type Json, type Key, type Received, type World } from './probe-kit.ts';
import { field, headerOf, makeProof, post, tokenRequest } from './proof-probe.ts';

export const verifier = 'a-code-verifier-of-at-least-forty-three-characters';
export const redirectUri = 'http://127.0.0.1:1/cb';
const secret = 'reference-secret';

type Form = Readonly<Record<string, string>>;

export interface FlowOptions {
  readonly client?: string;
  readonly jkt?: string;
  readonly pkce?: boolean;
  readonly scope?: string;
}

function authorizationForm({ client = 'public', jkt, pkce = true, scope }: FlowOptions): Form {
  const challenge = { code_challenge: hash(verifier).toString('base64url'), code_challenge_method: 'S256' };
  const bound = { ...(jkt === undefined ? {} : { dpop_jkt: jkt }), ...(scope === undefined ? {} : { scope }) };
  return { response_type: 'code', client_id: client, redirect_uri: redirectUri, ...(pkce ? challenge : {}), ...bound };
}

export async function codeFor({ server }: World, options: FlowOptions = {}): Promise<string> {
  return codeOf(await send(`${server.issuer}/authorize?${new URLSearchParams(authorizationForm(options)).toString()}`));
}

/** The key that the client `jwt` signs with. */
export function jwtKey(): Key {
  const { privateJwk = {} } = referenceClients.find(({ clientId }) => clientId === 'jwt') ?? {};
  return { alg: 'ES256', privateKey: createPrivateKey({ key: privateJwk, format: 'jwk' }), jwk: {} };
}

/** A code of the client `jwt`. Its request object names one thumbprint, and the query may name another. */
export async function codeFromObject({ server }: World, jkt: string, queryJkt?: string): Promise<string> {
  const claims = { iss: 'jwt', aud: server.issuer, exp: seconds() + 60, ...authorizationForm({ client: 'jwt', jkt }) };
  const query = {
    client_id: 'jwt',
    request: jws({ typ: 'oauth-authz-req+jwt', alg: 'ES256' }, claims, jwtKey()),
    ...(queryJkt === undefined ? {} : { dpop_jkt: queryJkt }),
  };
  return codeOf(await send(`${server.issuer}/authorize?${new URLSearchParams(query).toString()}`));
}

/** The parameters that authenticate the client `jwt` (RFC 7523 2.2). */
export function jwtCredentials({ server }: World): Form {
  const claims = { iss: 'jwt', sub: 'jwt', aud: server.issuer, exp: seconds() + 60, jti: randomUUID() };
  return {
    client_id: 'jwt',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: jws({ alg: 'ES256' }, claims, jwtKey()),
  };
}

export function pushRequest(world: World, options: FlowOptions, proofKey?: Key, claims: Json = {}): Promise<Received> {
  const url = `${world.server.issuer}/par`;
  const proof = proofKey && makeProof(world, { key: proofKey, htm: 'POST', url }, { claims });
  return pushWith(world, options, proof === undefined ? [] : [proof]);
}

/** A pushed request with these DPoP lines. */
export function pushWith({ server }: World, options: FlowOptions, lines: string[]): Promise<Received> {
  const client = options.client === 'confidential' ? { client_secret: secret } : {};
  const headers = lines.length === 0 ? {} : { DPoP: lines };
  return post(`${server.issuer}/par`, { ...authorizationForm(options), ...client }, headers);
}

export async function codeFromPushed({ server }: World, pushed: Received, client = 'public'): Promise<string> {
  const query = new URLSearchParams({ client_id: client, request_uri: field(pushed, 'request_uri') });
  return codeOf(await send(`${server.issuer}/authorize?${query.toString()}`));
}

/** What the redirect carries beside the code, for a request with a state. */
export async function besideCode({ server }: World): Promise<string> {
  const query = new URLSearchParams({ ...authorizationForm({}), state: 'a-state' });
  const location = headerOf(await send(`${server.issuer}/authorize?${query.toString()}`), 'location');
  const { searchParams } = new URL(location);
  return `${searchParams.get('state')} ${searchParams.get('iss')?.replace(server.issuer, 'the issuer')}`;
}

/** Whether an access token comes in the redirect. */
export async function frontChannelToken({ server }: World): Promise<string> {
  const query = new URLSearchParams({ ...authorizationForm({ client: 'bound' }), response_type: 'token' });
  const location = headerOf(await send(`${server.issuer}/authorize?${query.toString()}`), 'location');
  return location.includes('access_token=') ? 'a token' : 'none';
}

function codeOf(answer: Received): string {
  const location = headerOf(answer, 'location');
  return URL.canParse(location) ? (new URL(location).searchParams.get('code') ?? '') : 'no code';
}

/** Redeems a code of the public client. Without claims, it sends no proof. */
export function redeem(
  world: World,
  code: string,
  claims: Json | undefined,
  { key = world.key, form = { code_verifier: verifier } }: { readonly key?: Key; readonly form?: Form } = {},
): Promise<Received> {
  const headers = claims
    ? { DPoP: makeProof(world, { key, htm: 'POST', url: `${world.server.issuer}/token` }, { claims }) }
    : {};
  const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, client_id: 'public' };
  return tokenRequest(world, { ...grant, ...form }, headers);
}

/** Refreshes a token. Without a key, it sends no proof. */
export function refresh(
  world: World,
  token: string,
  key: Key | undefined,
  { form = { client_id: 'public' }, claims = {} }: { readonly form?: Form; readonly claims?: Json } = {},
): Promise<Received> {
  const headers = key
    ? { DPoP: makeProof(world, { key, htm: 'POST', url: `${world.server.issuer}/token` }, { claims }) }
    : {};
  return tokenRequest(world, { grant_type: 'refresh_token', refresh_token: token, ...form }, headers);
}

export async function refreshTokenFor(
  world: World,
  client: 'public' | 'confidential' = 'public',
  claims: Json = {},
): Promise<string> {
  const code = await codeFor(world, { client });
  const form = client === 'public' ? {} : { client_id: client, client_secret: secret };
  return field(await redeem(world, code, claims, { form: { code_verifier: verifier, ...form } }), 'refresh_token');
}
