import type { Page } from 'playwright';
import { printable } from '../../document/printable.ts';

const kept = { lines: 20, characters: 500 } as const;

/** The last errors of a page: what it throws without catching it, and what it writes to its console. */
export function keepLastWords(page: Page, lines: string[]): void {
  const keep = (text: string): void => {
    lines.push(printable(text, kept.characters));
    if (lines.length > kept.lines) lines.shift();
  };
  page.on('pageerror', (error) => keep(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') keep(message.text());
  });
}
