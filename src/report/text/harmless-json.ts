/**
 * JSON that says the same and shows nothing untrue: control characters, direction overrides and other invisible format
 * characters stand there as `\u202e`. Without `space`, on one line.
 */
export function harmlessJson(value: unknown, space?: number): string {
  const json = JSON.stringify(value, undefined, space);
  // Nearly all text is harmless, and this test is far faster.
  if (!/[^\n\u0020-\u007e]/.test(json)) return json;
  return json.replaceAll(/[\p{Cf}\p{Zl}\p{Zp}]|(?!\n)\p{Cc}/gu, escaped);
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
