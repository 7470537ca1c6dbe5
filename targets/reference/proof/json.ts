import type { Defects } from '../defects.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON object in well-formed UTF-8 without repeated members (RFC 7515 4, RFC 8725 3.7), or undefined. */
export function parseJsonObject(bytes: Buffer, defects: Defects = new Set()): JsonObject | undefined {
  try {
    const text = relaxed(decodeUtf8(bytes, defects), defects);
    if (text.trim() !== text && defects.has('json-white-space-refused')) return undefined;
    const value: unknown = JSON.parse(text);
    if (!isJsonObject(value)) return undefined;
    return hasDuplicateNames(text) && !defects.has('duplicate-members-accepted') ? undefined : value;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decodeUtf8(bytes: Buffer, defects: Defects): string {
  if (defects.has('utf8-lenient')) return bytes.toString('utf8');
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** Expects text that JSON.parse has accepted, so brackets and strings are in order. */
function hasDuplicateNames(text: string): boolean {
  const scopes: Set<string>[] = [];
  for (const [token, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') scopes.push(new Set());
    else if (token === '}' || token === ']') scopes.pop();
    else if (colon !== undefined) {
      const name: unknown = JSON.parse(token.slice(0, -colon.length));
      const scope = scopes.at(-1);
      if (scope?.has(String(name))) return true;
      scope?.add(String(name));
    }
  }
  return false;
}

/** Rewrites what parsers of other languages accept beyond JSON. Only for the defects of using them. */
function relaxed(text: string, defects: Defects): string {
  if (defects.has('iat-nan-accepted')) return text.replace(/"iat":(?:NaN|-?Infinity)\b/, `"iat":${Date.now() / 1000}`);
  if (!defects.has('json-relaxed')) return text;
  const strings = /^\s*\{'/.test(text) ? text.replaceAll("'", '"') : text;
  return strings.replace(/(?:\0|\/\*.*\*\/)$/, '').replace(/,\}$/, '}');
}
