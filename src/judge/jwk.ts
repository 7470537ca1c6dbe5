import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { decodeBase64url, encodeBase64url } from './base64url.ts';
import type { JsonObject } from './json-text.ts';

export type PublicKey = {
  readonly key: KeyObject;
  /** RSA only: bits of the modulus. */
  readonly bits?: number;
  /** RSA only: the public exponent is an odd number above 1, or 1, or an even number. */
  readonly exponent?: 'usual' | 'one' | 'even';
  /** Ed25519 only: a point of small order, for which anybody can sign. */
  readonly smallOrder: boolean;
  /** False when the spelling of a member is not the one that RFC 7518 section 6 demands. */
  readonly canonical: boolean;
};

const coordinateLength: ReadonlyMap<unknown, number> = new Map([
  ['P-256', 32],
  ['P-384', 48],
  ['P-521', 66],
  ['secp256k1', 32],
]);

/** Reads the public members of an EC, RSA or OKP key. The result is `undefined` when they are no usable key. */
export const readPublicKey = (jwk: JsonObject): PublicKey | undefined => {
  const due = canonicalMembers(jwk);
  if (due === undefined) return undefined;
  const canonical = Object.entries(due).every(([name, value]) => jwk[name] === value);
  const key = remembered(due);
  return key === undefined ? undefined : { ...key, canonical };
};

type Traits = Omit<PublicKey, 'canonical'>;

/** Kept, because the keys of a session recur and reading one takes as long as verifying with it. */
const known = new Map<string, Traits | undefined>();
const mostKnown = 256;

const remembered = (due: Readonly<Record<string, string>>): Traits | undefined => {
  const name = JSON.stringify(due);
  if (!known.has(name)) {
    if (known.size >= mostKnown) known.clear();
    known.set(name, makePublicKey(due));
  }
  return known.get(name);
};

const makePublicKey = (due: Readonly<Record<string, string>>): Traits | undefined => {
  try {
    const key = imported(due);
    const smallOrder = due['kty'] === 'OKP' && isSmallOrder(due['x'] ?? '');
    if (due['kty'] !== 'RSA') return { key, smallOrder };
    const bits = bitLength(due['n'] ?? '');
    const exponentBits = bitLength(due['e'] ?? '');
    // No library computes with such numbers.
    if (bits < 512 || bits > 16_384 || exponentBits === 0 || exponentBits > 64) return undefined;
    return { key, smallOrder, bits, exponent: exponentKind(due['e'] ?? '') };
  } catch {
    return undefined;
  }
};

/** Missing members without which nothing can be verified. */
export const missingMembers = (jwk: JsonObject): readonly string[] => {
  const needed = jwk['kty'] === 'EC' ? ['x', 'y'] : [jwk['kty'] === 'RSA' ? 'n' : 'x'];
  // The point at infinity is written with no octets at all.
  const isInfinity = needed.length === 2 && needed.every((name) => jwk[name] === '');
  return isInfinity ? [] : needed.filter((name) => typeof jwk[name] !== 'string' || jwk[name] === '');
};

const importedKeys = new Map<string, KeyObject>();

/** Kept, because importing a key costs half as much as verifying a signature and most requests show one of a few keys. */
const imported = (due: Readonly<Record<string, string>>): KeyObject => {
  const text = JSON.stringify(due);
  const known = importedKeys.get(text);
  if (known !== undefined) return known;
  const key = createPublicKey({ key: { ...due }, format: 'jwk' });
  if (importedKeys.size >= 200) importedKeys.clear();
  importedKeys.set(text, key);
  return key;
};

