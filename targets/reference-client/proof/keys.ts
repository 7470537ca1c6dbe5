import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import type { Defects } from '../defects.ts';
import type { AlgorithmName } from './algorithms.ts';

export interface Key {
  readonly alg: AlgorithmName;
  readonly privateKey: KeyObject;
  /** Only the public members (RFC 7517), in the order in which proofs carry them. */
  readonly publicJwk: Readonly<Record<string, string>>;
}

/** A key as `save` keeps it. */
export interface KeptKey {
  readonly alg: AlgorithmName;
  readonly jwk: JsonWebKey;
}

export function newKey(alg: AlgorithmName, has: Defects): Key {
  if (!has('coordinates-short')) return keyFrom(alg, generate(alg, has));
  for (;;) {
    const key = keyFrom(alg, generate(alg, has));
    const { x = '' } = key.publicJwk;
    const bytes = Buffer.from(x, 'base64url');
    if (bytes[0] === 0) return { ...key, publicJwk: { ...key.publicJwk, x: bytes.subarray(1).toString('base64url') } };
  }
}

function keyFrom(alg: AlgorithmName, privateKey: KeyObject): Key {
  const { kty, crv, x, y, n, e } = createPublicKey(privateKey).export({ format: 'jwk' });
  const members = Object.entries({ kty, crv, x, y, n, e });
  const publicJwk = Object.fromEntries(
    members.filter((member): member is [string, string] => typeof member[1] === 'string'),
  );
  return { alg, privateKey, publicJwk };
}

export function keepKey({ alg, privateKey }: Key): KeptKey {
  return { alg, jwk: privateKey.export({ format: 'jwk' }) };
}

export function takeKey({ alg, jwk }: KeptKey): Key {
  return keyFrom(alg, createPrivateKey({ key: jwk, format: 'jwk' }));
}

/** RFC 7638 3.2: the required members in lexicographic order, without white space. */
export function thumbprint(jwk: Readonly<Record<string, string>>): string {
  const { kty = '' } = jwk;
  const names = kty === 'RSA' ? ['e', 'kty', 'n'] : kty === 'EC' ? ['crv', 'kty', 'x', 'y'] : ['crv', 'kty', 'x'];
  const members = Object.fromEntries(names.map((name) => [name, jwk[name]]));
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}

/** RFC 7518 3.4: the signature of ECDSA is R and S side by side, not DER. */
export function signWith(key: Key, text: string, encoding: 'ieee-p1363' | 'der' = 'ieee-p1363'): string {
  const data = Buffer.from(text);
  switch (key.alg) {
    case 'ES256':
    case 'ES384': {
      const hash = key.alg === 'ES256' ? 'sha256' : 'sha384';
      return sign(hash, data, { key: key.privateKey, dsaEncoding: encoding }).toString('base64url');
    }
    case 'PS256': {
      const padding = constants.RSA_PKCS1_PSS_PADDING;
      return sign('sha256', data, { key: key.privateKey, padding, saltLength: 32 }).toString('base64url');
    }
    case 'RS256':
      return sign('sha256', data, key.privateKey).toString('base64url');
    case 'Ed25519':
    case 'EdDSA':
      return sign(null, data, key.privateKey).toString('base64url');
    default:
      return key.alg satisfies never;
  }
}

function generate(alg: AlgorithmName, has: Defects): KeyObject {
  switch (alg) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    case 'ES384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
    case 'PS256':
    case 'RS256':
      return generateKeyPairSync('rsa', { modulusLength: has('rsa-1024') ? 1024 : 2048 }).privateKey;
    case 'Ed25519':
    case 'EdDSA':
      return generateKeyPairSync('ed25519').privateKey;
    default:
      return alg satisfies never;
  }
}
