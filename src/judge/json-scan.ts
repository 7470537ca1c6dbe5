/** Facts about JSON text that its value does not show. */
export type JsonScan = {
  /** Names that occur twice in one object, at any depth. */
  readonly duplicates: readonly string[];
  /** The places of repeated names: first and last octet of the quoted text. */
  readonly later: readonly (readonly [start: number, end: number])[];
  /** Whether there is white space between tokens, or an escape that is not needed. */
  readonly respelt: boolean;
  /** Members of the outermost object whose numbers are no plain integers, or too large to be exact (RFC 8259 §6). */
  readonly oddNumbers: ReadonlySet<string>;
  readonly depth: number;
};

type State = {
  readonly open: (Set<string> | undefined)[];
  readonly duplicates: Set<string>;
  readonly later: (readonly [number, number])[];
  readonly oddNumbers: Set<string>;
  member: string;
  depth: number;
  respelt: boolean;
};

/** Scans JSON that is known to be valid. Only strings, numbers and structure matter, and no depth overflows the stack. */
export const scanJson = (text: string): JsonScan => {
  const state: State = {
    open: [],
    duplicates: new Set(),
    later: [],
    oddNumbers: new Set(),
    member: '',
    depth: 0,
    respelt: false,
  };
  let name: readonly [number, number] = [0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      const end = endOfString(text, at);
      name = [at, end];
      state.respelt ||= isRespelt(text.slice(at, end + 1));
      at = end;
    } else if (character === ':') recordName(state, text, name);
    else if (isNumber(character)) at = endOfNumber(state, text, at) - 1;
    else structure(state, character);
  }
  return { ...state, duplicates: [...state.duplicates] };
};

const structure = (state: State, character: string | undefined): void => {
  switch (character) {
    case '{':
    case '[':
      state.open.push(character === '{' ? new Set() : undefined);
      state.depth = Math.max(state.depth, state.open.length);
      return;
    case '}':
    case ']':
      state.open.pop();
      return;
    case ' ':
    case '\t':
    case '\n':
    case '\r':
      state.respelt = true;
      return;
    default:
      return;
  }
};

export const endOfString = (text: string, start: number): number => {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
};

const isRespelt = (quoted: string): boolean => quoted.includes('\\') && JSON.stringify(parse(quoted)) !== quoted;

const parse = (quoted: string): unknown => {
  try {
    return JSON.parse(quoted) as unknown;
  } catch {
    return undefined;
  }
};

const recordName = (state: State, text: string, [start, end]: readonly [number, number]): void => {
  const name = String(parse(text.slice(start, end + 1)));
  const names = state.open.at(-1);
  if (state.open.length === 1) state.member = name;
  if (names?.has(name) === true) {
    state.duplicates.add(name);
    state.later.push([start, end]);
  }
  names?.add(name);
};

const isNumber = (character: string | undefined): boolean => character !== undefined && /[-0-9]/.test(character);

const endOfNumber = (state: State, text: string, start: number): number => {
  let end = start;
  while (end < text.length && /[-+.0-9eE]/.test(text.charAt(end))) end += 1;
  const written = text.slice(start, end);
  if (!/^(?:0|-?[1-9][0-9]*)$/.test(written) || !Number.isSafeInteger(Number(written)))
    state.oddNumbers.add(state.member);
  return end;
};
