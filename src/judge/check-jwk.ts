import type { JsonObject } from './json-text.ts';
import { privateParts } from './jwk.ts';
import { isHarmless, isPlainText } from './plain.ts';
import type { Proof } from './read-proof.ts';
import type { JudgedRequest, Violation } from './types.ts';
import { liberty, may, must, shown } from './violation.ts';

const privateNames = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'priv'];

/** Check 7 of RFC 9449 section 4.3. */
export const checkPrivate = (jwk: JsonObject): readonly Violation[] => {
  const parts = privateParts(jwk);
  if (parts.length === 0) {
    const foreign = privateNames.find((name) => Object.hasOwn(jwk, name));
    return foreign === undefined
      ? []
      : [may('RFC9449-4.3-07b', `the jwk has ${foreign}, as private keys of other types`)];
  }
  const requirement = jwk['kty'] === 'EC' ? 'RFC9449-4.3-07a' : 'RFC9449-4.3-07b';
  const detail = `the jwk has ${parts.map(({ name }) => name).join(', ')}`;
  if (!parts.some(({ material }) => material)) return [may(requirement, detail)];
  // RFC 7518 section 6.3.2: without d the other numbers are no private key, although they reveal it.
  const isPart = jwk['kty'] === 'RSA' && parts.every(({ name }) => name !== 'd');
  return [must(requirement, detail, isPart ? 'warn' : undefined)];
};

/** A server may refuse a key that is marked for another use (RFC 7517 sections 4.2 to 4.4). No rule says that it must. */
export const checkPurpose = ({ header }: Proof, jwk: JsonObject): readonly Violation[] => {
  const { use, alg, key_ops: operations } = jwk;
  // `k` belongs to symmetric keys, so some servers treat it as private material (RFC 7518 section 6.4.1).
  if (jwk['k'] !== undefined && jwk['kty'] !== 'oct')
    return [may('RFC9449-4.3-07b', 'the jwk has the member of a symmetric key')];
  const foreignUse = use !== undefined && use !== 'sig';
  const foreignAlg = alg !== undefined && alg !== header['alg'];
  const foreignOperations = operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'));
  return foreignUse || foreignAlg || foreignOperations
    ? [may('RFC9449-4.3-05d', 'the jwk names another use or alg')]
    : [];
};

const needed = new Set(['kty', 'crv', 'x', 'y', 'n', 'e', 'pub', 'd', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'priv', 'k']);

/** Members outside the thumbprint. Servers ignore those that they do not understand (RFC 7517 section 4). */
export const checkMembers = (jwk: JsonObject, role: JudgedRequest['role']): readonly Violation[] => {
  const names = Object.keys(jwk).filter((name) => !needed.has(name));
  if (names.length === 0) return [];
  const requirement = role === 'as' ? 'RFC9449-6.1-03' : 'RFC9449-6.1-04';
  const odd = names.find((name) => !isUsual(name, jwk[name]));
  return odd === undefined && names.length < 10
    ? [liberty(requirement, `the jwk has ${names.map(shown).join(', ')}`)]
    : [may(requirement, `the jwk has the member ${shown(odd)}`)];
};

const isUsual = (name: string, value: unknown): boolean => {
  switch (name) {
    case 'kid':
    case 'alg':
      return isPlainText(value);
    case 'use':
      return value === 'sig';
    case 'key_ops':
      return Array.isArray(value) && value.length === 1 && value[0] === 'verify';
    default:
      return isHarmless(name, value);
  }
};
