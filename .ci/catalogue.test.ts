import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../src/suite/catalogue.ts';
import { cataloguePages } from './catalogue-pages.ts';
import { root } from './command.ts';

test('docs/catalogue is up to date with suites and mutants (npm run docs generates it)', async () => {
  const folder = path.join(root, 'docs/catalogue');
  const files = await readdir(folder);
  const committed = await Promise.all(
    files.map(async (file) => [file, await readFile(path.join(folder, file), 'utf8')]),
  );
  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(cataloguePages(loadCatalogue())));
});

test('every case has a link to its file', () => {
  const text = [...cataloguePages(loadCatalogue()).values()].join('');
  expect(text.match(/\]\(\.\.\/\.\.\/suites\/index\.ts\)/g)).toEqual(null);
});
