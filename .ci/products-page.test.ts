import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { greenRun, mixedRun } from '../reports/runs.fixture.ts';
import { foldRecord } from '../src/record/fold.ts';
import { productsKept } from './products-kept.ts';
import { productsOf, productsPage } from './products-page.ts';

test('the page has a row for each product, what its rules came to, and its problems', () => {
  const products = productsOf(foldRecord(mixedRun()));
  const page = productsPage(products);
  expect(page).toContain('## Servers');
  expect(page).not.toContain('## Clients');
  expect(page).toMatch(
    /^\| \[shop\]\(#shop-not-stated\) \| not stated \| \d{4}-\d\d-\d\d \| .*1 \*w\*, \*\*2 b\*\* \|$/m,
  );
  expect(page).toContain('| fail | `rs:htu` | accepts a proof whose htu names another path | resource |');
  expect(products.flatMap(({ problems }) => problems).length).toBe(
    page.split('| fail |').length + page.split('| warn |').length - 2,
  );
});

test('a product without a problem says so', () => {
  expect(productsPage(productsOf(foldRecord(greenRun())))).toContain('No problem was found.');
});

test('no page is made of a part', () => {
  const killed = foldRecord(mixedRun().slice(0, -1));
  expect(() => productsOf(killed)).toThrow('was not whole');
});

test('a page is read back as it was written, so that rows without a record stay', () => {
  const published = readFileSync(new URL('../docs/products.md', import.meta.url), 'utf8');
  for (const page of [published, productsPage(productsOf(foldRecord(mixedRun())))])
    expect(productsPage(productsKept(page))).toBe(page);
});
