import type { Message } from 'sarif';
import { cut, plainLines } from '../text/plain.ts';

/**
 * A plain message. Braces would be placeholders and are doubled (SARIF 2.1.0 §3.11.5); `[text](address)` would be a link
 * (§3.11.6), and what a target says makes none.
 */
export function message(text: string, max = 2000): Message & { readonly text: string } {
  const plain = plainLines(cut(text, max)).replaceAll('](', '] (');
  return { text: plain.replaceAll(/[{}]/g, '$&$&') };
}

/** The address of a file: relative to the folder of the run where its path is, which should be the root of the checkout. */
export function fileUri(path: string): string {
  const parts = path
    .toWellFormed()
    .replaceAll('\\', '/')
    .replace(/^(\.\/)+/, '')
    .split('/');
  const uri = parts.map((part, index) => (index === 0 && /^[A-Za-z]:$/.test(part) ? part : encodeURIComponent(part)));
  const joined = uri.join('/');
  if (joined.startsWith('/')) return `file://${joined}`;
  return /^[A-Za-z]:\//.test(joined) ? `file:///${joined}` : joined;
}
