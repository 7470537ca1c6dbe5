import { isUtf8 } from 'node:buffer';
import { endOfString, type JsonScan, scanJson } from './json-scan.ts';

export type JsonObject = { readonly [name: string]: unknown };

export type JsonText = {
  /** Where members have the same name, the last one counts (RFC 7515 section 4). */
  readonly object: JsonObject;
  /** Present where names occur twice: the object in which the first member counts. */
  readonly first?: JsonObject;
  readonly scan: JsonScan;
  readonly encoding: 'utf-8' | 'utf-8-bom' | 'utf-16' | 'broken-utf-8';
  /** The text is no JSON, but a lenient parser finds this object in it. */
  readonly lax?: true;
};

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the octets of a JSON object in the most generous way, or answers `undefined` when no parser could. */
export const readJsonObject = (bytes: Buffer): JsonText | undefined => {
  const { text, encoding } = decodeText(bytes);
  const object = parse(text);
  if (isObject(object)) return { object, encoding, ...scanned(text) };
  if (object !== undefined) return undefined;
  const relaxed = relax(text);
  for (const lenient of [relaxed, relaxed.replaceAll("'", '"')]) {
    const found = parse(lenient);
    if (isObject(found)) return { object: found, encoding, lax: true, scan: scanJson(lenient) };
  }
  return undefined;
};

const scanned = (text: string): Pick<JsonText, 'scan' | 'first'> => {
  const scan = scanJson(text);
  if (scan.later.length === 0) return { scan };
  const first = parse(withoutLater(text, scan.later));
  return isObject(first) ? { scan, first } : { scan };
};

/** Renames each later member of the same name, so that a parser keeps the first one. */
const withoutLater = (text: string, later: JsonScan['later']): string => {
  let kept = '';
  let from = 0;
  later.forEach(([start, end], index) => {
    kept += `${text.slice(from, start)}"\\u0000${index}"`;
    from = end + 1;
  });
  return kept + text.slice(from);
};

export const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Drops comments, trailing commas, and everything behind the outermost value. */
const relax = (text: string): string => {
  const kept: string[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const end = endOfToken(text, at);
    const token = text.slice(at, end);
    at = end - 1;
    if (token.startsWith('/*')) continue;
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') {
      depth -= 1;
      if (kept.at(-1) === ',') kept.pop();
    }
    kept.push(token);
    if (depth === 0 && /^[}\]]$/.test(token)) break;
  }
  return kept.join('');
};

/** The end of a string, of a comment, or of a single character. */
const endOfToken = (text: string, at: number): number => {
  if (text[at] === '"') return endOfString(text, at) + 1;
  if (!text.startsWith('/*', at)) return at + 1;
  const end = text.indexOf('*/', at + 2);
  return end === -1 ? text.length : end + 2;
};

const decodeText = (bytes: Buffer): { readonly text: string; readonly encoding: JsonText['encoding'] } => {
  const utf16 = utf16Order(bytes);
  if (utf16 !== undefined) return { text: new TextDecoder(utf16).decode(bytes), encoding: 'utf-16' };
  const text = bytes.toString('utf8');
  if (!isUtf8(bytes)) return { text, encoding: 'broken-utf-8' };
  return text.startsWith('\uFEFF') ? { text: text.slice(1), encoding: 'utf-8-bom' } : { text, encoding: 'utf-8' };
};

/** JSON starts with an ASCII character, so a NUL octet beside it means UTF-16 (RFC 4627 section 3). */
const utf16Order = (bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined => {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first !== 0 && second === 0) return 'utf-16le';
  return first === 0 && second !== 0 ? 'utf-16be' : undefined;
};
