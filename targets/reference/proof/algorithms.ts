import type { Defect, Defects } from '../defects.ts';
import type { Policy } from '../policy.ts';
import type { ProofKey } from './proof-key.ts';
import { ProofRefused } from './refused.ts';

export interface Algorithm {
  readonly kty: 'EC' | 'RSA' | 'OKP';
  readonly crv?: string;
  readonly hash: 'sha256' | 'sha384' | 'sha512' | null;
  readonly pss?: boolean;
  /** Exact length of the signature, where the algorithm fixes it (RFC 7518 3.4, RFC 8032 5.1.6). */
  readonly bytes?: number;
}

const edwards: Algorithm = { kty: 'OKP', crv: 'Ed25519', hash: null, bytes: 64 };
const goldilocks: Algorithm = { kty: 'OKP', crv: 'Ed448', hash: null, bytes: 114 };

const algorithms: Readonly<Record<string, Algorithm>> = {
  ES256: { kty: 'EC', crv: 'P-256', hash: 'sha256', bytes: 64 },
  ES384: { kty: 'EC', crv: 'P-384', hash: 'sha384', bytes: 96 },
  ES512: { kty: 'EC', crv: 'P-521', hash: 'sha512', bytes: 132 },
  PS256: { kty: 'RSA', hash: 'sha256', pss: true },
  PS384: { kty: 'RSA', hash: 'sha384', pss: true },
  PS512: { kty: 'RSA', hash: 'sha512', pss: true },
  RS256: { kty: 'RSA', hash: 'sha256' },
  RS384: { kty: 'RSA', hash: 'sha384' },
  RS512: { kty: 'RSA', hash: 'sha512' },
  EdDSA: edwards,
  Ed25519: edwards,
  Ed448: goldilocks,
};

const refusals: Readonly<Record<string, Defect | undefined>> = {
  ES256: 'es256-refused',
  ES384: 'es384-refused',
  ES512: 'es512-refused',
  PS256: 'ps256-refused',
  RS256: 'rs256-refused',
  EdDSA: 'eddsa-refused',
  Ed25519: 'ed25519-refused',
  PS384: 'ps384-refused',
  PS512: 'ps512-refused',
  RS384: 'rs384-refused',
  RS512: 'rs512-refused',
  Ed448: 'ed448-refused',
};

/** RFC 9449 4.3 check 5: the algorithms that may verify the signature. There is one, unless a defect adds others. */
export function selectAlgorithms(alg: unknown, key: ProofKey, policy: Policy, defects: Defects): readonly Algorithm[] {
  const fallback =
    (alg === undefined && defects.has('alg-missing-accepted')) ||
    (isUnregistered(alg) && defects.has('alg-unregistered-accepted'));
  if (fallback) return algorithmsOf(key);
  if (defects.has('jwk-alg-trusted') && typeof key.jwk.alg === 'string') return algorithmsOf(key);
  const trimmed = typeof alg === 'string' ? alg.trim() : alg;
  if (trimmed !== alg && defects.has('alg-trimmed')) return selectAlgorithms(trimmed, key, policy, defects);
  const refusal = typeof alg === 'string' ? refusals[alg] : undefined;
  const refused = refusal !== undefined && defects.has(refusal);
  const algorithm =
    typeof alg === 'string' && policy.algs.includes(alg) && !refused ? named(alg, key, policy) : undefined;
  if (!algorithm) throw new ProofRefused('alg', 'alg is missing or not supported');
  if (algorithm.kty !== key.kty) {
    const anyType = alg === 'PS256' && defects.has('ps256-key-type-unchecked');
    if (anyType || defects.has('key-type-unchecked')) return algorithmsOf(key);
    throw new ProofRefused('alg', 'alg does not suit the key type');
  }
  if (algorithm.crv !== key.crv) {
    if (algorithm.kty === 'OKP' && defects.has('okp-curve-unchecked')) return algorithmsOf(key);
    if (!defects.has('ec-curve-unchecked')) throw new ProofRefused('alg', 'alg does not suit the curve');
    return algorithmsOf(key).flatMap((own) => [own, { ...own, hash: algorithm.hash }]);
  }
  if (alg === 'PS512' && defects.has('ps512-hash-ignored')) return [algorithm, { ...algorithm, hash: 'sha256' }];
  return key.kty === 'RSA' && defects.has('rsa-padding-confused') ? algorithmsOf(key) : [algorithm];
}

/** RFC 8037 3.1: EdDSA stands for both curves. */
function named(alg: string, key: ProofKey, { algs }: Policy): Algorithm | undefined {
  return alg === 'EdDSA' && key.crv === 'Ed448' && algs.includes('Ed448') ? goldilocks : algorithms[alg];
}

function algorithmsOf(key: ProofKey): readonly Algorithm[] {
  return Object.values(algorithms).filter(({ kty, crv }) => kty === key.kty && crv === key.crv);
}

function isUnregistered(alg: unknown): boolean {
  return typeof alg === 'string' && !Object.hasOwn(algorithms, alg) && !/^(none|HS\d+)$/i.test(alg);
}
