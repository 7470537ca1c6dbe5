import { hash } from 'node:crypto';
import { addForm, type Bucket, formsAt } from './form-bucket.ts';
import { type Mask, maskOf } from './mask.ts';
import { plainViews } from './plain-views.ts';
import { secretForms } from './secret-forms.ts';
import { createDivider } from './secret-pieces.ts';

/** A found secret, from `start` up to, not including, `end`. */
export type Span = Mask & { readonly start: number; readonly end: number };

export type SecretIndex = {
  readonly add: (secret: string, label: string) => void;
  readonly known: (secret: string) => Mask | undefined;
  /** Finds secrets in the text, and in what the text is once its escapes are undone and its parts put together. */
  readonly find: (text: string) => readonly Span[];
  /** Length of the longest form of any secret, with every character escaped. */
  readonly longest: () => number;
};

const longestKey = 4096;

function keyOf(secret: string): string {
  return secret.length > longestKey ? hash('sha256', secret) : secret;
}

const width = 8;
const base = 31;
/** As `\\u002f`. */
const longestEscape = 6;
const baseToWidth = Array.from({ length: width }).reduce<number>((power) => Math.imul(power, base), 1);

/**
 * Finds any of thousands of secrets in one pass over a text, and takes new ones at any time. Each form of a secret is filed
 * under a rolling hash of its last eight characters, since the first ones are alike in most tokens. A shorter secret is
 * found as a whole word only: "admin" inside "administrator" is no leak.
 */
export function createSecretIndex(): SecretIndex {
  const masks = new Map<string, Mask>();
  const forms: Forms = { filed: new Map(), filter: new Uint8Array(filterSize) };
  const words = new Map<string, Mask>();
  const divide = createDivider();
  let longest = 0;
  const file = (text: string, mask: Mask): void => {
    longest = Math.max(longest, text.length);
    const key = endHash(text);
    const filed = forms.filed.get(key);
    forms.filter[slotOf(key)] = 1;
    const bucket = filed ?? new Map();
    forms.filed.set(key, bucket);
    addForm(bucket, { ...mask, text });
  };
  return {
    add: (secret, label) => {
      if (secret === '' || masks.has(keyOf(secret))) return;
      const mask = maskOf(secret, label);
      masks.set(keyOf(secret), mask);
      if (secret.length < width) words.set(secret, mask);
      for (const piece of divide(secret))
        for (const form of secretForms(piece)) if (form.length >= width) file(form, mask);
    },
    known: (secret) => masks.get(keyOf(secret)),
    find: (text) => {
      if (masks.size === 0 || (words.size === 0 && text.length < width)) return [];
      const findIn = (one: string): readonly Span[] => [...findForms(one, forms), ...findWords(one, words)];
      const inViews = plainViews(text).flatMap(({ text: read, from, to }) =>
        findIn(read).map(({ start, end, ...mask }) => ({ ...mask, start: from(start), end: to(end - 1) })),
      );
      return [...findIn(text), ...inViews];
    },
    longest: () => longest * longestEscape,
  };
}

/** A first look at a hash: most of those in a text belong to no form. */
type Forms = { readonly filed: Map<number, Bucket>; readonly filter: Uint8Array };

const filterSize = 65_536;
const slotOf = (key: number): number => (key ^ (key >>> 16)) & (filterSize - 1);

function endHash(text: string): number {
  let key = 0;
  for (let at = text.length - width; at < text.length; at += 1) key = (Math.imul(key, base) + text.charCodeAt(at)) | 0;
  return key;
}

function findForms(text: string, { filed, filter }: Forms): Span[] {
  const spans: Span[] = [];
  let key = 0;
  for (let at = 0; at < text.length; at += 1) {
    const leaving = at < width ? 0 : Math.imul(text.charCodeAt(at - width), baseToWidth);
    key = (Math.imul(key, base) + text.charCodeAt(at) - leaving) | 0;
    if (at + 1 < width || filter[slotOf(key)] === 0) continue;
    const bucket = filed.get(key);
    if (bucket === undefined) continue;
    const end = at + 1;
    for (const { text: form, label, fingerprint } of formsAt(bucket, text, end))
      addSpan(spans, { start: end - form.length, end, label, fingerprint });
  }
  return spans;
}

/** A text of one character holds a form of it at every place; such spans become one. */
function addSpan(spans: Span[], span: Span): void {
  const last = spans.at(-1);
  const isSame = last !== undefined && last.fingerprint === span.fingerprint && last.start < span.start;
  if (isSame && span.start < last.end) spans[spans.length - 1] = { ...last, end: span.end };
  else spans.push(span);
}

const isWordCharacter = (text: string, at: number): boolean => /[\p{L}\p{N}_-]/u.test(text.charAt(at));

function findWords(text: string, words: ReadonlyMap<string, Mask>): Span[] {
  const spans: Span[] = [];
  for (const [word, mask] of words) {
    for (let start = text.indexOf(word); start !== -1; start = text.indexOf(word, start + 1)) {
      const end = start + word.length;
      if (!isWordCharacter(text, start - 1) && !isWordCharacter(text, end)) spans.push({ ...mask, start, end });
    }
  }
  return spans;
}
