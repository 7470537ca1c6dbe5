import { createHash } from 'node:crypto';
import type { RoleContext } from '../context.ts';
import type { Defects } from '../defects.ts';
import { ProcessExit } from '../net/fate.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { ProofRefused } from './refused.ts';

const understood = ['jti', 'htm', 'htu', 'iat', 'ath', 'nonce', 'exp', 'nbf'];
const daySeconds = 86_400;

export function checkClaimNames(payload: JsonObject, { defects }: RoleContext): void {
  if (defects.has('unknown-claims-refused') && Object.keys(payload).some((name) => !understood.includes(name))) {
    throw new ProofRefused('claims', 'a claim is not understood');
  }
}

/** RFC 9449 4.2: `jti` is a string. An empty one identifies nothing, and a huge one is needless (11.1). */
export function readJti({ jti }: JsonObject, { policy, defects }: RoleContext): void {
  if (jti === undefined && defects.has('jti-missing-accepted')) return;
  if (jti !== undefined && typeof jti !== 'string' && defects.has('jti-type-unchecked')) return;
  const value = readString('jti', jti, defects);
  if (value === '' && !defects.has('jti-empty-accepted')) throw new ProofRefused('jti', 'jti is empty');
  if (value.length > policy.jtiMaxLength) throw new ProofRefused('jti', 'jti is needlessly long');
}

/** RFC 9449 4.3 check 8. Methods are case-sensitive (RFC 9110 9.1). */
export function checkHtm({ htm }: JsonObject, method: string, { defects }: RoleContext): void {
  if (htm === undefined && defects.has('htm-missing-accepted')) return;
  const single: unknown = Array.isArray(htm) && defects.has('htm-array-accepted') ? htm[0] : htm;
  const value = readString('htm', single, defects);
  if (value === method || defects.has('htm-unchecked')) return;
  if (defects.has('htm-folded') && value.normalize('NFKC') === method) return;
  if (defects.has('htm-c-string') && value.split('\0')[0] === method) return;
  if (defects.has('htm-case-folded') && value.toUpperCase() === method.toUpperCase()) return;
  if (defects.has('htm-usual-accepted') && ['GET', 'POST'].includes(value)) return;
  const reading = ['GET', 'HEAD'];
  if (defects.has('htm-head-as-get') && reading.includes(value) && reading.includes(method)) return;
  throw new ProofRefused('htm', 'htm is not the request method');
}

export function readHtu({ htu }: JsonObject, { defects }: RoleContext): string | undefined {
  if (htu === undefined && defects.has('htu-missing-accepted')) return undefined;
  const single: unknown = Array.isArray(htu) && defects.has('htu-array-accepted') ? htu[0] : htu;
  return readString('htu', single, defects);
}

/** RFC 9449 4.3 check 11 and 11.1. */
export function checkIat({ iat, nonce }: JsonObject, { policy, defects, nonces, now }: RoleContext): void {
  if (iat === undefined && defects.has('iat-missing-accepted')) return;
  const number: unknown = typeof iat === 'string' && defects.has('iat-string-accepted') ? Number(iat) : iat;
  if (number === Infinity && defects.has('iat-infinite-accepted')) return;
  if (typeof number !== 'number' || !Number.isFinite(number)) {
    if (iat !== undefined) crashOnMistyped('iat', defects);
    throw new ProofRefused('iat', 'iat is missing or no number');
  }
  if (policy.iatInteger && !Number.isInteger(number)) throw new ProofRefused('iat', 'iat is not an integer');
  // The nonce has its own check, which always runs.
  if (policy.nonceReplacesIatAge && nonces.mode !== 'off' && nonce !== undefined) return;
  const seconds = defects.has('iat-milliseconds-accepted') && number > 1e11 ? number / 1000 : number;
  const age = now() - seconds;
  if (age > oldest(policy.iatPast, defects)) throw new ProofRefused('iat', 'iat is too long ago');
  if (-age > furthest(policy.iatFuture, defects)) throw new ProofRefused('iat', 'iat is too far ahead');
  if (age > 3 && defects.has('iat-seconds-old-refused')) throw new ProofRefused('iat', 'iat is seconds ago');
  if (defects.has('iat-fresh-refused') && Math.abs(age) < 3) throw new ProofRefused('iat', 'iat is too recent');
}

function oldest(seconds: number, defects: RoleContext['defects']): number {
  if (defects.has('iat-unchecked') || defects.has('iat-past-unchecked')) return Number.POSITIVE_INFINITY;
  return defects.has('iat-past-day') ? daySeconds : seconds;
}

function furthest(seconds: number, defects: RoleContext['defects']): number {
  if (defects.has('iat-unchecked') || defects.has('iat-future-unchecked')) return Number.POSITIVE_INFINITY;
  return defects.has('iat-future-day') ? daySeconds : seconds;
}

/** RFC 7519 4.1.4 and 4.1.5, which apply to any JWT with these claims. */
export function checkExpiry({ exp, nbf }: JsonObject, { policy, defects, now }: RoleContext): void {
  if (defects.has('exp-nbf-refused') && (exp !== undefined || nbf !== undefined)) {
    throw new ProofRefused('exp', 'exp and nbf have no place in a proof');
  }
  if (exp !== undefined && !defects.has('exp-ignored') && !(typeof exp === 'number' && now() < exp)) {
    throw new ProofRefused('exp', 'the proof has expired');
  }
  if (
    nbf !== undefined &&
    !defects.has('nbf-ignored') &&
    !(typeof nbf === 'number' && nbf <= now() + policy.iatFuture)
  ) {
    throw new ProofRefused('nbf', 'the proof is not valid yet');
  }
}

/** RFC 9449 4.3 check 12, which applies only beside an access token. */
export function checkAth(
  { ath }: JsonObject,
  accessToken: string | undefined,
  { defects }: Pick<RoleContext, 'defects'>,
): void {
  if (accessToken === undefined || (ath === undefined && defects.has('ath-missing-accepted'))) return;
  const value = readString('ath', ath, defects);
  const digest = createHash('sha256').update(accessToken, 'ascii').digest();
  const expected = digest.toString('base64url');
  if (value === expected || defects.has('ath-unchecked')) return;
  const lenient =
    (defects.has('ath-hex-accepted') && value === digest.toString('hex')) ||
    (defects.has('ath-padded-accepted') && value.replace(/=+$/, '') === expected) ||
    (defects.has('ath-base64-accepted') && value.replace(/=+$/, '') === digest.toString('base64').replace('=', '')) ||
    (defects.has('ath-sha512-accepted') && value === sha512(accessToken)) ||
    (defects.has('ath-prefix-compared') && value.slice(0, 8) === expected.slice(0, 8));
  if (!lenient) throw new ProofRefused('ath', 'ath is not the hash of the access token');
}

function sha512(text: string): string {
  return createHash('sha512').update(text, 'ascii').digest('base64url');
}

function readString(name: string, value: unknown, defects: Defects): string {
  if (typeof value === 'string') return value;
  if (value !== undefined && !isJsonObject(value)) crashOnMistyped(name, defects);
  throw new ProofRefused(name, `${name} is missing or no string`);
}

function crashOnMistyped(name: string, defects: Defects): void {
  if (defects.has('mistyped-member-500')) throw new Error(`${name} is mistyped`);
  if (defects.has('mistyped-member-exit')) throw new ProcessExit();
}
