import { cut, plainLines } from '../text/plain.ts';

const maxText = 4000;

/** A decoded value as one line of JSON, bounded and harmless to show. A target may have nested it out of all reason. */
export function jsonText(value: unknown): string {
  try {
    return cut(plainLines(JSON.stringify(value)), maxText);
  } catch {
    return '(nested too deep to show)';
  }
}
