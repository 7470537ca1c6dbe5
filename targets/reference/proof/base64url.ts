import type { Defects } from '../defects.ts';

/** Strict base64url of RFC 7515 2: no padding, no white space, no unused bits. */
export function decodeBase64url(
  text: string,
  defects: Defects = new Set(),
  spareBits: 'refused' | 'ignored' = 'refused',
): Buffer | undefined {
  let value = text;
  if (defects.has('padding-accepted')) value = value.replace(/={0,2}$/, '');
  if (defects.has('base64-alphabet-accepted')) value = value.replaceAll('+', '-').replaceAll('/', '_');
  if (!/^[A-Za-z0-9_-]*$/.test(value) || value.length % 4 === 1) return undefined;
  const bytes = Buffer.from(value, 'base64url');
  const canonical = bytes.toString('base64url') === value;
  return canonical || spareBits === 'ignored' || defects.has('trailing-bits-accepted') ? bytes : undefined;
}
