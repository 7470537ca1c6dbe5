import { createHash, type JsonWebKey } from 'node:crypto';
import type { SymbolicValue } from '../../plan/values.ts';

type Form = Extract<SymbolicValue, { $: 'thumbprint' }>['form'];

/** The secret of the `oct` jwk. It is public by design, because the proof shows it. */
export const octSecret = createHash('sha256').update('proofmark oct key').digest();
export const octJwk = { kty: 'oct', k: octSecret.toString('base64url') } as const;

/** Members that are no part of a thumbprint (RFC 7517 §4). */
export const optionalMembers = { kid: 'proofmark', use: 'sig', key_ops: ['verify'], 'x-proofmark': true } as const;

const required: Readonly<Record<string, readonly string[] | undefined>> = {
  EC: ['crv', 'kty', 'x', 'y'],
  RSA: ['e', 'kty', 'n'],
  OKP: ['crv', 'kty', 'x'],
  oct: ['k', 'kty'],
};

/** @see https://www.rfc-editor.org/rfc/rfc7638.html#section-3 */
export function writeThumbprint(jwk: JsonWebKey & { readonly k?: string }, form?: Form): string {
  const names = required[jwk.kty ?? ''] ?? [];
  const members = Object.fromEntries(names.map((name) => [name, jwk[name]]));
  switch (form) {
    case undefined:
      return hash(members);
    case 'padded':
      return `${hash(members)}=`;
    case 'hex':
      return Buffer.from(hash(members), 'base64url').toString('hex');
    case 'sha1':
    case 'sha512':
      return hash(members, form);
    case 'upper':
      return hash(members).toUpperCase();
    case 'prefix':
      return hash(members).slice(0, 20);
    case 'all-members':
      return hash(sorted({ ...jwk, ...optionalMembers }));
    case 'stripped':
      return hash({ ...members, x: stripped(jwk.x), y: stripped(jwk.y) });
    default:
      form satisfies never;
      return '';
  }
}

function hash(members: object, algorithm = 'sha256'): string {
  return createHash(algorithm).update(JSON.stringify(members), 'utf8').digest('base64url');
}

function sorted(members: object): object {
  return Object.fromEntries(Object.entries(members).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function stripped(coordinate: string | undefined): string | undefined {
  if (coordinate === undefined) return undefined;
  const bytes = Buffer.from(coordinate, 'base64url');
  const start = bytes.findIndex((byte) => byte !== 0);
  return bytes.subarray(Math.max(start, 0)).toString('base64url');
}
