import { createHash, getDiffieHellman, type KeyObject, randomBytes } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint';
import type { KeyKind, SigningAlg } from '../plan/values.ts';
import { Inapplicable } from './inapplicable.ts';
import type { ProofKey } from './proof-key.ts';

/** Makes peculiar keys: lawful ones that are rare, and weak ones that no server should accept. */
export async function makeSpecialKey(
  kind: KeyKind,
  alg: SigningAlg,
  makeUsual: (alg: SigningAlg) => Promise<ProofKey>,
): Promise<ProofKey> {
  if (!suits[kind].test(alg)) throw new Inapplicable(`there is no key for ${alg} of the kind "${kind}"`);
  switch (kind) {
    case 'zero-x':
      return withLeadingZero('x', alg, makeUsual);
    case 'zero-y':
      return withLeadingZero('y', alg, makeUsual);
    case 'exponent-1':
    case 'exponent-2':
      return weakRsa(kind === 'exponent-1' ? 1n : 2n, alg, await makeUsual(alg));
    case 'identity':
      return identityKey(alg, await makeUsual(alg));
    case 'ed448':
      return { ...(await makeUsual('Ed448')), alg };
    default:
      return kind satisfies never;
  }
}

/** PKCS #1 v1.5 has no salt, so a message whose encoding has no square root never gets one. */
const suits = {
  'zero-x': /^ES/,
  'zero-y': /^ES/,
  'exponent-1': /^[PR]S256$/,
  'exponent-2': /^PS256$/,
  identity: /^Ed(?:DSA|25519)$/,
  ed448: /^EdDSA$/,
} as const;

/** One key in 256 begins with a zero octet, which has to be written too (RFC 7518 §6.2.1.2). */
async function withLeadingZero(
  name: 'x' | 'y',
  alg: SigningAlg,
  makeUsual: (alg: SigningAlg) => Promise<ProofKey>,
): Promise<ProofKey> {
  for (;;) {
    const key = await makeUsual(alg);
    if (Buffer.from(key.publicJwk[name] ?? '', 'base64url')[0] === 0) return key;
  }
}

/**
 * The modulus is the prime of RFC 3526 §3. With it anybody can invert the exponents 1 and 2, so a signature needs no
 * secret.
 */
async function weakRsa(exponent: 1n | 2n, alg: SigningAlg, { privateKey }: ProofKey): Promise<ProofKey> {
  const n = getDiffieHellman('modp14').getPrime();
  const e = exponent === 1n ? 'AQ' : 'Ag';
  const publicJwk = { kty: 'RSA', n: n.toString('base64url'), e };
  return withForgery(alg, privateKey, publicJwk, (input) => undoExponent(exponent, alg, input, number(n)));
}

function undoExponent(exponent: 1n | 2n, alg: SigningAlg, input: string, n: bigint): Buffer {
  for (;;) {
    const encoded = number(alg.startsWith('PS') ? encodePss(input) : encodePkcs1(input));
    // n is 3 modulo 4, so this is a square root if there is one. With PSS, another try has new salt.
    const root = exponent === 1n ? encoded : power(encoded, (n + 1n) / 4n, n);
    if (exponent === 1n || (root * root) % n === encoded)
      return Buffer.from(root.toString(16).padStart(512, '0'), 'hex');
  }
}

const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

const size = 256;
const sha256 = (...parts: readonly (string | Buffer)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** RFC 8017 §9.2, for SHA-256 and 2048 bits. */
function encodePkcs1(input: string): Buffer {
  const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), sha256(input)]);
  return Buffer.concat([Buffer.of(0, 1), Buffer.alloc(size - 3 - info.length, 0xff), Buffer.of(0), info]);
}

/** RFC 8017 §9.1.1, the salt as long as the hash (RFC 7518 §3.5). */
function encodePss(input: string): Buffer {
  const salt = randomBytes(32);
  const hash = sha256(Buffer.alloc(8), sha256(input), salt);
  const block = Buffer.concat([Buffer.alloc(size - 32 - 1 - 32 - 1), Buffer.of(1), salt]);
  const masked = block.map((byte, index) => byte ^ (maskByte(hash, index) ?? 0));
  masked[0] = (masked[0] ?? 0) & 0x7f;
  return Buffer.concat([masked, hash, Buffer.of(0xbc)]);
}

function maskByte(seed: Buffer, index: number): number | undefined {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(Math.floor(index / 32));
  return sha256(seed, counter)[index % 32];
}

/** With the neutral point as public key, the term of the message vanishes, so one signature fits all (RFC 8032 §5.1.7). */
async function identityKey(alg: SigningAlg, { privateKey, publicJwk }: ProofKey): Promise<ProofKey> {
  const x = Buffer.from([1, ...Buffer.alloc(31)]);
  const signature = Buffer.concat([Buffer.from(publicJwk.x ?? '', 'base64url'), scalarOf(privateKey)]);
  return withForgery(alg, privateKey, { kty: 'OKP', crv: 'Ed25519', x: x.toString('base64url') }, () => signature);
}

const groupOrder = 2n ** 252n + 27742317777372353535851937790883648493n;

/** The secret scalar of an Ed25519 key (RFC 8032 §5.1.5), little-endian. */
function scalarOf(privateKey: KeyObject): Buffer {
  const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
  const half = createHash('sha512').update(seed).digest().subarray(0, 32);
  half.writeUInt8(half.readUInt8(0) & 248, 0);
  half.writeUInt8((half.readUInt8(31) & 127) | 64, 31);
  return addOrder(half, -number(half.toReversed()) / groupOrder);
}

/** The same scalar as another number: a multiple of the group order is added. Little-endian. */
export function addOrder(scalar: Buffer, times: bigint): Buffer {
  const sum = number(scalar.toReversed()) + times * groupOrder;
  return Buffer.from(Buffer.from(sum.toString(16).padStart(64, '0'), 'hex').toReversed());
}

async function withForgery(
  alg: SigningAlg,
  privateKey: KeyObject,
  publicJwk: ProofKey['publicJwk'],
  forge: (input: string) => Buffer,
): Promise<ProofKey> {
  return { alg, privateKey, publicJwk, jkt: await calculateJwkThumbprint(publicJwk), forge };
}
