import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../src/suite/catalogue.ts';
import { cataloguePages } from './catalogue-pages.ts';
import { root } from './command.ts';

test('docs/catalogue is what suites and mutants make of it (npm run docs writes it anew)', async () => {
  const folder = path.join(root, 'docs/catalogue');
  const files = await readdir(folder);
  const committed = await Promise.all(
    files.map(async (file) => [file, await readFile(path.join(folder, file), 'utf8')]),
  );
  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(cataloguePages(loadCatalogue())));
});

test('every case is linked to the file that it is written in', () => {
  const text = [...cataloguePages(loadCatalogue()).values()].join('');
  expect(text.match(/\]\(\.\.\/\.\.\/suites\/index\.ts\)/g)).toEqual(null);
});
