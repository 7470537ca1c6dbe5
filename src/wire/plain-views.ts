import { decodeHTML } from 'entities/decode';

/** A text as somebody might read it: escapes undone, or parts put together. Each character has its place in the original. */
export type View = {
  readonly text: string;
  /** Where the character at this place starts in the original text. */
  readonly from: (at: number) => number;
  /** Where the character at this place ends in the original text. */
  readonly to: (at: number) => number;
};

/** Servers escape what is escaped already, but not without end. */
const mostLayers = 3;

/**
 * Other ways to read a text: with the escapes of URLs, JSON and HTML undone, layer by layer, and each of these without what may
 * divide a value (line ends, quotes, commas and brackets), even in the middle of an escape. The text itself is not among them.
 */
export function plainViews(text: string): readonly View[] {
  if (!mayReadOtherwise.test(text)) return [];
  const [whole, ...decoded] = layersOf(identity(text));
  const joinedUp = [whole, ...decoded].flatMap((view) => joined(view) ?? []).flatMap(layersOf);
  return [...decoded, ...joinedUp];
}

/** The view, and what it is with one layer of escapes less, two less, and so on; at first also of one kind alone. */
function layersOf(view: View): readonly [View, ...View[]] {
  if (!mayHoldEscapes.test(view.text)) return [view];
  const kinds = escapes.filter(({ sign }) => view.text.includes(sign));
  const layers: [View, ...View[]] = [view];
  for (let next = unescaped(view, kinds); next !== undefined && layers.length <= mostLayers; next = unescaped(next))
    layers.push(next);
  const ofOneKind = kinds.length < 2 ? [] : kinds.flatMap((kind) => unescaped(view, [kind]) ?? []);
  return [...layers, ...ofOneKind];
}

/** A form writes spaces as plus signs. Elsewhere these belong to values. */
const dividers = /[\s"',[\]]+(?:\++[\s"',[\]]+)*/g;

const mayHoldEscapes = /[%\\&]/;
const mayReadOtherwise = /[%\\&\s"',[\]]/;

/** The text without what may divide a value. */
export function withoutDividers(text: string): string {
  return text.replaceAll(dividers, '');
}

function identity(text: string): View {
  return { text, from: (at) => at, to: (at) => at + 1 };
}

type Kind = { readonly sign: string; readonly pattern: string };

const escapes: readonly Kind[] = [
  { sign: '%', pattern: '(?<octets>(?:%[0-9a-f]{2})+)' },
  { sign: '\\', pattern: String.raw`\\(?:u(?<unit>[0-9a-f]{4})|x(?<octet>[0-9a-f]{2})|(?<letter>[^]))` },
  { sign: '&', pattern: '(?<reference>&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31});)' },
];

/** The view with one layer of escapes undone; `undefined` where there are none. */
function unescaped(view: View, kinds: readonly Kind[] = escapes): View | undefined {
  const present = kinds.filter(({ sign }) => view.text.includes(sign));
  if (present.length === 0) return undefined;
  const build = builder(view);
  let at = 0;
  for (const match of view.text.matchAll(regExpOf(present))) {
    const end = match.index + match[0].length;
    build.copy(at, match.index);
    const octets = match.groups?.['octets'];
    if (octets === undefined) build.put(characterOf(match[0], match.groups ?? {}), match.index, end);
    else putOctets(build, octets, match.index);
    at = end;
  }
  if (at === 0) return undefined;
  build.copy(at, view.text.length);
  return build.view();
}

const compiled = new Map<string, RegExp>();

function regExpOf(kinds: readonly Kind[]): RegExp {
  const pattern = kinds.map((kind) => kind.pattern).join('|');
  const known = compiled.get(pattern) ?? new RegExp(pattern, 'gi');
  compiled.set(pattern, known);
  return known;
}

const named: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

type Groups = Readonly<Record<string, string | undefined>>;

function characterOf(written: string, { unit, octet, letter, reference }: Groups): string {
  const code = unit ?? octet;
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
  if (letter !== undefined) return named[letter] ?? letter;
  return reference === undefined ? written : decodeHTML(reference);
}

/** Percent-encoded octets are UTF-8. Where they are not, none of them can be placed better than all. */
function putOctets(build: Builder, octets: string, start: number): void {
  const text = Buffer.from(octets.replaceAll('%', ''), 'hex').toString();
  if (text.includes('\ufffd')) {
    build.put(text, start, start + octets.length);
    return;
  }
  let at = start;
  for (const character of text) {
    const end = at + 3 * Buffer.byteLength(character);
    build.put(character, at, end);
    at = end;
  }
}

function joined(view: View): View | undefined {
  const build = builder(view);
  let at = 0;
  for (const { 0: divider, index } of view.text.matchAll(dividers)) {
    build.copy(at, index);
    at = index + divider.length;
  }
  if (at === 0) return undefined;
  build.copy(at, view.text.length);
  return build.view();
}

type Builder = {
  /** Takes over the characters between two places of the view. */
  readonly copy: (start: number, end: number) => void;
  /** Adds characters that stand for what is between two places of the view. */
  readonly put: (text: string, start: number, end: number) => void;
  readonly view: () => View;
};

/** A stretch of the new text: characters taken over, or others that stand for what is between two places of the old one. */
type Stretch = { readonly at: number; readonly start: number; readonly end: number; readonly isCopy: boolean };

function builder(of: View): Builder {
  const stretches: Stretch[] = [];
  let text = '';
  const add = (part: string, stretch: Omit<Stretch, 'at'>): void => {
    if (part === '') return;
    stretches.push({ at: text.length, ...stretch });
    text += part;
  };
  return {
    copy: (start, end) => add(of.text.slice(start, end), { start, end, isCopy: true }),
    put: (part, start, end) => add(part, { start, end, isCopy: part === of.text.slice(start, end) }),
    view: () => ({
      text,
      from: (at) => {
        const { at: first, start, isCopy } = stretchAt(stretches, at);
        return of.from(isCopy ? start + at - first : start);
      },
      to: (at) => {
        const { at: first, start, end, isCopy } = stretchAt(stretches, at);
        return of.to(isCopy ? start + at - first : end - 1);
      },
    }),
  };
}

function stretchAt(stretches: readonly Stretch[], at: number): Stretch {
  const index = stretches.findLastIndex((stretch) => stretch.at <= at);
  return stretches[index] ?? { at: 0, start: 0, end: 1, isCopy: true };
}
