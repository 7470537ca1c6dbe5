import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/suite/catalogue.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = globSync(['*.md', 'docs/**/*.md', '{.ci,reports,src,suites,targets}/**/*.{ts,js,md,hbs,yaml,json}'], {
  cwd: root,
  exclude: ['reports/out/**'],
});

const ids = new Set(loadCatalogue().map(({ id }) => id));
const documents = [...new Set([...ids].map((id) => id.split('-')[0] ?? ''))];
const spelling = new RegExp(`(?<![\\w/-])(?:${documents.join('|')})-[0-9A-Z][\\w.-]*\\w`, 'g');
/** An id without its document. */
const shortened = /(?<![\w.:-])\d{1,2}(?:\.\d+)?-\d{2}[a-z]?(?:-(?:as|rs|\*))?(?![\w.:-])/g;

/** Ids in tests about wrong ids. */
const wrongOnPurpose: ReadonlySet<string> = new Set(['RFC9449-4.3-3a']);

/** The beginning of ids, with `*` behind it, as a cause names its requirements. */
function isPattern(beginning: string, rest: string): boolean {
  return /^-?\*/.test(rest) && [...ids].some((id) => id.startsWith(beginning));
}

// A search for an id then finds its rule, its cases, its line in the judge and its mutants.
test('a requirement id has one spelling in every file, that of the catalogue', () => {
  const wrong = files.flatMap((file) => {
    const text = readFileSync(`${root}/${file}`, 'utf8');
    const named = [...text.matchAll(spelling)]
      .filter(({ 0: id, index }) => !isPattern(id, text.slice(index + id.length)))
      .map(([id]) => id)
      .filter((id) => !ids.has(id) && !wrongOnPurpose.has(id));
    return [...named, ...(text.match(shortened) ?? [])].map((id) => `${file}: ${id}`);
  });
  expect(wrong).toEqual([]);
});
