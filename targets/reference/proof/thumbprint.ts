import { createHash } from 'node:crypto';
import type { Defects } from '../defects.ts';
import type { JsonObject } from './json.ts';
import type { ProofKey } from './proof-key.ts';

/** RFC 7638 3.2 and RFC 8037 2, in code-point order. */
export const requiredMembers = {
  EC: ['crv', 'kty', 'x', 'y'],
  RSA: ['e', 'kty', 'n'],
  OKP: ['crv', 'kty', 'x'],
  oct: ['k', 'kty'],
} as const satisfies Record<string, readonly string[]> as Readonly<Record<ProofKey['kty'], readonly string[]>>;

/** @see RFC 7638 section 3 */
export function thumbprint({ jwk, kty }: Pick<ProofKey, 'jwk' | 'kty'>): string {
  return hash('sha256', membersJson(jwk, requiredMembers[kty])).toString('base64url');
}

/** The value for `cnf.jkt`, and for comparison with it: the thumbprint, unless a defect spoils it. */
export function confirmationThumbprint(key: Pick<ProofKey, 'jwk' | 'kty'>, defects: Defects): string {
  const digest = hash(defects.has('jkt-sha512') ? 'sha512' : 'sha256', thumbprintInput(key, defects));
  if (defects.has('jkt-hex')) return digest.toString('hex');
  // Both defects always show, because every SHA-256 digest needs one padding character.
  if (defects.has('jkt-padded')) return `${digest.toString('base64url')}=`;
  if (defects.has('jkt-base64')) return digest.toString('base64');
  return digest.toString('base64url');
}

function thumbprintInput({ jwk, kty }: Pick<ProofKey, 'jwk' | 'kty'>, defects: Defects): string {
  const required = requiredMembers[kty];
  if (defects.has('thumbprint-zero-stripped')) return membersJson(withoutLeadingZeros(jwk), required);
  const coversAll = kty === 'OKP' && defects.has('okp-thumbprint-all-members');
  if (coversAll || defects.has('thumbprint-all-members')) return membersJson(jwk, Object.keys(jwk).toSorted());
  if (!defects.has('jkt-member-order')) return membersJson(jwk, required);
  return membersJson(
    jwk,
    Object.keys(jwk).filter((name) => required.includes(name)),
  );
}

export function withoutLeadingZeros(jwk: JsonObject): JsonObject {
  const strip = (value: unknown): unknown => {
    const bytes = typeof value === 'string' ? Buffer.from(value, 'base64url') : undefined;
    return bytes?.subarray(bytes.findIndex((byte) => byte !== 0)).toString('base64url');
  };
  return { ...jwk, x: strip(jwk.x), y: strip(jwk.y) };
}

function membersJson(jwk: JsonObject, names: readonly string[]): string {
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, jwk[name]])));
}

function hash(algorithm: 'sha256' | 'sha512', text: string): Buffer {
  return createHash(algorithm).update(text, 'utf8').digest();
}
