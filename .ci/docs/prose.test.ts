import { statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../command.ts';
import { readPage, writtenPages } from './pages.ts';

test('README fits on a few screens', () => {
  expect(readPage('README.md').text.split('\n').length).toBeLessThanOrEqual(160);
});

test('its picture is small', () => {
  expect(statSync(path.join(root, 'docs/report.png')).size).toBeLessThanOrEqual(204_800);
});

test('pages say reports, shows, prints or finds', () => {
  const lines = writtenPages().flatMap((page) =>
    page.text.split('\n').map((line, index) => [`${page.path}:${index + 1}`, line] as const),
  );
  const odd = lines.filter(([, line]) => /\b(?:tell|tells|telling|told|whom)\b/i.test(line)).map(([where]) => where);
  expect(odd).toEqual([]);
});

test('"Read a report" needs nothing but headings, paragraphs, lists and tables', () => {
  expect(readPage('docs/read-a-report.md').text).not.toMatch(/\]\(|```|<[a-z]/);
});
