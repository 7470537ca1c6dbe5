import { cut, plainLines, plainText } from '../text/plain.ts';

/**
 * XML 1.0 §2.2: control characters and the two last code points of the plane cannot stand in a document, escaped or not. GitLab takes
 * `[[ATTACHMENT|path]]` for a file to show.
 */
export function xmlText(text: string, max = 20_000): string {
  return plainLines(cut(text, max))
    .replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD')
    .replaceAll('[[ATTACHMENT', '[ [ATTACHMENT');
}

/** For an attribute: a reader makes a space of each line feed there. */
export function xmlLine(text: string): string {
  return xmlText(plainText(cut(text, 1000)));
}
