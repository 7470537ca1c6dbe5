import { createHmac, hash, randomBytes } from 'node:crypto';

/** What replaces a secret; equal fingerprints show a reader that two secrets are the same. */
export type Mask = { readonly label: string; readonly fingerprint: string };

/** Tokens that servers and we make. What a person has chosen is never among them. */
const tokens: ReadonlySet<string> = new Set([
  'access_token',
  'credentials',
  'id_token',
  'refresh_token',
  'request_uri',
  'subject_token',
  'token',
]);

/**
 * A token that nobody can guess is shown by its SHA-256 digest (base64url) and its length in characters, so that the `ath` of a
 * proof can be held against it (RFC 9449 §4.2). Of all else, the fingerprint is made with a key that ends with this process:
 * from a bare digest, a short secret could be found again.
 */
export function maskOf(secret: string, label: string): Mask {
  if (tokens.has(label) && isUnguessable(secret))
    return { label, fingerprint: `sha256:${hash('sha256', secret, 'base64url')} ${secret.length}` };
  return { label, fingerprint: `#${createHmac('sha256', ownKey).update(secret).digest('hex').slice(0, 8)}` };
}

export function maskText({ label, fingerprint }: Mask): string {
  return `‹${label} ${fingerprint}›`;
}

const ownKey = randomBytes(32);

/** 22 characters of base64url hold 128 bits. */
const least = 22;
const mostLooked = 4096;

/**
 * Whether a token holds a stretch that looks random: long, of many characters, which change often between digits, capital and
 * small letters. Words, dates and counters do not. Of a signed token only the signature counts, since its claims may be known.
 */
export function isUnguessable(token: string): boolean {
  const looked = token.slice(0, mostLooked);
  const parts = token.split('.');
  if (parts.length === 3 && looked.startsWith('eyJ')) return isRandom(parts[2] ?? '');
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){4}[0-9a-f]{8}$/i.test(token)) return isRandom(token.replaceAll('-', ''));
  return looked.split(/[^A-Za-z0-9_-]+/).some((piece) => isRandom(piece));
}

function isRandom(text: string): boolean {
  if (text.length < least) return false;
  const kinds = Array.from(text, kindOf);
  const changes = kinds.filter((kind, at) => at > 0 && kind !== kinds[at - 1]).length;
  return new Set(text).size >= 10 && changes * 4 >= text.length;
}

function kindOf(character: string): 'digit' | 'capital' | 'small' | 'other' {
  if (character >= '0' && character <= '9') return 'digit';
  if (character >= 'A' && character <= 'Z') return 'capital';
  return character >= 'a' && character <= 'z' ? 'small' : 'other';
}
