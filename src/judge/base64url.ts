/**
 * - `foreign`: characters that base64url as RFC 7515 section 2 defines it does not have (padding, `+`, `/`, white space …)
 *   or a length that encodes no whole number of octets.
 * - `spare-bits`: the last character has bits set that belong to no octet (RFC 4648 section 3.5 lets a decoder refuse it).
 */
export type Base64Flaw = 'foreign' | 'spare-bits';

export type Decoded = { readonly bytes: Buffer; readonly flaw?: Base64Flaw };

const alphabet = /^[A-Za-z0-9_-]*$/;

export const encodeBase64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** Decodes as the most lenient decoder in use would, and reports how the text differs from base64url. */
export const decodeBase64url = (text: string): Decoded => {
  const urlSafe = text
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/[^A-Za-z0-9_-]/g, '');
  const bytes = Buffer.from(urlSafe, 'base64url');
  if (!alphabet.test(text) || text.length % 4 === 1) return { bytes, flaw: 'foreign' };
  return encodeBase64url(bytes) === text ? { bytes } : { bytes, flaw: 'spare-bits' };
};
