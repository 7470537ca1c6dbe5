import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { CST, isMap, isScalar, isSeq, parseDocument, type ParsedNode, stringify, type YAMLSeq } from 'yaml';
import { HarnessError } from '../errors.ts';
import { writeOutput } from '../output.ts';
import { loadWaivers, subjectOf, type Waiver } from './waivers.ts';

/** What became of the waivers that were to be written. */
export type Written = {
  readonly added: readonly Waiver[];
  /** They had expired. */
  readonly renewed: readonly Waiver[];
  /** They stood there and hold. */
  readonly kept: readonly Waiver[];
};

type Renewal = { readonly index: number; readonly waiver: Waiver };

/**
 * Adds waivers to a file, which is made where there is none. All else that stands there stays as it is, except that an entry
 * for the same finding is renewed if it has expired.
 *
 * @param today `YYYY-MM-DD`
 * @throws HarnessError `ERR_WAIVER_INVALID` where the file is bad, `ERR_USAGE` where an expired entry gets no new day,
 * `ERR_OUTPUT` where it cannot be written
 */
export async function writeWaivers(path: string, wanted: readonly Waiver[], today: string): Promise<Written> {
  const isThere = existsSync(path);
  const before = isThere ? await loadWaivers(path) : [];
  const text = isThere ? await readFile(path, 'utf8') : '';
  const renewals: Renewal[] = [];
  const written = { added: [] as Waiver[], kept: [] as Waiver[] };
  for (const waiver of wanted) {
    const index = before.findIndex((other) => isDeepStrictEqual(keyOf(other), keyOf(waiver)));
    const old = before[index];
    if (old === undefined) written.added.push(waiver);
    else if (old.expires !== undefined && old.expires < today) renewals.push({ index, waiver });
    else written.kept.push(old);
  }
  const renewed = renewals.map(({ waiver }) => waiver);
  if (renewed.length + written.added.length > 0)
    await writeOutput(path, withAdded(withRenewed(text, path, renewals), written.added));
  return { ...written, renewed };
}

function keyOf({ case: id, problem, requirement, target, verdict, because }: Waiver): readonly unknown[] {
  return [id, problem, requirement, target, verdict, because];
}

/** Replaces reason and day where they stand. */
function withRenewed(text: string, path: string, renewals: readonly Renewal[]): string {
  if (renewals.length === 0) return text;
  const document = parseDocument(text, { version: '1.2', keepSourceTokens: true });
  // The tokens of the nodes are those of this parser, and change with them.
  const edits = renewals.flatMap(({ index, waiver }) => {
    const { reason, expires } = waiver;
    if (expires === undefined)
      throw new HarnessError(
        'ERR_USAGE',
        `${path}: the waiver for ${subjectOf(waiver)} has expired; give it a new day with --expires`,
      );
    return Object.entries({ reason, expires }).map(([name, value]) => ({
      range: rangeOf(document.contents, index, name),
      value,
    }));
  });
  const last = edits.toSorted((a, b) => b.range.from - a.range.from);
  return last.reduce(
    (now, { range, value }) => now.slice(0, range.from) + scalarText(value) + now.slice(range.to),
    text,
  );
}

function rangeOf(
  entries: ParsedNode | null,
  index: number,
  name: string,
): { readonly from: number; readonly to: number } {
  const entry = isSeq(entries) ? entries.items[index] : undefined;
  const value = isMap(entry) ? entry.get(name, true) : undefined;
  if (!isScalar(value) || value.range === undefined || value.range === null)
    throw new HarnessError('ERR_WAIVER_INVALID', `entry [${index}] has no ${name} of its own`);
  const [from, to] = value.range;
  return { from, to: isBlock(value) ? to - 1 : to };
}

/** A block scalar includes the end of its last line. */
function isBlock({ type }: { readonly type?: string }): boolean {
  return type === 'BLOCK_FOLDED' || type === 'BLOCK_LITERAL';
}

function scalarText(value: string): string {
  return stringify(value, { lineWidth: 0, version: '1.2' }).trimEnd();
}

/** Below what is there, as far from the edge. A list in brackets is written anew. */
function withAdded(text: string, added: readonly Waiver[]): string {
  if (added.length === 0) return text;
  const document = parseDocument(text, { version: '1.2', keepSourceTokens: true });
  const { contents } = document;
  const token = contents?.srcToken;
  const isEmpty = !isSeq(contents) || contents.items.length === 0;
  if (isSeq(contents) && token?.type !== 'block-seq') {
    const entries: YAMLSeq = contents;
    if (isEmpty) entries.flow = false;
    for (const waiver of added) entries.add(document.createNode(waiver));
    return document.toString({ lineWidth: 0 });
  }
  const indent = ' '.repeat(token !== undefined && CST.isCollection(token) ? token.indent : 0);
  const lines = stringify(added, { lineWidth: 0 }).trimEnd().split('\n');
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  const between = isEmpty && text !== '' ? '\n' : '';
  return `${text}${gap}${between}${lines.map((line) => `${indent}${line}\n`).join('')}`;
}
