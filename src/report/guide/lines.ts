export type Kind = 'heading' | 'paragraph' | 'bullet' | 'number' | 'row';

/** A line of Markdown with those that continue it; a paragraph is one line. */
export type Line = { readonly kind: Kind; readonly text: string; readonly isAfterBlank: boolean };

const kinds: readonly (readonly [kind: Kind, pattern: RegExp])[] = [
  ['heading', /^#{1,4} /],
  ['bullet', /^[-*] /],
  ['number', /^\d+\. /],
  ['row', /^\|/],
];

/** What the guide does without. */
const unknown: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a code block', /^\s*(?:```|~~~)/],
  ['a nested list', /^\s+(?:[-*]|\d+\.) /],
  ['a quotation', /^\s*>/],
  ['a picture', /!\[/],
  ['a rule', /^(?:[-*_]\s*){3,}$/],
  ['HTML', /<[a-z!/]/i],
  ['a backslash', /\\(?!\|)/],
];

/**
 * The lines of a text in the part of Markdown that the guide is written in. Whatever else stands there is an error with
 * its place, so that no reader of a report sees raw Markdown.
 */
export function linesOf(markdown: string): readonly Line[] {
  const lines: Line[] = [];
  let isAfterBlank = true;
  for (const [index, text] of markdown.split(/\r?\n/).entries()) {
    const isBlank = text.trim() === '';
    if (!isBlank) addLine(lines, lineOf(text, index + 1, isAfterBlank));
    isAfterBlank = isBlank;
  }
  return lines;
}

function lineOf(text: string, number: number, isAfterBlank: boolean): Line {
  const withoutCode = text.replaceAll(/`[^`]*`/g, '``');
  const what = unknown.find(([, pattern]) => pattern.test(withoutCode))?.[0];
  const problem = what ?? (isAfterBlank && /^\s/.test(text) ? 'an indented paragraph' : undefined);
  if (problem !== undefined)
    throw new Error(`the guide, line ${number}: the page cannot show ${problem}: ${text.trim()}`);
  const kind = kinds.find(([, pattern]) => pattern.test(text))?.[0] ?? 'paragraph';
  return { kind, text: text.trim(), isAfterBlank };
}

function addLine(lines: Line[], line: Line): void {
  const last = lines.at(-1);
  const isTextBefore = last?.kind === 'paragraph' || last?.kind === 'bullet' || last?.kind === 'number';
  if (isTextBefore && line.kind === 'paragraph' && !line.isAfterBlank)
    lines.splice(-1, 1, { ...last, text: `${last.text} ${line.text}` });
  else lines.push(line);
}
