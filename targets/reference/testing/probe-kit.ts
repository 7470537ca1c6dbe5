import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  randomUUID,
  sign as signBytes,
  type KeyObject,
} from 'node:crypto';
import { request } from 'node:http';
import type { Role } from '../defects.ts';
import { referenceSigningJwk, type RunningReference } from '../server.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface Key {
  readonly alg: string;
  readonly privateKey: KeyObject;
  readonly jwk: Json;
}

/** The surroundings of a probe: a running server, the role under test, and a key of its own. */
export interface World {
  readonly server: RunningReference;
  readonly role: Role;
  readonly key: Key;
}

/** Answers text to compare: the answer of a server to a request that only one defect should change. */
export type Probe = (world: World) => Promise<string>;

type Headers = Readonly<Record<string, string | string[]>>;

export interface Sending {
  readonly method?: string;
  readonly headers?: Headers;
  readonly body?: string;
}

export interface Received {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export function send(url: string, { method = 'GET', headers = {}, body = '' }: Sending = {}): Promise<Received> {
  const length = body === '' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: { ...headers, ...length } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const raw = answer.rawHeaders;
        const pairs = raw.flatMap((name, index) => (index % 2 ? [] : [[name, raw[index + 1] ?? ''] as const]));
        resolve({ status: answer.statusCode ?? 0, headers: pairs, body: Buffer.concat(chunks).toString() });
      });
    });
    outgoing.on('error', reject);
    // Node would join text with the header fields, and send those as UTF-8.
    outgoing.end(Buffer.from(body));
  });
}

export function newKey(alg = 'ES256', rsaBits = 2048): Key {
  const { privateKey, publicKey } = generate(alg, rsaBits);
  return { alg, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }) } };
}

/** A key whose x begins with a zero octet. */
export function newKeyWithZero(): Key {
  for (;;) {
    const key = newKey();
    if (Buffer.from(String(key.jwk.x), 'base64url')[0] === 0) return key;
  }
}

const curves: Readonly<Record<string, string | undefined>> = { ES384: 'P-384', ES512: 'P-521' };

function generate(alg: string, modulusLength: number): { privateKey: KeyObject; publicKey: KeyObject } {
  if (alg === 'Ed448') return generateKeyPairSync('ed448');
  if (alg.startsWith('Ed')) return generateKeyPairSync('ed25519');
  if (alg.startsWith('ES')) return generateKeyPairSync('ec', { namedCurve: curves[alg] ?? 'P-256' });
  return generateKeyPairSync('rsa', { modulusLength });
}

export function encode(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

export type Signer = (input: string, key: Key) => Buffer;

export const signer: Signer = (input, { alg, privateKey: key }) => {
  const bytes = Buffer.from(input);
  if (alg.startsWith('Ed')) return signBytes(null, bytes, key);
  const hash = `sha${alg.slice(2)}`;
  if (alg.startsWith('PS')) return signBytes(hash, bytes, { key, padding: 6, saltLength: Number(alg.slice(2)) / 8 });
  return signBytes(hash, bytes, { key, dsaEncoding: 'ieee-p1363' });
};

export function jws(header: unknown, payload: unknown, key: Key, sign: Signer = signer): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${sign(input, key).toString('base64url')}`;
}

export function hash(text: string, algorithm = 'sha256'): Buffer {
  return createHash(algorithm).update(text).digest();
}

export function jktOf({ jwk }: Key): string {
  const names =
    jwk.kty === 'EC' ? ['crv', 'kty', 'x', 'y'] : jwk.kty === 'RSA' ? ['e', 'kty', 'n'] : ['crv', 'kty', 'x'];
  const members = (jwk.kty === 'oct' ? ['k', 'kty'] : names).map((name) => [name, jwk[name]]);
  return hash(JSON.stringify(Object.fromEntries(members))).toString('base64url');
}

/** An access token with these claims, signed as the reference server signs its own. */
export function mint({ issuer, resourceBase }: RunningReference, claims: Json): string {
  const iat = seconds();
  const usual = { iss: issuer, aud: resourceBase, sub: 'alice', client_id: 'confidential', iat, exp: iat + 300 };
  const key = {
    alg: 'ES256',
    privateKey: createPrivateKey({ key: { ...referenceSigningJwk }, format: 'jwk' }),
    jwk: {},
  };
  return jws({ typ: 'at+jwt', alg: 'ES256' }, { ...usual, jti: randomUUID(), ...claims }, key);
}

export function seconds(): number {
  return Math.floor(Date.now() / 1000);
}
