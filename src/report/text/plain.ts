/**
 * Text of unknown origin with all that acts instead of being read written out, as `\u{1b}`: control characters (a
 * terminal obeys them), direction overrides and other invisible format characters (they reorder or hide text).
 */
export function plainText(text: string): string {
  // Nearly all text is harmless, and this test is far faster.
  if (!/[^\u0020-\u007e]/.test(text)) return text;
  return text.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, written);
}

/** As {@link plainText}, with line feeds and tabs kept: for blocks that keep their lines. */
export function plainLines(text: string): string {
  if (!/[^\n\t\u0020-\u007e]/.test(text)) return text;
  return text.toWellFormed().replaceAll(/[\p{Cf}\p{Zl}\p{Zp}]|(?![\n\t])\p{Cc}/gu, written);
}

function written(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Cut at `max` characters; the number of those left out follows. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max).toWellFormed()}… (${text.length - max} more characters)`;
}
