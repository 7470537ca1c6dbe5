import { constants, type KeyObject, verify } from 'node:crypto';

/** How a JWS algorithm is verified: RFC 7518 section 3, RFC 8037 section 3.1, RFC 9864. */
export type Algorithm = {
  readonly kty: 'EC' | 'RSA' | 'OKP' | 'AKP';
  readonly crv?: readonly string[];
  readonly hash?: 'sha256' | 'sha384' | 'sha512';
  readonly pss?: boolean;
  /** Octets of an ECDSA signature, R and S together. */
  readonly signatureLength?: number;
  /** Registered and asymmetric, but not verified here. */
  readonly unverified?: true;
};

export const algorithms: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ['ES256', { kty: 'EC', crv: ['P-256'], hash: 'sha256', signatureLength: 64 }],
  ['ES384', { kty: 'EC', crv: ['P-384'], hash: 'sha384', signatureLength: 96 }],
  ['ES512', { kty: 'EC', crv: ['P-521'], hash: 'sha512', signatureLength: 132 }],
  ['RS256', { kty: 'RSA', hash: 'sha256' }],
  ['RS384', { kty: 'RSA', hash: 'sha384' }],
  ['RS512', { kty: 'RSA', hash: 'sha512' }],
  ['PS256', { kty: 'RSA', hash: 'sha256', pss: true }],
  ['PS384', { kty: 'RSA', hash: 'sha384', pss: true }],
  ['PS512', { kty: 'RSA', hash: 'sha512', pss: true }],
  ['EdDSA', { kty: 'OKP', crv: ['Ed25519', 'Ed448'] }],
  ['Ed25519', { kty: 'OKP', crv: ['Ed25519'] }],
  ['Ed448', { kty: 'OKP', crv: ['Ed448'] }],
  ['ES256K', { kty: 'EC', crv: ['secp256k1'], hash: 'sha256', unverified: true }],
  ['ML-DSA-44', { kty: 'AKP', unverified: true }],
  ['ML-DSA-65', { kty: 'AKP', unverified: true }],
  ['ML-DSA-87', { kty: 'AKP', unverified: true }],
]);

export type Signature = {
  /** The text that is signed. */
  readonly text: string;
  readonly octets: Buffer;
  readonly form?: 'ieee-p1363' | 'der';
};

/** Also false when the crypto library refuses the key or the signature. */
export const verifies = (
  algorithm: Algorithm,
  key: KeyObject,
  { text, octets, form = 'ieee-p1363' }: Signature,
): boolean => {
  const padding = algorithm.pss === true ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const rsa = { padding, ...(algorithm.pss === true && { saltLength: constants.RSA_PSS_SALTLEN_DIGEST }) };
  try {
    if (algorithm.kty === 'EC' && form === 'ieee-p1363') return verifiesEcdsa(algorithm.hash, key, text, octets);
    return verify(
      algorithm.hash ?? null,
      Buffer.from(text),
      algorithm.kty === 'RSA' ? { key, ...rsa } : { key, dsaEncoding: form },
      octets,
    );
  } catch {
    return false;
  }
};

/** The number of octets of R, and also of S. */
const halves: ReadonlyMap<string | undefined, number> = new Map([
  ['prime256v1', 32],
  ['secp384r1', 48],
  ['secp521r1', 66],
]);

/** Verifies in the form of DER, because Node takes half as long again for R and S side by side. */
const verifiesEcdsa = (hash: string | undefined, key: KeyObject, text: string, signature: Buffer): boolean => {
  const half = halves.get(key.asymmetricKeyDetails?.namedCurve);
  const data = Buffer.from(text);
  if (half === undefined) return verify(hash, data, { key, dsaEncoding: 'ieee-p1363' }, signature);
  if (signature.length !== 2 * half) return false;
  const integers = Buffer.concat([derInteger(signature.subarray(0, half)), derInteger(signature.subarray(half))]);
  const length = integers.length < 0x80 ? [integers.length] : [0x81, integers.length];
  return verify(hash, data, key, Buffer.concat([Buffer.from([0x30, ...length]), integers]));
};

/** Drops leading zero octets, except one that marks the number as positive. */
const derInteger = (octets: Buffer): Buffer => {
  let start = 0;
  while (start < octets.length - 1 && octets[start] === 0) start += 1;
  const isNegative = (octets[start] ?? 0) >= 0x80;
  const length = octets.length - start + (isNegative ? 1 : 0);
  return Buffer.concat([Buffer.from(isNegative ? [2, length, 0] : [2, length]), octets.subarray(start)]);
};
