import * as z from 'zod';
import { didYouMean } from './nearest.ts';
import { printable, shown } from './printable.ts';
import type { Path, Problem, Source } from './source.ts';
import { expectedWords } from './words.ts';

type Issue = z.core.$ZodIssue;
type Checked<T> =
  | { readonly value: T; readonly problems: readonly [] }
  | { readonly value?: never; readonly problems: readonly Problem[] };

export type CheckOptions = {
  /** The value to check instead of the file's own: the same, with placeholders filled in. */
  readonly value?: unknown;
  /** Places whose content is never repeated in a message. */
  readonly redact?: (path: Path) => boolean;
};

/** Checks a document against a schema. Each fault is reported in words, with its place. */
export function checkDocument<S extends z.ZodType>(
  schema: S,
  source: Source,
  options: CheckOptions = {},
): Checked<z.output<S>> {
  const root = 'value' in options ? options.value : source.value;
  const keys = new Map<unknown, readonly string[]>();
  const result = schema.safeParse(root, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys')
        keys.set(issue.input, [...(keys.get(issue.input) ?? []), ...keysOf(issue.inst)]);
      return expectedWords(issue);
    },
  });
  if (result.success) return { value: result.data, problems: [] };
  const context: Context = { source, root, keys, redact: options.redact ?? (() => false) };
  const problems = result.error.issues.flatMap((issue) => explain(issue, [], context));
  return { problems: withoutEchoes(problems, context) };
}

type Context = {
  readonly source: Source;
  readonly root: unknown;
  /** The keys that an object with unknown keys could have had. */
  readonly keys: ReadonlyMap<unknown, readonly string[]>;
  readonly redact: (path: Path) => boolean;
};

function explain(issue: Issue, parent: Path, context: Context): Problem[] {
  const path = [...parent, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, path, context));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return explainUnion(issue.errors, path, context);
  if (issue.code === 'custom') return [{ path, message: issue.message }];
  const value = valueAt(context.root, path);
  if (value === undefined) return [{ path, message: `is missing: expected ${issue.message}` }];
  const got = context.redact(path)
    ? kindOf(value)
    : `${shownAt(value, path, context)}${advice(issue, value, path, context)}`;
  return [{ path, message: `expected ${issue.message}, got ${got}` }];
}

function unknownKey(key: string, path: Path, context: Context): Problem {
  const known = context.keys.get(valueAt(context.root, path)) ?? [];
  const suggestion = didYouMean(key, known);
  const choice = suggestion === '' && known.length > 0 ? `; known here: ${[...new Set(known)].join(', ')}` : suggestion;
  return { path: [...path, key], message: `is not a known key${choice}`, part: 'key' };
}

/** Explains the branch of a union that the writer most likely meant: one of the right kind, with the fewest faults. */
function explainUnion(branches: readonly (readonly Issue[])[], path: Path, context: Context): Problem[] {
  const explained = branches.map((branch) => ({
    branch,
    problems: withoutEchoes(
      branch.flatMap((issue) => explain(issue, path, context)),
      context,
    ),
  }));
  const fitting = explained.filter(
    ({ branch }) => !branch.some((issue) => issue.path.length === 0 && issue.code === 'invalid_type'),
  );
  const cost = (problems: readonly Problem[]) =>
    problems.length - (problems.some(({ message }) => message.includes('did you mean')) ? 0.5 : 0);
  const best = fitting.toSorted((a, b) => cost(a.problems) - cost(b.problems))[0];
  if (best !== undefined) return best.problems;
  const value = valueAt(context.root, path);
  const wanted = [
    ...new Set(branches.map((branch) => branch.find((issue) => issue.path.length === 0)?.message ?? 'another value')),
  ];
  const got = context.redact(path) ? kindOf(value) : `${shownAt(value, path, context)}${quoteIt(value, path, context)}`;
  return [{ path, message: `expected ${wanted.join(' or ')}, got ${got}` }];
}

/** A misspelt key is one fault. The missing key that was meant is not reported too. */
function withoutEchoes(problems: readonly Problem[], context: Context): Problem[] {
  const meant = new Set(
    problems.flatMap(({ path, message }) => {
      const name = /^is not a known key; did you mean "(.+)"\?$/.exec(message)?.[1];
      return name === undefined ? [] : [JSON.stringify([...path.slice(0, -1), name])];
    }),
  );
  return problems.filter(({ path }) => !meant.has(JSON.stringify(path)) || valueAt(context.root, path) !== undefined);
}

function advice(issue: Issue, value: unknown, path: Path, context: Context): string {
  if (issue.code === 'invalid_value') return didYouMean(String(value), issue.values.map(String));
  if (issue.code === 'invalid_union')
    return didYouMean(String(value), ('options' in issue ? (issue.options ?? []) : []).map(String));
  if (issue.code !== 'invalid_type') return '';
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  if (issue.expected === 'string') return quoteIt(value, path, context);
  if (issue.expected === 'boolean' && ['yes', 'on', 'true'].includes(word)) return '; write true';
  if (issue.expected === 'boolean' && ['no', 'off', 'false'].includes(word)) return '; write false';
  if (['number', 'int'].includes(issue.expected) && /^-?\d+(\.\d+)?$/.test(word)) return '; write it without quotes';
  if (issue.expected === 'array' && typeof value !== 'object')
    return `; write it as a list: [${printable(JSON.stringify(value).replaceAll('"', ''), 40)}]`;
  return '';
}

/** Advises quotes, because YAML reads `11.10`, `0x1F` and `true` as something other than text. */
function quoteIt(value: unknown, path: Path, context: Context): string {
  if (typeof value === 'number' || typeof value === 'boolean') {
    return `; quote it: '${printable(context.source.written(path) ?? String(value), 40)}'`;
  }
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  return keys.length === 1 && keys[0]?.includes('.') ? '; a value that begins with { must be quoted' : '';
}

function shownAt(value: unknown, path: Path, context: Context): string {
  if (typeof value === 'number') return `the number ${shown(value)}`;
  if (typeof value === 'string') return shown(context.source.written(path) ?? value);
  return shown(value);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'object') return shown(value);
  return typeof value === 'string' ? 'text (not repeated here)' : `a ${typeof value} (not repeated here)`;
}

function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, step)
      ? Reflect.get(value, step)
      : undefined;
  }, root);
}

function keysOf(schema: unknown): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
