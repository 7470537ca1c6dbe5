import { createHash } from 'node:crypto';
import type { SymbolicValue } from '../../plan/values.ts';

/** The `ath` of RFC 9449 §4.2, or a value that a client might mistake for it. */
export function writeAth(token: string, form: Extract<SymbolicValue, { $: 'ath' }>['form']): string {
  if (form === undefined) return lawfulAth(token);
  const hash = createHash('sha256').update(token, 'ascii').digest();
  switch (form) {
    case 'hex':
      return hash.toString('hex');
    case 'sha512':
    case 'sha384':
    case 'sha1':
      return createHash(form).update(token, 'ascii').digest('base64url');
    case 'left-half':
      return hash.subarray(0, 16).toString('base64url');
    case 'padded':
      return `${hash.toString('base64url')}=`;
    case 'base64':
      return hash.toString('base64');
    case 'prefix':
      return hash.toString('base64url').slice(0, 20);
    case 'upper':
      return hash.toString('base64url').toUpperCase();
    case 'lower':
      return hash.toString('base64url').toLowerCase();
    case 'flip-last':
      return flipLast(hash).toString('base64url');
    case 'raw-token':
      return token;
    case 'empty':
      return '';
    default:
      form satisfies never;
      return '';
  }
}

/** Changes the last character of the text, and not only in the bits that a decoder drops. */
function flipLast(hash: Buffer): Buffer {
  const flipped = Buffer.from(hash);
  flipped.writeUInt8(flipped.readUInt8(flipped.length - 1) ^ 1, flipped.length - 1);
  return flipped;
}

const known = new Map<string, string>();

/** Kept, because thousands of proofs use the same token. */
function lawfulAth(token: string): string {
  const kept = known.get(token);
  if (kept !== undefined) return kept;
  const ath = createHash('sha256').update(token, 'ascii').digest('base64url');
  if (known.size >= 1000) known.clear();
  known.set(token, ath);
  return ath;
}
