import { stripVTControlCharacters, styleText } from 'node:util';
import { type CliContext, usesColor } from './context.ts';

type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** The style and width of a page of text. */
export type Page = { readonly paint: Paint; readonly width: number };

/** Styles text for standard output, if that shows colours. */
export function painter({ stdout, env }: CliContext): Paint {
  const color = usesColor(stdout, env);
  return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
}

/** The width of the widest line, in columns. */
export function widthOf({ stdout }: CliContext): number {
  return Math.max(40, Math.min(stdout.columns ?? 100, 120));
}

/** Aligns the columns of rows, with two spaces between them. The last column is not padded. */
export function alignedRows(rows: readonly (readonly string[])[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, visible(cell));
  }
  const filled = (cell: string, column: number) => cell + ' '.repeat((widths[column] ?? 0) - visible(cell));
  return rows.map((row) => row.map(filled).join('  ').trimEnd());
}

/** Breaks text at spaces into indented lines of at most `width` columns. */
export function wrapped(text: string, width: number, indent = ''): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const last = lines.at(-1);
    if (last !== undefined && visible(last) + 1 + visible(word) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(indent + word);
  }
  return lines;
}

function visible(text: string): number {
  return stripVTControlCharacters(text).length;
}
