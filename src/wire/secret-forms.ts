import { plainViews, withoutDividers } from './plain-views.ts';

/**
 * The forms in which a secret may appear: as it is, percent-encoded, JSON-escaped, in hex, or within longer text in base64.
 * A text is searched with its escapes undone too.
 */
export function secretForms(secret: string): ReadonlySet<string> {
  const percent = encodeURIComponent(secret.toWellFormed());
  const form = new URLSearchParams([['', secret]]).toString().slice(1);
  const escaped = [percent, form];
  const lowerHex = escaped.map((text) => text.replace(/%[0-9A-F]{2}/g, (octet) => octet.toLowerCase()));
  const plain = new Set([secret, ...escaped, ...lowerHex, JSON.stringify(secret).slice(1, -1)]);
  // Basic credentials are form-encoded first (RFC 6749 §2.3.1), and a proof may carry any of them in its JSON.
  const encoded = [...plain].flatMap((text) => alignedBase64(Buffer.from(text)));
  const hex = Buffer.from(secret).toString('hex');
  // Undoing escapes does not spare what looks like one inside the secret itself.
  const undone = [secret, ...plainViews(secret).map(({ text }) => text)];
  const read = undone.flatMap((text) => [text, text.replaceAll(' ', '+'), withoutDividers(text)]);
  const others = [hex, hex.toUpperCase(), ...read];
  return new Set([...plain, ...encoded, ...encoded.map(toBase64url), ...others]);
}

const toBase64url = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

/**
 * The base64 characters that depend on `bytes` alone. Base64 encodes groups of three bytes, so there is one result for each
 * of the three places in a group where `bytes` can start; a character shared with the text before or after is left out.
 */
function alignedBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const shared = Math.ceil((offset * 8) / 6);
    return text.slice(shared, (offset + bytes.length) % 3 === 0 ? undefined : -1);
  });
}
