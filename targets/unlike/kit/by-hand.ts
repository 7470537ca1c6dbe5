// Opens proofs with node:crypto and nothing else.
import { constants, createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { badProof, type Opened } from './refusal.ts';
import type { Has } from './unlike.ts';

type Json = Readonly<Record<string, unknown>>;
export type Alg = 'ES256' | 'ES384' | 'PS256' | 'RS256' | 'EdDSA' | 'Ed25519';

const kinds: Readonly<Record<Alg, readonly [kty: string, crv: string | undefined, hash: string | undefined]>> = {
  ES256: ['EC', 'P-256', 'sha256'],
  ES384: ['EC', 'P-384', 'sha384'],
  PS256: ['RSA', undefined, 'sha256'],
  RS256: ['RSA', undefined, 'sha256'],
  EdDSA: ['OKP', 'Ed25519', undefined],
  Ed25519: ['OKP', 'Ed25519', undefined],
};
const members: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
};
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** The checks 2 to 7 of RFC 9449 4.3. Its defects are asked for by name. */
export function openByHand(text: string, algs: readonly Alg[], has: Has): Opened {
  const [head = '', body = '', signature = '', ...rest] = text.split('.');
  if (rest.length > 0 || !text.includes('.')) throw badProof('three parts are wanted');
  const header = objectIn(head);
  const claims = objectIn(body);
  if (header['typ'] !== 'dpop+jwt' && !has('typ-unchecked')) throw badProof('typ');
  if (('crit' in header && !has('crit-ignored')) || 'b64' in header) throw badProof('crit');
  const jwk = header['jwk'];
  if (!isObject(jwk)) throw badProof('jwk');
  if (privateMembers.some((name) => name in jwk) && !has('private-key-taken')) throw badProof('a private key');
  if (header['alg'] === 'none' && has('none-taken')) return { claims, jkt: thumbprint(jwk) };
  const alg = algs.find((name) => name === header['alg']);
  if (alg === undefined) throw badProof('alg');
  const key = keyOf(jwk, alg, has);
  const octets = canonical(signature);
  if (!isSigned(alg, key, Buffer.from(`${head}.${body}`), octets) && !has('signature-unchecked'))
    throw badProof('signature');
  return { claims, jkt: thumbprint(jwk) };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function canonical(part: string): Buffer {
  const octets = Buffer.from(part, 'base64url');
  if (part === '' || octets.toString('base64url') !== part) throw badProof('base64url');
  return octets;
}

function objectIn(part: string): Json {
  const octets = canonical(part);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets));
  } catch {
    throw badProof('JSON');
  }
  if (!isObject(value)) throw badProof('an object is wanted');
  return value;
}

function thumbprint(jwk: Json): string {
  const names = members[String(jwk['kty'])] ?? [];
  return digest(JSON.stringify(Object.fromEntries(names.map((name) => [name, jwk[name]]))));
}

function keyOf(jwk: Json, alg: Alg, has: Has): KeyObject {
  const [kty, crv] = kinds[alg];
  const names = members[kty] ?? [];
  if (jwk['kty'] !== kty || (crv !== undefined && jwk['crv'] !== crv)) throw badProof('the key is of another kind');
  if (names.some((name) => typeof jwk[name] !== 'string')) throw badProof('the key lacks a member');
  if (jwk['use'] !== undefined && jwk['use'] !== 'sig') throw badProof('use');
  if (jwk['alg'] !== undefined && jwk['alg'] !== alg) throw badProof('alg of the key');
  let key: KeyObject;
  try {
    const only = Object.fromEntries(names.map((name) => [name, jwk[name]]));
    key = createPublicKey({ key: only, format: 'jwk' });
  } catch {
    throw badProof('no such key');
  }
  const again = key.export({ format: 'jwk' }) as Json;
  if (names.some((name) => again[name] !== jwk[name])) throw badProof('the key in another spelling');
  const { modulusLength = 2048, publicExponent = 3n } = key.asymmetricKeyDetails ?? {};
  const isWeak = modulusLength < 2048 || publicExponent < 3n || publicExponent % 2n === 0n;
  if (isWeak && !has('weak-key-taken')) throw badProof('a weak key');
  return key;
}

function isSigned(alg: Alg, key: KeyObject, data: Buffer, signature: Buffer): boolean {
  const [kty, , hash] = kinds[alg];
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const ways = { EC: { dsaEncoding: 'ieee-p1363' as const }, RSA: alg === 'PS256' ? pss : {}, OKP: {} };
  return verify(hash ?? null, data, { key, ...ways[kty as keyof typeof ways] }, signature);
}
