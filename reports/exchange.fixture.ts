import { createHash } from 'node:crypto';
import type { DecodedProof, Transcript } from '../src/record/transcript.ts';
import type { ExchangeEvent, Outcome } from '../src/record/schema.ts';

function maskText(label: string, fingerprint: string): string {
  return `‹${label} #${fingerprint}›`;
}

const epoch = Date.parse('2026-11-22T02:13:04.120Z');
const issued = Math.floor(epoch / 1000);

/** Looks random and is the same in every run. */
export function pseudoRandom(seed: string, characters: number): string {
  return createHash('sha512').update(seed).digest('base64url').slice(0, characters);
}

type Members = Readonly<Record<string, unknown>>;

export type ProofChange = { readonly header?: Members; readonly payload?: Members };

/** A proof of the fixture; its signature is made up. A member changed to `undefined` is missing. */
export function fixtureProof(
  seed: string,
  { method, url }: { method: string; url: string },
  change: ProofChange = {},
): DecodedProof {
  const jwk = { kty: 'EC', crv: 'P-256', x: pseudoRandom('x', 43), y: pseudoRandom('y', 43) };
  const header = stripped({ typ: 'dpop+jwt', alg: 'ES256', jwk, ...change.header });
  const ath = url.includes('/token') ? undefined : pseudoRandom('ath', 43);
  const claims = { jti: pseudoRandom(`jti ${seed}`, 22), htm: method, htu: url, iat: issued, ath };
  const payload = stripped({ ...claims, ...change.payload });
  return { text: `${encoded(header)}.${encoded(payload)}.${pseudoRandom(seed, 86)}`, header, payload };
}

function stripped(members: Members): Members {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export type ExchangeSketch = {
  readonly id: string;
  readonly target: string;
  readonly instance: string;
  readonly place: 'token' | 'resource';
  readonly purpose?: ExchangeEvent['purpose'];
  readonly delta?: readonly string[];
  readonly change?: ProofChange;
  readonly isRefused?: boolean;
  readonly error?: string;
  readonly outcome?: Outcome;
  readonly transcript?: Partial<Transcript>;
};

export function fixtureExchange(sketch: ExchangeSketch): ExchangeEvent {
  const { id, target, instance, place, purpose = 'tested', delta = [] } = sketch;
  const line =
    place === 'token'
      ? { method: 'POST', url: `${asOrigin}/token` }
      : { method: 'GET', url: `${rsOrigin}/orders?page=2` };
  const proof = fixtureProof(id, { ...line, url: line.url.replace(/\?.*/, '') }, sketch.change);
  return {
    type: 'exchange',
    id,
    target,
    instance,
    purpose,
    place,
    delta: [...delta],
    proof,
    outcome: sketch.outcome ?? outcomeOf(sketch),
    transcript: {
      request: place === 'token' ? tokenRequest(line.url, proof.text) : resourceRequest(line.url, proof.text),
      response: responseOf(sketch),
      startedAt: new Date(epoch + Number(id.replaceAll(/\D/g, '').slice(-6)) * 4).toISOString(),
      firstByteMs: 1.8,
      totalMs: 2.4,
      ...sketch.transcript,
    },
  };
}

const asOrigin = 'http://127.0.0.1:4100';
const rsOrigin = 'http://127.0.0.1:4101';

function tokenRequest(url: string, proof: string): Transcript['request'] {
  const body = 'grant_type=client_credentials&scope=orders.read';
  return {
    method: 'POST',
    url,
    fields: [
      ['Host', '127.0.0.1:4100'],
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Authorization', `Basic ${maskText('client_secret', '5c1e09aa')}`],
      ['DPoP', proof],
      ['Content-Length', String(body.length)],
    ],
    body,
  };
}

function resourceRequest(url: string, proof: string): Transcript['request'] {
  return {
    method: 'GET',
    url,
    fields: [
      ['Host', '127.0.0.1:4101'],
      ['Authorization', `DPoP ${maskText('access_token', '9b20f14c')}`],
      ['DPoP', proof],
    ],
  };
}

function outcomeOf({ isRefused = false, error = 'invalid_dpop_proof', place }: ExchangeSketch): Outcome {
  const status = isRefused ? (place === 'token' ? 400 : 401) : 200;
  return isRefused
    ? { class: 'refused', status, error, text: `${status} ${error}` }
    : { class: 'accepted', status, text: String(status) };
}

function responseOf({
  place,
  isRefused = false,
  error = 'invalid_dpop_proof',
}: ExchangeSketch): Transcript['response'] {
  const body = bodyOf(place, isRefused, error);
  const challenge: [string, string][] =
    isRefused && place === 'resource' ? [['WWW-Authenticate', `DPoP error="${error}", algs="ES256 PS256"`]] : [];
  return {
    status: isRefused ? (place === 'token' ? 400 : 401) : 200,
    fields: [
      ['Content-Type', 'application/json;charset=utf-8'],
      ['Cache-Control', 'no-store'],
      ...challenge,
      ['Date', 'Sun, 22 Nov 2026 02:13:04 GMT'],
    ],
    body,
    bodyBytes: Buffer.byteLength(body),
  };
}

function bodyOf(place: 'token' | 'resource', isRefused: boolean, error: string): string {
  if (isRefused) return JSON.stringify({ error, error_description: 'The proof does not match the request.' });
  if (place === 'resource') return JSON.stringify({ orders: [{ id: 4711, total: '19.90' }], page: 2 });
  return JSON.stringify({ access_token: maskText('access_token', '9b20f14c'), token_type: 'DPoP', expires_in: 300 });
}