/** The members a thumbprint takes (RFC 7638 section 3.2, RFC 8037 section 2), in the spelling RFC 7518 demands. */
const canonicalMembers = (jwk: JsonObject): Readonly<Record<string, string>> | undefined => {
  const { kty, crv } = jwk;
  if (kty === 'EC' && typeof crv === 'string') {
    const length = coordinateLength.get(crv);
    const x = octets(jwk['x'], length);
    const y = octets(jwk['y'], length);
    return x === undefined || y === undefined ? undefined : { crv, kty, x, y };
  }
  if (kty === 'RSA') {
    const e = octets(jwk['e']);
    const n = octets(jwk['n']);
    return e === undefined || n === undefined ? undefined : { e, kty, n };
  }
  if (kty === 'OKP' && typeof crv === 'string' && typeof jwk['x'] === 'string') {
    return { crv, kty, x: encodeBase64url(decodeBase64url(jwk['x']).bytes) };
  }
  return undefined;
};

/** Writes the number in the fewest octets, or in `length` octets. */
const octets = (value: unknown, length?: number): string | undefined => {
  if (typeof value !== 'string') return undefined;
  const { bytes } = decodeBase64url(value);
  const first = bytes.findIndex((octet) => octet !== 0);
  const number = first === -1 ? Buffer.alloc(0) : bytes.subarray(first);
  if (length === undefined) return encodeBase64url(number);
  return number.length > length
    ? undefined
    : encodeBase64url(Buffer.concat([Buffer.alloc(length - number.length), number]));
};

/** The y coordinates of the points whose order divides eight, as octets without the sign of x; 0 and 1 also as p and p + 1. */
const smallOrderPoints = new Set([
  `01${'00'.repeat(31)}`,
  '00'.repeat(32),
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
]);

const isSmallOrder = (x: string): boolean => {
  const { bytes } = decodeBase64url(x);
  const withoutSign = [...bytes.subarray(0, -1), (bytes.at(-1) ?? 0) & 0x7f];
  return smallOrderPoints.has(Buffer.from(withoutSign).toString('hex'));
};

const bitLength = (n: string): number => {
  const { bytes } = decodeBase64url(n);
  return bytes.length === 0 ? 0 : (bytes.length - 1) * 8 + (32 - Math.clz32(bytes[0] ?? 0));
};

const exponentKind = (e: string): NonNullable<PublicKey['exponent']> => {
  const { bytes } = decodeBase64url(e);
  if (bytes.length === 1 && bytes[0] === 1) return 'one';
  return (bytes.at(-1) ?? 0) % 2 === 0 ? 'even' : 'usual';
};

const thumbprintMembers: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['EC', ['crv', 'kty', 'x', 'y']],
  ['RSA', ['e', 'kty', 'n']],
  ['OKP', ['crv', 'kty', 'x']],
  ['AKP', ['alg', 'kty', 'pub']],
]);

/** The thumbprints that a server may compute (RFC 7638): of the members as given, and of their proper spelling. */
export const thumbprints = (jwk: JsonObject): readonly string[] => {
  const names = thumbprintMembers.get(jwk['kty']);
  if (names === undefined || !names.every((name) => typeof jwk[name] === 'string')) return [];
  const asGiven = digest(Object.fromEntries(names.map((name) => [name, jwk[name]])));
  const due = canonicalMembers(jwk);
  return due === undefined ? [asGiven] : [asGiven, digest(due)];
};

const digest = (members: JsonObject): string => sha256(JSON.stringify(members));

/** Unpadded base64url of the SHA-256 digest. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

const privateMembers: ReadonlyMap<unknown, readonly string[]> = new Map([
  ['EC', ['d']],
  ['OKP', ['d']],
  ['RSA', ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth']],
  ['AKP', ['priv']],
]);

/** The private members (RFC 7518 section 6, RFC 8037 section 2), and whether each can contain key material. */
export const privateParts = (jwk: JsonObject): readonly { readonly name: string; readonly material: boolean }[] =>
  (privateMembers.get(jwk['kty']) ?? [])
    .filter((name) => Object.hasOwn(jwk, name))
    .map((name) => ({ name, material: holdsMaterial(jwk[name]) }));

const holdsMaterial = (value: unknown): boolean =>
  (typeof value === 'string' && decodeBase64url(value).bytes.length > 0) || (Array.isArray(value) && value.length > 0);

/** Whether the judge can read keys of this kind. */
export const isVerifiable = ({ kty }: JsonObject): boolean => kty !== 'AKP';
