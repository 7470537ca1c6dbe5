import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { HarnessError, type HarnessErrorCode } from '../errors.ts';
import { printable } from './printable.ts';

export type Path = readonly (string | number)[];

/** One thing wrong with a file, at a place in it. */
export type Problem = {
  readonly path: Path;
  readonly message: string;
  /** Present where the key is wrong, and not its value. */
  readonly part?: 'key';
};

/** A YAML or JSON file that a person wrote. It can name the line of each value. */
export type Source = {
  readonly file: string;
  readonly text: string;
  readonly value: unknown;
  /** `line:column` of the value at the path, or of its key. Where the path does not exist, the nearest value that does. */
  readonly position: (path: Path, part?: 'key' | 'value') => Position;
  /** The text of a plain scalar as written: `11.10`, where the value is 11.1. */
  readonly written: (path: Path) => string | undefined;
};

export type Position = { readonly line: number; readonly column: number };

/** Reads a file. A relative path starts at `cwd`. Every fault becomes a {@link HarnessError} with `code`. */
export async function readSource(file: string, code: HarnessErrorCode, what: string, cwd = ''): Promise<Source> {
  return parseSource(file, await readText(file, code, what, cwd), code);
}

/** Parses YAML 1.2, of which JSON is a part. All syntax errors are reported together. */
export function parseSource(file: string, text: string, code: HarnessErrorCode): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    const messages = faults.map(
      (fault) => `${file}:${at(lines, fault.pos[0])} not valid YAML: ${printable(fault.message, 300)}`,
    );
    throw new HarnessError(code, messages.join('\n'));
  }
  return {
    file,
    text,
    value: toValue(document, file, code),
    position: (path, part = 'value') => positionOf(document, lines, path, part),
    written: (path) => writtenAt(document, path),
  };
}

/** Reports each problem on a line, `file:line:column path: message`, in the order of the file. */
export function problemsError(source: Source, problems: readonly Problem[], code: HarnessErrorCode): HarnessError {
  const placed = problems.map((problem) => {
    const position = source.position(problem.path, problem.part);
    const where = problem.path.length === 0 ? '' : ` ${pathText(problem.path)}:`;
    return { position, line: `${source.file}:${position.line}:${position.column}${where} ${problem.message}` };
  });
  const sorted = placed.toSorted((a, b) => a.position.line - b.position.line || a.position.column - b.position.column);
  return new HarnessError(code, [...new Set(sorted.map(({ line }) => line))].join('\n'));
}

/** `file:line:column path` of the value at a path, or of the nearest one that exists. */
export function placeOf({ file, position }: Source, path: Path): string {
  const { line, column } = position(path);
  return `${file}:${line}:${column}${path.length === 0 ? '' : ` ${pathText(path)}`}`;
}

/** `as.clients[0].auth` */
function pathText(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${printable(step, 60)}`))
    .join('');
}

async function readText(file: string, code: HarnessErrorCode, what: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (cause) {
    throw new HarnessError(code, `${file}: ${readFault(cause, what)}`, { cause });
  }
}

function readFault(cause: unknown, what: string): string {
  switch (cause instanceof Error && 'code' in cause ? cause.code : undefined) {
    case 'ENOENT':
      return `no such file; name the ${what} file`;
    case 'EISDIR':
      return `is a directory; name the ${what} file in it`;
    case 'EACCES':
      return 'may not be read (permission denied)';
    default:
      return `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

function toValue(document: Document.Parsed, file: string, code: HarnessErrorCode): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HarnessError(code, `${file}:1:1 not valid YAML: ${printable(reason, 300)}`, { cause });
  }
}

function positionOf(document: Document.Parsed, lines: LineCounter, path: Path, part: 'key' | 'value'): Position {
  let offset = document.contents?.range[0] ?? 0;
  let node: Node | undefined = document.contents ?? undefined;
  for (const [index, step] of path.entries()) {
    const found = child(document, node, step);
    if (found === undefined) break;
    const useKey = found.value?.range === undefined || (part === 'key' && index === path.length - 1);
    offset = (useKey ? found.key : found.value)?.range?.[0] ?? offset;
    node = found.value;
  }
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function writtenAt(document: Document.Parsed, path: Path): string | undefined {
  let node: Node | undefined = document.contents ?? undefined;
  for (const step of path) node = child(document, node, step)?.value;
  return isScalar(node) ? node.source : undefined;
}

type Child = { readonly key?: Node | undefined; readonly value?: Node | undefined };

function child(document: Document.Parsed, parent: Node | undefined, step: string | number): Child | undefined {
  const node = isAlias(parent) ? parent.resolve(document) : parent;
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? { value: item } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
  if (pair === undefined) return undefined;
  return { key: isNode(pair.key) ? pair.key : undefined, value: isNode(pair.value) ? pair.value : undefined };
}

function at(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${Math.max(1, line)}:${Math.max(1, col)}`;
}
