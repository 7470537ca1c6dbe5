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
  ['Ed448', { kty: 'OKP', crv: ['Ed448'], unverified: true }],
  ['ES256K', { kty: 'EC', crv: ['secp256k1'], hash: 'sha256', unverified: true }],
  ['ML-DSA-44', { kty: 'AKP', unverified: true }],
  ['ML-DSA-65', { kty: 'AKP', unverified: true }],
  ['ML-DSA-87', { kty: 'AKP', unverified: true }],
]);

export type SignatureForm = 'ieee-p1363' | 'der';

/** False, too, when the crypto library refuses the key or the signature. */
export const verifies = (
  algorithm: Algorithm,
  key: KeyObject,
  text: string,
  signature: Buffer,
  form: SignatureForm = 'ieee-p1363',
): boolean => {
  const padding = algorithm.pss === true ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  const rsa = { padding, ...(algorithm.pss === true && { saltLength: constants.RSA_PSS_SALTLEN_DIGEST }) };
  try {
    return verify(
      algorithm.hash ?? null,
      Buffer.from(text),
      algorithm.kty === 'RSA' ? { key, ...rsa } : { key, dsaEncoding: form },
      signature,
    );
  } catch {
    return false;
  }
};
