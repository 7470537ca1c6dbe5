import { row } from './row.ts';

/** Defects that show with one algorithm only, in servers which take others than the usual ones. */
export const algorithmDefects = [
  row({
    id: 'ed448-refused',
    breaks: { as: ['RFC9449-5.1-04'], rs: ['RFC9449-7.1-14'] },
    summary: 'Proofs with Ed448 are refused although it is listed.',
    base: 'ed448',
  }),
  row({
    id: 'ed448-unverified',
    breaks: ['RFC9449-4.3-06a'],
    summary: 'Signatures by Ed448 keys are not verified.',
    base: 'ed448',
  }),
  row({
    id: 'es512-unverified',
    breaks: ['RFC9449-4.3-06a'],
    summary: 'Signatures with ES512 are not verified.',
  }),
  row({
    id: 'ps384-unverified',
    breaks: ['RFC9449-4.3-06a'],
    summary: 'Signatures with PS384 are not verified.',
    base: 'all-algorithms',
  }),
  row({
    id: 'ps512-unverified',
    breaks: ['RFC9449-4.3-06a'],
    summary: 'Signatures with PS512 are not verified.',
    base: 'all-algorithms',
  }),
  row({
    id: 'rs384-unverified',
    breaks: ['RFC9449-4.3-06a'],
    summary: 'Signatures with RS384 are not verified.',
    base: 'all-algorithms',
  }),
  row({
    id: 'rs512-unverified',
    breaks: ['RFC9449-4.3-06a'],
    summary: 'Signatures with RS512 are not verified.',
    base: 'all-algorithms',
  }),
  row({
    id: 'long-mac-oct-accepted',
    breaks: ['RFC9449-4.3-05c'],
    summary: 'HS384 and HS512 with a symmetric key shown in jwk are accepted.',
  }),
  row({
    id: 'jwk-rsa-inferred',
    breaks: ['RFC9449-4.3-06g'],
    summary: 'A jwk with n is taken for an RSA key, whatever its kty.',
  }),
  row({
    id: 'jwk-okp-inferred',
    breaks: ['RFC9449-4.3-06g'],
    summary: 'A jwk with x and without y is taken for an Ed25519 key, whatever its kty and crv.',
  }),
  row({
    id: 'okp-thumbprint-all-members',
    breaks: ['RFC9449-6.1-04'],
    summary: 'The thumbprint of an OKP key covers all members of jwk.',
    only: 'rs',
  }),
  row({
    id: 'okp-order-refused',
    breaks: ['RFC9449-6.1-04'],
    summary: 'The jwk of an OKP key is refused where its first member is not crv.',
    only: 'rs',
  }),
  row({
    id: 'okp-curve-unchecked',
    breaks: ['RFC9449-4.3-05d'],
    summary: 'The curve of an OKP key is not held against alg.',
    base: 'ed448',
  }),
  row({
    id: 'rsa-1024-under-ps256',
    breaks: ['RFC9449-11.6-01'],
    summary: 'RSA keys below 2048 bits are accepted where PS256 is the only algorithm for RSA.',
    base: 'few-algorithms',
  }),
  row({
    id: 'ps256-key-type-unchecked',
    breaks: ['RFC9449-4.3-05d'],
    summary: 'The key of a proof that says PS256 may be of any type.',
    base: 'few-algorithms',
  }),
  row({
    id: 'ps512-hash-ignored',
    breaks: ['RFC9449-4.3-05d'],
    summary: 'A proof that says PS512 is verified with SHA-256 too.',
    base: 'all-algorithms',
  }),
  row({
    id: 'es384-off-curve-accepted',
    breaks: ['RFC9449-4.3-06f'],
    summary: 'A P-384 key that is no point on its curve verifies anything.',
    only: 'as',
    base: 'strong-algorithms',
  }),
] as const;
