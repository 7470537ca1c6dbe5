import { cut, plainText } from './plain.ts';

/** What the target says can neither start markup, nor a link, nor mention anybody. */
export function markdownText(source: string): string {
  return plainText(cut(source, 400))
    .replaceAll(/[\\`*_{}[\]#|~$]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@<!-- -->')
    .replaceAll(/(?<=https?|ftp|mailto):/gi, '&#58;')
    .replaceAll(/(?<=www)\./gi, '&#46;');
}

/** A code span whose fence is longer than any run of backticks in it (CommonMark §6.1). */
export function markdownCode(source: string): string {
  const inner = plainText(cut(source, 400));
  const longest = Math.max(0, ...[...inner.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${inner}${fence}` : `${fence} ${inner} ${fence}`;
}
