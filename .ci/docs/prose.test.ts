import { globSync, statSync } from 'node:fs';
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

/** `-told` is part of permanent ids of cases. */
const unclear = /(?<![-\w])(?:tell|tells|telling|told|whom)(?![-\w])/i;

test.each([
  ['pages', writtenPages().map(({ path: file }) => file)],
  ['source files', globSync('{src,suites,targets,reports,.ci}/**/*.{ts,hbs}', { cwd: root })],
])('%s say reports, shows, prints or finds', (_, files) => {
  const lines = files
    .filter((file) => file !== '.ci/docs/prose.test.ts')
    .flatMap((file) =>
      readPage(file)
        .text.split('\n')
        .map((line, index) => [`${file}:${index + 1}`, line] as const),
    );
  expect(lines.filter(([, line]) => unclear.test(line)).map(([where]) => where)).toEqual([]);
});

test('"Read a report" needs nothing but headings, paragraphs, lists and tables', () => {
  expect(readPage('docs/read-a-report.md').text).not.toMatch(/\]\(|```|<[a-z]/);
});
