import { constants, createHmac, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import type { RoleContext } from '../context.ts';
import type { Defect } from '../defects.ts';
import { selectAlgorithms, type Algorithm } from './algorithms.ts';
import { decodeBase64url } from './base64url.ts';
import type { ProofKey } from './proof-key.ts';
import type { ParsedProof } from './parse.ts';
import { ProofRefused } from './refused.ts';

const unverifiedAlgs: Readonly<Record<string, Defect | undefined>> = {
  ES512: 'es512-unverified',
  PS384: 'ps384-unverified',
  PS512: 'ps512-unverified',
  RS384: 'rs384-unverified',
  RS512: 'rs512-unverified',
};

/** RFC 9449 4.3 checks 5 and 6. */
export function checkSignature(proof: ParsedProof, key: ProofKey, context: RoleContext): void {
  const { defects, knownKeys, policy } = context;
  if (passesWithoutSignature(proof, key, context)) return;
  const candidates = selectAlgorithms(proof.header.alg, key, context.policy, defects);
  if (key.publicKey === undefined || defects.has('signature-unchecked')) return;
  const unverified = unverifiedAlgs[String(proof.header.alg)];
  if (unverified !== undefined && defects.has(unverified)) return;
  if (policy.smallOrder === 'accepted' && isSmallOrder(key)) return;
  const keys = defects.has('signature-by-any-known-key') ? [key, ...knownKeys.values()] : [key];
  const good = keys.some(({ publicKey }) => publicKey && verifiesWithAny(proof, publicKey, candidates, context));
  if (!good) throw new ProofRefused('signature', 'the signature does not verify');
}

/** The key seen before that made the signature. Only a defect looks up keys. */
export function findSigner(proof: ParsedProof, context: RoleContext): ProofKey | undefined {
  return [...context.knownKeys.values()].find((key) => {
    try {
      checkSignature(proof, key, context);
      return true;
    } catch (error) {
      if (error instanceof ProofRefused) return false;
      throw error;
    }
  });
}

const macHashes: Readonly<Record<string, string | undefined>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };

function passesWithoutSignature(proof: ParsedProof, key: ProofKey, { defects }: RoleContext): boolean {
  const { alg } = proof.header;
  if (proof.unsigned) return true;
  if (key.jwk.alg === 'none') return defects.has('jwk-alg-none-trusted');
  if (alg === 'none') return defects.has('alg-none-accepted');
  if (typeof alg === 'string' && alg.toLowerCase() === 'none') return defects.has('alg-none-case-accepted');
  const mac = macHashes[String(alg)];
  if (mac === undefined || defects.has('long-mac-oct-accepted') === (mac === 'sha256')) return false;
  const secrets = [
    ...(key.kty === 'oct' ? [decodeBase64url(String(key.jwk.k)) ?? Buffer.of(0)] : []),
    ...(defects.has('hs256-public-key-accepted') && key.publicKey ? publicKeySpellings(key, key.publicKey) : []),
  ];
  return secrets.some((secret) =>
    proof.signingInputs.some((input) => sameBytes(createHmac(mac, secret).update(input).digest(), proof.signature)),
  );
}

function publicKeySpellings(key: ProofKey, publicKey: KeyObject): readonly Buffer[] {
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const jwk = publicKey.export({ format: 'jwk' });
  const sorted = Object.fromEntries(Object.entries(jwk).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const texts = [pem, pem.trim(), JSON.stringify(key.jwk), JSON.stringify(jwk), JSON.stringify(sorted)];
  return [publicKey.export({ type: 'spki', format: 'der' }), ...texts.map((text) => Buffer.from(text))];
}

function verifiesWithAny(
  proof: ParsedProof,
  publicKey: KeyObject,
  candidates: readonly Algorithm[],
  context: RoleContext,
): boolean {
  return candidates.some((algorithm) =>
    proof.signingInputs.some((input) =>
      verifies(algorithm, publicKey, { input, signature: octetsOf(proof, algorithm, context) }, context),
    ),
  );
}

function octetsOf({ signature }: ParsedProof, { bytes }: Algorithm, { defects }: RoleContext): Buffer {
  return defects.has('signature-surplus-ignored') ? signature.subarray(0, bytes) : signature;
}

function verifies(
  algorithm: Algorithm,
  key: KeyObject,
  { input, signature }: { readonly input: Buffer; readonly signature: Buffer },
  { defects }: RoleContext,
): boolean {
  const verifiesAs = (dsaEncoding: 'der' | 'ieee-p1363') =>
    verify(algorithm.hash, input, { key, dsaEncoding }, signature);
  const bytes = algorithm.bytes ?? (key.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
  const rightLength = signature.length === Math.ceil(bytes);
  if (defects.has('short-signature-500') && signature.length === 1) throw new Error('a signature of one octet');
  if (defects.has('signature-length-only')) return rightLength;
  if (algorithm.kty === 'EC') {
    if (defects.has('der-signature-accepted') && verifiesAs('der')) return true;
    if (rightLength && signature.every((byte) => byte === 0)) return defects.has('zero-signature-accepted');
    if (rightLength && isOutOfRange(signature)) {
      if (defects.has('signature-range-500')) throw new Error('out of range');
      return defects.has('signature-range-accepted');
    }
    return rightLength && verifiesAs('ieee-p1363');
  }
  if (!rightLength) return false;
  if (algorithm.kty === 'OKP') {
    if (algorithm.crv === 'Ed448' && defects.has('ed448-unverified')) return true;
    const usual =
      defects.has('s-beyond-order-accepted') && signature.length === 64 ? withinOrder(signature) : signature;
    return verify(null, input, key, usual);
  }
  // RFC 7518 3.5: the salt is as long as the hash.
  const padding = algorithm.pss
    ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { padding: constants.RSA_PKCS1_PADDING };
  return verify(algorithm.hash, input, { key, ...padding }, signature);
}

function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

const p256Order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex');

/** FIPS 186-5 6.4.2 step 1, for P-256. The library checks it too. */
function isOutOfRange(signature: Buffer): boolean {
  const halves = [signature.subarray(0, 32), signature.subarray(32)];
  return (
    signature.length === 64 && halves.some((half) => half.every((byte) => byte === 0) || half.compare(p256Order) >= 0)
  );
}

const ed25519Order = 2n ** 252n + 27742317777372353535851937790883648493n;

/** RFC 8032 5.1.7 asks servers to refuse such a signature. Only a defect subtracts the order. */
function withinOrder(signature: Buffer): Buffer {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32).toReversed()).toString('hex')}`);
  const rest = (s % ed25519Order).toString(16).padStart(64, '0');
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(rest, 'hex').toReversed()]);
}

function isSmallOrder({ crv, jwk }: ProofKey): boolean {
  return crv === 'Ed25519' && typeof jwk.x === 'string' && jwk.x.startsWith('AQAAAAAAAAAA');
}
