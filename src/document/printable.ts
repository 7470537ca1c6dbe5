/** Makes text of unknown origin safe for a terminal and a log: one bounded line, without control or direction characters. */
export function printable(text: string, max = 80): string {
  const clean = text
    .slice(0, max + 1)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
  return text.length > max ? `${clean.slice(0, max)}…` : clean;
}

/** A value as an error message shows it. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'nothing (an empty value)';
  if (typeof value === 'string') return value === '' ? 'empty text' : `"${printable(value)}"`;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'a list' : 'a mapping';
}
