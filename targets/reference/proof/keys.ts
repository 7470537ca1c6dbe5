import type { ProofKey } from './proof-key.ts';
import { createPublicKey, type JsonWebKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Defects } from '../defects.ts';
import { decodeBase64url } from './base64url.ts';
import type { Policy } from '../policy.ts';
import { isJsonObject } from './json.ts';
import { ProofRefused } from './refused.ts';
import { requiredMembers } from './thumbprint.ts';

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const coordinateBytes: Readonly<Record<string, number>> = {
  'P-256': 32,
  'P-384': 48,
  'P-521': 66,
  Ed25519: 32,
  Ed448: 57,
};
const smallestModulus = 2048;
const largestModulus = 16384;

/** RFC 9449 4.2 and 4.3 check 7: `jwk` is a public key and nothing else. */
export function readProofKey(jwk: unknown, defects: Defects, policy: Policy): ProofKey {
  if (!isJsonObject(jwk)) throw new ProofRefused('jwk', 'no jwk in the header');
  const { kty } = jwk;
  if (defects.has('jwk-kty-folded') && kty === 'ec') return readProofKey({ ...jwk, kty: 'EC' }, defects, policy);
  if (defects.has('jwk-member-inferred') && typeof jwk.y === 'string' && (kty !== 'EC' || jwk.crv !== 'P-256')) {
    return readProofKey({ ...jwk, kty: 'EC', crv: 'P-256' }, defects, policy);
  }
  if (defects.has('jwk-rsa-inferred') && typeof jwk.n === 'string' && kty !== 'RSA')
    return readProofKey({ ...jwk, kty: 'RSA' }, defects, policy);
  const isOkp = defects.has('jwk-okp-inferred') && jwk.y === undefined && jwk.n === undefined && jwk.x !== undefined;
  if (isOkp && (kty !== 'OKP' || jwk.crv !== 'Ed25519'))
    return readProofKey({ ...jwk, kty: 'OKP', crv: 'Ed25519' }, defects, policy);
  const takesOctets = defects.has('hs256-oct-accepted') || defects.has('long-mac-oct-accepted');
  if (kty === 'oct' && takesOctets) return { jwk, kty, crv: undefined };
  if (kty !== 'EC' && kty !== 'RSA' && kty !== 'OKP') {
    if (defects.has('jwk-member-500') && typeof kty !== 'string') throw new TypeError('kty');
    throw new ProofRefused('jwk', 'unsupported kty');
  }
  // RFC 7518 6.3.2: d is REQUIRED in a private key.
  const looksFor = policy.privateKey === 'by-d' && kty === 'RSA' ? ['d'] : privateMembers;
  if (looksFor.some((name) => Object.hasOwn(jwk, name)) && !privateAccepted(kty, defects)) {
    throw new ProofRefused('jwk', 'the jwk holds private members');
  }
  const required = requiredMembers[kty];
  const first = Object.keys(jwk)[0];
  const wanted = defects.has('jwk-order-refused') ? 'kty' : defects.has('okp-order-refused') ? 'crv' : first;
  if (first !== wanted && (wanted === 'kty' || kty === 'OKP')) throw new ProofRefused('jwk', `${wanted} is not first`);
  if (defects.has('jwk-optional-members-refused') && Object.keys(jwk).some((name) => !required.includes(name))) {
    throw new ProofRefused('jwk', 'the jwk holds optional members');
  }
  const crv = typeof jwk.crv === 'string' && kty !== 'RSA' ? jwk.crv : undefined;
  const key = withPublicKey({ jwk, kty, crv }, required, defects);
  if (kty === 'OKP' && policy.smallOrder === 'refused' && isSmallOrder(decodeMember(jwk.x)))
    throw new ProofRefused('jwk', 'a point of small order');
  return key;
}

/** Only for the defect of trusting a certificate. The certificate verifies, and tokens are bound to `jwk` where there is one. */
export function certifiedKey(
  jwk: unknown,
  x5c: unknown,
  { defects, policy }: { readonly defects: Defects; readonly policy: Policy },
): ProofKey {
  const [text] = Array.isArray(x5c) ? (x5c as readonly unknown[]) : [];
  const publicKey = readCertificate(text);
  if (!publicKey) throw new ProofRefused('x5c', 'no certificate');
  return { ...readProofKey(jwk ?? publicKey.export({ format: 'jwk' }), defects, policy), publicKey };
}

function readCertificate(text: unknown): KeyObject | undefined {
  try {
    return new X509Certificate(Buffer.from(String(text), 'base64')).publicKey;
  } catch {
    return undefined;
  }
}

function privateAccepted(kty: 'EC' | 'RSA' | 'OKP', defects: Defects): boolean {
  switch (kty) {
    case 'EC':
      return defects.has('private-ec-accepted');
    case 'RSA':
      return defects.has('private-rsa-accepted');
    case 'OKP':
      return defects.has('private-okp-accepted');
  }
}

