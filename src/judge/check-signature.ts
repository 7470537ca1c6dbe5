import { type Algorithm, algorithms, verifies } from './algorithms.ts';
import { embeddedJwk } from './check-jose.ts';
import type { JsonObject } from './json-text.ts';
import { privateParts, type PublicKey, readPublicKey } from './jwk.ts';
import type { Proof } from './read-proof.ts';
import type { Violation } from './types.ts';
import { may, must, should, shown } from './violation.ts';

/** Checks 5 to 7 of RFC 9449 section 4.3: algorithm, key and signature. A fault that hides the next is reported alone. */
export const checkSignature = (proof: Proof): readonly Violation[] => {
  const jwk = embeddedJwk(proof);
  return [
    ...(jwk === undefined ? [] : [...checkPrivate(jwk), ...checkPurpose(proof, jwk)]),
    ...checkAlgorithm(proof, jwk),
  ];
};

const checkPrivate = (jwk: JsonObject): readonly Violation[] => {
  const parts = privateParts(jwk);
  if (parts.length === 0) return [];
  const requirement = jwk['kty'] === 'EC' ? 'RFC9449-4.3-07a' : 'RFC9449-4.3-07b';
  const detail = `the jwk has ${parts.map(({ name }) => name).join(', ')}`;
  return [parts.some(({ material }) => material) ? must(requirement, detail) : may(requirement, detail)];
};

/** A key that says it is for something else (RFC 7517 sections 4.2 to 4.4) may be refused; nothing says it has to be. */
const checkPurpose = ({ header }: Proof, jwk: JsonObject): readonly Violation[] => {
  const { use, alg, key_ops: operations } = jwk;
  const foreignUse = use !== undefined && use !== 'sig';
  const foreignAlg = alg !== undefined && alg !== header['alg'];
  const foreignOperations = operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'));
  return foreignUse || foreignAlg || foreignOperations
    ? [may('RFC9449-4.3-05d', 'the jwk names another use or alg')]
    : [];
};

const macs = new Set(['HS256', 'HS384', 'HS512']);

const checkAlgorithm = (proof: Proof, jwk: JsonObject | undefined): readonly Violation[] => {
  const { alg } = proof.header;
  if (alg === undefined) return [must('RFC9449-4.3-05g', 'the proof has no alg')];
  if (alg === 'none') return [must('RFC9449-4.3-05a', 'alg is "none"')];
  if (typeof alg !== 'string') return [must('RFC9449-4.3-05e', `alg is ${shown(alg)}`)];
  if (alg.toLowerCase() === 'none') return [must('RFC9449-4.3-05b', `alg is ${shown(alg)}`)];
  if (macs.has(alg.toUpperCase())) return [must('RFC9449-4.3-05c', `alg is ${shown(alg)}, a MAC`)];
  const algorithm = algorithms.get(alg);
  if (algorithm === undefined)
    return [must('RFC9449-4.3-05e', `alg is ${shown(alg)}, no registered signature algorithm`)];
  if (jwk?.['kty'] === undefined) return [must('RFC9449-4.3-06c', 'the header has no jwk')];
  if (!fits(algorithm, jwk))
    return [must('RFC9449-4.3-05d', `alg is ${alg}, the key is ${shown(jwk['kty'])} ${shown(jwk['crv'])}`)];
  if (algorithm.unverified === true || jwk['crv'] === 'Ed448') {
    return [may('RFC9449-4.3-05f', `${alg} is registered, its signature is not judged`)];
  }
  const key = readPublicKey(jwk);
  if (key === undefined) return [must('RFC9449-4.3-06f', 'the jwk is no point on its curve or no key at all')];
  // Of such points libraries differ: newer ones verify nothing with them.
  return [...checkKey(key), ...(key.smallOrder ? [] : checkSignatureOctets(proof, algorithm, key))];
};

const fits = ({ kty, crv }: Algorithm, jwk: JsonObject): boolean =>
  jwk['kty'] === kty && (crv === undefined || crv.some((name) => name === jwk['crv']));

const checkKey = ({ bits, weakExponent, smallOrder, canonical }: PublicKey): readonly Violation[] => [
  ...(bits !== undefined && bits < 2048 ? [should('RFC9449-11.6-01', `the RSA key has ${bits} bits`)] : []),
  ...(weakExponent ? [should('RFC9449-11.6-01', 'the RSA exponent is even or 1')] : []),
  ...(smallOrder ? [should('RFC9449-11.6-01', 'the Ed25519 point is of small order')] : []),
  ...(canonical ? [] : [may('RFC7638-3.3-01', 'a member of the jwk is not in its due spelling')]),
];

const checkSignatureOctets = (proof: Proof, algorithm: Algorithm, { key }: PublicKey): readonly Violation[] => {
  const { signature, signingInputs } = proof;
  if (signingInputs.some((text) => verifies(algorithm, key, text, signature))) return [];
  if (signature.length > 0 && signature.every((octet) => octet === 0)) {
    return [must('RFC9449-4.3-06d', 'the signature is all zero')];
  }
  const isDer =
    algorithm.kty === 'EC' && signingInputs.some((text) => verifies(algorithm, key, text, signature, 'der'));
  if (isDer) return [should('RFC9449-4.3-06e', 'the ECDSA signature is in DER')];
  const other = [...algorithms].find(
    ([, candidate]) =>
      algorithm.kty === 'RSA' &&
      candidate.kty === 'RSA' &&
      signingInputs.some((text) => verifies(candidate, key, text, signature)),
  );
  if (other !== undefined) return [must('RFC9449-4.3-05d', `the signature was made with ${other[0]}`)];
  // Whether another key made it cannot be told from the octets, so 4.3-06b is reported as 06a.
  return [must('RFC9449-4.3-06a', 'the signature does not verify with the key in jwk')];
};
