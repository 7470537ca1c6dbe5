import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../command.ts';

/** One page of documentation. */
export type Page = {
  /** The path from the root of the project. */
  readonly path: string;
  readonly text: string;
  /** The text without fenced code. */
  readonly prose: string;
};

/** Tables that a command generates. */
const isGenerated = (file: string): boolean => /^(?:docs\/catalogue|targets\/reference)\//.test(file);

/** Every page that people write: of the root, of `docs/` and of `targets/`. */
export function writtenPages(): readonly Page[] {
  return globSync(['*.md', 'docs/**/*.md', 'targets/**/*.md'], { cwd: root })
    .filter((file) => !isGenerated(file))
    .toSorted()
    .map(readPage);
}

export function readPage(file: string): Page {
  const text = readFileSync(path.join(root, file), 'utf8');
  return { path: file, text, prose: text.replaceAll(/^( *)```.*?^\1```$/gms, '') };
}

/** The anchors of a page, as GitHub makes them from headings. */
export function anchorsOf({ prose }: Page): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = [...prose.matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, title = '']) => {
    const slug = title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  return new Set(anchors);
}

export type Row = { readonly heading: string; readonly cells: readonly string[] };

/** The rows of all tables without heads and rulers, each with the last heading above it. */
export function tableRows(text: string): readonly Row[] {
  let heading = '';
  const rows: Row[] = [];
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    heading = /^#{1,6} +(.+?) *$/.exec(line)?.[1] ?? heading;
    const isHead = /^\|[\s|:-]+\|$/.test(lines[index + 1] ?? '');
    if (!line.startsWith('|') || isHead || /^\|[\s|:-]+\|$/.test(line)) return;
    rows.push({ heading, cells: cellsOf(line) });
  });
  return rows;
}

function cellsOf(line: string): readonly string[] {
  return line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());
}

/** The texts in backticks. */
export function codes(text: string): readonly string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}
