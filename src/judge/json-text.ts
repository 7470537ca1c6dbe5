export type JsonObject = { readonly [name: string]: unknown };

export type JsonText = {
  readonly object: JsonObject;
  /** Names that occur twice in one object, at any depth. The last member counts (RFC 7515 section 4). */
  readonly duplicates: readonly string[];
  readonly encoding: 'utf-8' | 'utf-8-bom' | 'utf-16' | 'broken-utf-8';
};

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads the octets of a JSON object in the most generous way; `undefined` when there is no way to read one. */
export const readJsonObject = (bytes: Buffer): JsonText | undefined => {
  const { text, encoding } = decodeText(bytes);
  const object = parse(text);
  return isObject(object) ? { object, encoding, duplicates: duplicateMembers(text) } : undefined;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const decodeText = (bytes: Buffer): { readonly text: string; readonly encoding: JsonText['encoding'] } => {
  const utf16 = utf16Order(bytes);
  if (utf16 !== undefined) return { text: new TextDecoder(utf16).decode(bytes), encoding: 'utf-16' };
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  if (!isUtf8(bytes)) return { text, encoding: 'broken-utf-8' };
  return text.startsWith('\uFEFF') ? { text: text.slice(1), encoding: 'utf-8-bom' } : { text, encoding: 'utf-8' };
};

const isUtf8 = (bytes: Buffer): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** JSON starts with an ASCII character, so a NUL octet beside it tells UTF-16 (RFC 4627 section 3). */
const utf16Order = (bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined => {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first !== 0 && second === 0) return 'utf-16le';
  return first === 0 && second !== 0 ? 'utf-16be' : undefined;
};

/** Scans JSON that is known to be valid: only strings and structure matter, and no depth overflows the stack. */
const duplicateMembers = (text: string): readonly string[] => {
  const open: (Set<string> | undefined)[] = [];
  const duplicates = new Set<string>();
  let lastString = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      lastString = text.slice(at, end + 1);
      at = end;
    } else if (character === '{') open.push(new Set());
    else if (character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === ':') recordName(open.at(-1), lastString, duplicates);
  }
  return [...duplicates];
};

const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
};

const recordName = (names: Set<string> | undefined, quoted: string, duplicates: Set<string>): void => {
  const name = String(parse(quoted));
  if (names?.has(name) === true) duplicates.add(name);
  names?.add(name);
};
