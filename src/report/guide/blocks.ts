import { type Line, linesOf } from './lines.ts';
import { guideAnchor, type Span, spansOf } from './spans.ts';

type Spans = readonly Span[];

/** One block of the guide, named by its only member. */
export type Block =
  | { readonly heading: { readonly level: number; readonly id: string; readonly spans: Spans } }
  | { readonly paragraph: Spans }
  | { readonly bullets: readonly Spans[] }
  | { readonly numbers: readonly Spans[] }
  | { readonly table: { readonly head: readonly Spans[]; readonly rows: readonly (readonly Spans[])[] } };

export function blocksOf(markdown: string): readonly Block[] {
  const groups: Line[][] = [];
  for (const line of linesOf(markdown)) {
    const group = groups.at(-1);
    if (group !== undefined && isNext(group, line)) group.push(line);
    else groups.push([line]);
  }
  return groups.map(blockOf);
}

/** The items of a list may have blank lines between them, the rows of a table may not. */
function isNext([first]: readonly Line[], { kind, isAfterBlank }: Line): boolean {
  if (first?.kind !== kind) return false;
  return kind === 'bullet' || kind === 'number' || (kind === 'row' && !isAfterBlank);
}

function blockOf(group: readonly Line[]): Block {
  const texts = group.map(({ text }) => text);
  const [first = ''] = texts;
  switch (group[0]?.kind ?? 'paragraph') {
    case 'heading':
      return { heading: headingOf(first) };
    case 'bullet':
      return { bullets: texts.map((text) => spansOf(text.slice(2))) };
    case 'number':
      return { numbers: texts.map((text) => spansOf(text.replace(/^\d+\. /, ''))) };
    case 'row':
      return { table: tableOf(texts) };
    case 'paragraph':
      return { paragraph: spansOf(first) };
  }
}

/** In the page a heading stands one level lower: the first level is that of the report itself. */
function headingOf(line: string) {
  const [marks = '', ...words] = line.split(' ');
  const text = words.join(' ');
  return { level: marks.length + 1, id: guideAnchor(slugOf(text)), spans: spansOf(text) };
}

/** As GitHub makes the anchors of headings. */
function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

function tableOf([head = '', rule = '', ...rows]: readonly string[]) {
  if (!/^[|\s:-]+$/.test(rule))
    throw new Error(`the guide: the page cannot show a table without a rule below its head: ${head}`);
  return { head: cellsOf(head), rows: rows.map(cellsOf) };
}

function cellsOf(row: string): readonly Spans[] {
  const inside = row.replace(/^\|/, '').replace(/(?<!\\)\|$/, '');
  return inside.split(/(?<!\\)\|/).map((cell) => spansOf(cell.trim().replaceAll(String.raw`\|`, '|')));
}
