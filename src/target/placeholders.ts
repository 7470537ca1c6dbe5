import { randomBytes } from 'node:crypto';
import { nearest } from '../document/nearest.ts';
import { printable } from '../document/printable.ts';
import type { Path, Problem } from '../document/source.ts';

const placeholder = /\{(port|random)\.([A-Za-z0-9_-]+)\}/g;
const wholePort = /^\{port\.[A-Za-z0-9_-]+\}$/;
const lookalike = /\{([A-Za-z]+)\.([A-Za-z0-9_-]*)\}/g;

const kinds = ['port', 'random'];

/** At these keys the schema wants a number. */
const numericKeys = new Set(['port']);

/**
 * Fills in the placeholders of every string. `{port.NAME}` becomes a free port. `{random.NAME}` becomes 32 random letters,
 * a secret to share with a server that `launch` starts. The same name gives the same value. At the key `port`, a value that
 * is only a placeholder becomes a number.
 */
export async function fillPlaceholders(value: unknown, port: (name: string) => Promise<number>): Promise<unknown> {
  const values = new Map<string, string>();
  for (const [whole, kind, name = ''] of strings(value).flatMap(({ text }) => [...text.matchAll(placeholder)])) {
    if (values.has(whole)) continue;
    values.set(whole, kind === 'port' ? String(await port(name)) : randomBytes(24).toString('base64url'));
  }
  return fill(value, undefined, values);
}

/** Placeholders with a spelling mistake, which would otherwise reach the target as they are. */
export function placeholderProblems(value: unknown): Problem[] {
  const message = (whole: string) =>
    `expected {port.NAME} or {random.NAME} with a name of letters, digits, - and _, got "${printable(whole)}"`;
  return strings(value).flatMap(({ text, path }) =>
    [...text.replaceAll(placeholder, '').matchAll(lookalike)]
      .filter(([, word = '']) => kinds.includes(word) || nearest(word, kinds) !== undefined)
      .map(([whole]) => ({ path, message: message(whole) })),
  );
}

type Text = { readonly path: Path; readonly text: string };

/** Every string value of a document, with its path. */
export function strings(value: unknown, path: Path = []): Text[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, member]) => strings(member, [...path, key]));
}

function fill(value: unknown, key: string | undefined, values: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    const filled = value.replaceAll(placeholder, (whole) => values.get(whole) ?? whole);
    return key !== undefined && numericKeys.has(key) && wholePort.test(value) ? Number(filled) : filled;
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, undefined, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, fill(member, name, values)]));
}
