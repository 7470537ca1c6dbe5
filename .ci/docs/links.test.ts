import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../command.ts';
import { anchorsOf, type Page, readPage, writtenPages } from './pages.ts';

const isThere = (file: string): boolean => existsSync(path.join(root, file));

/** The fault of one link of a page, if it has one. */
function linkFault(page: Page, target: string): string | undefined {
  const [file = '', anchor] = target.split('#');
  const aim = file === '' ? page.path : path.join(path.dirname(page.path), file);
  if (!isThere(aim)) return `${page.path}: ${target} leads nowhere`;
  if (anchor === undefined || !aim.endsWith('.md')) return undefined;
  return anchorsOf(readPage(aim)).has(anchor) ? undefined : `${page.path}: ${aim} has no heading #${anchor}`;
}

test('every relative link and anchor of a page leads somewhere', () => {
  const faults = writtenPages().flatMap((page) =>
    [...page.prose.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .flatMap((target) => linkFault(page, target) ?? []),
  );
  expect(faults).toEqual([]);
});

const ofProject = /(?<![\w./@-])(?:src|suites|targets|docs|reports|\.ci)\/[\w./-]*[\w/]/g;
/** Files that runs and builds make, or that an example invents: `my-…`. */
const isElsewhere = (file: string): boolean => /^reports\/out\b|(^|\/)my-/.test(file);

function missingPaths(text: string): readonly string[] {
  return [...text.matchAll(ofProject)].map(([file]) => file).filter((file) => !isElsewhere(file) && !isThere(file));
}

test('every path of the project that a page names is there', () => {
  const missing = writtenPages().flatMap((page) => missingPaths(page.text).map((file) => `${page.path}: ${file}`));
  expect(missing).toEqual([]);
});

const comment = /^\s*(?:\/\/|\/?\*).*$|(?<=\s)\/\/ .*$/gm;
const pageName = /(?<![\w./-])[\w./-]+\.md\b/g;

test('every file that a comment names is there', () => {
  const sources = globSync('{src,suites,targets,reports,.ci}/**/*.{ts,mjs,js}', { cwd: root });
  const missing = sources.flatMap((source) => {
    const text = readFileSync(path.join(root, source), 'utf8').replaceAll(/https?:\S+/g, '');
    const comments = [...text.matchAll(comment)].join('\n');
    const pages = [...comments.matchAll(pageName)].map(([file]) => file.replace(/^(?:\.\.\/)+/, ''));
    return [...pages.filter((file) => !isThere(file)), ...missingPaths(comments)].map((file) => `${source}: ${file}`);
  });
  expect(missing).toEqual([]);
});
