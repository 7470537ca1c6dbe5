import { randomUUID } from 'node:crypto';
import {
  hash,
  jktOf,
  jws,
  mint,
  seconds,
  send,
  signer,
  type Json,
  type Key,
  type Probe,
  type Received,
  type Sending,
  type Signer,
  type World,
} from './probe-kit.ts';

export interface Change {
  readonly key?: () => Key;
  readonly header?: Json | ((world: World, key: Key) => Json);
  readonly claims?: Json | ((url: string) => Json);
  /** Replaces all claims. */
  readonly payload?: unknown;
  readonly sign?: Signer;
  /** Makes the DPoP lines from the proof. */
  readonly lines?: (proof: string, another: () => string) => string[];
  readonly headerName?: string;
  readonly path?: string;
  readonly endpointQuery?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one request, whose proof differs from a valid one in the change: a token request, or GET of a resource. */
export function proofProbe(change: Change = {}): Probe {
  return async (world) => describe(await sendProof(world, change));
}

export async function sendProof(world: World, change: Change = {}): Promise<Received> {
  const { server, role } = world;
  const key = change.key?.() ?? world.key;
  if (role === 'as') {
    const lines = makeLines(world, { key, htm: 'POST', url: `${server.issuer}/token` }, change);
    const headers = { [change.headerName ?? 'DPoP']: lines, ...change.headers };
    return tokenRequest(world, {}, headers, change.endpointQuery);
  }
  const url = `${server.resourceBase}${change.path ?? '/resource'}`;
  const token = mint(server, { cnf: { jkt: jktOf(key) } });
  const ath = { ath: hash(token).toString('base64url') };
  const method = change.method ?? 'GET';
  const lines = makeLines(world, { key, htm: method, url, extra: ath }, change);
  const headers = { Authorization: `DPoP ${token}`, [change.headerName ?? 'DPoP']: lines, ...change.headers };
  return send(url, { method, headers });
}

function makeLines(world: World, request: ProofFor, change: Change = {}): string[] {
  const make = (): string => makeProof(world, request, change);
  return change.lines?.(make(), make) ?? [make()];
}

/** The request that a proof is made for. */
export interface ProofFor {
  /** By default the key of the world. */
  readonly key?: Key;
  readonly htm: string;
  readonly url: string;
  /** Claims that a proof for this request needs too. */
  readonly extra?: Json;
}

export function makeProof(world: World, { key = world.key, htm, url, extra = {} }: ProofFor, change: Change = {}) {
  const htu = url.split('?')[0] ?? '';
  const own = typeof change.claims === 'function' ? change.claims(htu) : (change.claims ?? {});
  const members = typeof change.header === 'function' ? change.header(world, key) : (change.header ?? {});
  const header = { typ: 'dpop+jwt', alg: key.alg, jwk: key.jwk, ...members };
  const claims = { jti: randomUUID(), htm, htu, iat: seconds(), ...extra, ...own };
  return jws(header, change.payload ?? claims, key, change.sign ?? signer);
}

type Form = Readonly<Record<string, string>>;

export function tokenRequest(
  { server }: World,
  form: Form = {},
  headers: NonNullable<Sending['headers']> = {},
  query = '',
): Promise<Received> {
  const client = form.client_id === undefined ? { client_id: 'confidential', client_secret: 'reference-secret' } : {};
  return post(`${server.issuer}/token${query}`, { grant_type: 'client_credentials', ...client, ...form }, headers);
}

export function sendPushed(world: World, change: Change = {}): Promise<Received> {
  const url = `${world.server.issuer}/par`;
  const form = { response_type: 'code', redirect_uri: 'http://127.0.0.1:1/cb' };
  const client = { client_id: 'confidential', client_secret: 'reference-secret' };
  return post(url, { ...client, ...form }, { DPoP: makeProof(world, { htm: 'POST', url }, change) });
}

export function post(url: string, form: Form, headers: NonNullable<Sending['headers']> = {}): Promise<Received> {
  const body = new URLSearchParams(form).toString();
  const all = { 'Content-Type': 'application/x-www-form-urlencoded', ...headers };
  return send(url, { method: 'POST', headers: all, body });
}

/** Every part of an answer that may distinguish it from another one, without the random parts. */
export function describe({ status, headers, body }: Received): string {
  const compared = /^(www-authenticate|proxy-authenticate|cache-control|content-type|access-control-expose-headers)$/i;
  const shown = headers.filter(([name]) => compared.test(name)).map(([name, value]) => `${name}: ${value}`);
  const nonces = headers.filter(([name]) => /nonce/i.test(name)).map(([name, value]) => `${name} ${nonceShape(value)}`);
  return [status, ...shown, ...nonces, summarise(body)].join('\n');
}

function nonceShape(value: string): string {
  return /^\d+$/.test(value) ? 'digits' : value.replaceAll(/[A-Za-z0-9_-]+/g, 'x');
}

function summarise(body: string): string {
  const json = asObject(body);
  if (!json) return body;
  const { access_token: token, refresh_token: _refresh, request_uri: _uri, error_description: _text, ...rest } = json;
  const claims = asObject(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString());
  const { jti: _jti, iat: _iat, exp: _exp, ...kept } = rest;
  return `${JSON.stringify(kept)} ${JSON.stringify(claims?.cnf)}`.replaceAll(/127\.0\.0\.1:\d+/g, 'host');
}

function asObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

export function field(answer: Received, name: string): string {
  return String(asObject(answer.body)?.[name]);
}

export function headerOf(answer: Received, name: string): string {
  return answer.headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
}