function withPublicKey(key: ProofKey, required: readonly string[], defects: Defects): ProofKey {
  const members = required.map((name) => [name, key.jwk[name]] as const);
  if (members.some(([, value]) => typeof value !== 'string')) {
    if (defects.has('jwk-member-500')) throw new TypeError('a member of jwk');
    if (defects.has('jwk-empty-unverified')) return key;
    throw new ProofRefused('jwk', 'a required member is missing or no string');
  }
  checkSizes(key, defects);
  const publicKey = importKey(
    Object.fromEntries(members.map(([name, value]) => [name, completed(name, value, defects)])),
  );
  if (publicKey) return { ...key, publicKey };
  if (defects.has('off-curve-500')) throw new Error('key cannot be imported');
  if (defects.has('off-curve-accepted') || (crv384(key) && defects.has('es384-off-curve-accepted'))) return key;
  throw new ProofRefused('jwk', 'the key is not a valid one');
}

const crv384 = ({ crv }: ProofKey): boolean => crv === 'P-384';

function importKey(jwk: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function checkSizes({ jwk, kty, crv }: ProofKey, defects: Defects): void {
  if (kty === 'RSA') return checkRsa(decodeMember(jwk.n), decodeMember(jwk.e), defects);
  const bytes = coordinateBytes[crv ?? ''];
  if (bytes === undefined || crv?.startsWith('Ed') !== (kty === 'OKP'))
    throw new ProofRefused('jwk', 'unsupported crv');
  // RFC 7518 6.2.1.2: the length of a coordinate is that of the field, leading zeros included.
  const coordinates = kty === 'EC' ? [jwk.x, jwk.y] : [jwk.x];
  if (defects.has('bad-point-500') && coordinates.some((value) => isOddPoint(value, bytes)))
    throw new Error('a bad point');
  if (coordinates.some((value) => measured(decodeMember(value), defects, bytes) !== bytes)) {
    throw new ProofRefused('jwk', 'a coordinate has the wrong length');
  }
}

/** Points of small order, for which one signature fits any message (RFC 8032 leaves the check to the application). */
const smallOrder = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

function isSmallOrder(point: Buffer): boolean {
  const unsigned = Buffer.concat([point.subarray(0, -1), Buffer.of((point.at(-1) ?? 0) & 0x7f)]);
  return smallOrder.includes(unsigned.toString('hex'));
}

/** The length of the coordinate in the text. The defects about leading zeros use another length. */
function measured(coordinate: Buffer, defects: Defects, due: number): number {
  const { length } = coordinate;
  if (coordinate[0] === 0 && defects.has('leading-zero-dropped')) return length - 1;
  if (coordinate[0] === 0 && length === due && defects.has('leading-zero-refused')) return 0;
  if (length === due - 1 && defects.has('coordinates-padded')) return due;
  return length === due + 1 && coordinate[0] === 0 && defects.has('long-coordinate-accepted') ? due : length;
}

function isOddPoint(value: unknown, due: number): boolean {
  const bytes = typeof value === 'string' ? (decodeBase64url(value) ?? Buffer.of()) : Buffer.of();
  return bytes.length !== due || bytes.every((byte) => byte === 0);
}

/** The coordinate for the library, in its full length except for the defects that accept others. */
function completed(name: string, value: unknown, defects: Defects): unknown {
  if (!['x', 'y'].includes(name) || typeof value !== 'string') return value;
  const bytes = Buffer.from(value, 'base64url');
  if (bytes.length === 31 && defects.has('coordinates-padded'))
    return Buffer.concat([Buffer.of(0), bytes]).toString('base64url');
  return bytes.length === 33 && defects.has('long-coordinate-accepted')
    ? bytes.subarray(1).toString('base64url')
    : value;
}

function checkRsa(modulus: Buffer, exponent: Buffer, defects: Defects): void {
  const strange = modulus.length < 32 || modulus.length > 2048 || exponent.length > 8 || (exponent[0] ?? 0) === 0;
  if (defects.has('bad-rsa-500') && strange) throw new Error('a bad RSA key');
  // RFC 7518 6.3.1: the minimum number of octets; RFC 7518 3.3 and 3.5: 2048 bits or more.
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  const takesSmall = defects.has('rsa-1024-accepted') || defects.has('rsa-1024-under-ps256');
  const smallest = takesSmall ? 512 : smallestModulus;
  const long = exponent[0] === 0 && !defects.has('long-exponent-accepted');
  if (modulus[0] === 0 || long) throw new ProofRefused('jwk', 'an RSA number has leading zeros');
  const largest = defects.has('rsa-large-refused') ? smallestModulus : largestModulus;
  if (bits < smallest || bits > largest) throw new ProofRefused('jwk', 'the RSA modulus has a bad size');
  const odd = (exponent.at(-1) ?? 0) % 2 === 1 && (modulus.at(-1) ?? 0) % 2 === 1;
  const one = exponent.length === 1 && exponent[0] === 1;
  const isSane = (odd && !one) || defects.has('rsa-exponent-unchecked');
  if (!isSane || exponent.length > 8) throw new ProofRefused('jwk', 'the RSA key is not a sane one');
}

function decodeMember(value: unknown): Buffer {
  const bytes = typeof value === 'string' ? decodeBase64url(value) : undefined;
  if (!bytes || bytes.length === 0) throw new ProofRefused('jwk', 'a key member is not base64url');
  return bytes;
}
