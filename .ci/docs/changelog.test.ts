import { expect, test } from 'vitest';
import { codes, readPage } from './pages.ts';
import { type Changes, changesBetween, countSuites, readReleased, weighedCases } from './suite-changes.ts';

/** The section *Suites* of the newest release, and the text below one of its headings. */
const suitesPart = /^### Suites\n(.*?)(?=^### )/ms.exec(readPage('CHANGELOG.md').text)?.[1] ?? '';
const under = (heading: string): string => suitesPart.split(/^#### /m).find((part) => part.startsWith(heading)) ?? '';

function unnamed(changes: Changes): readonly string[] {
  return Object.entries(changes).flatMap(([kind, ids]) => {
    const named = new Set(codes(under(kind[0]?.toUpperCase() + kind.slice(1))));
    return ids.filter((id: string) => !named.has(id)).map((id: string) => `${id} is ${kind}`);
  });
}

test('the changelog of the first release counts what is there', () => {
  const { release } = readReleased();
  const { cases, requirements, covered } = countSuites();
  const counts = `${cases} cases and watches, and a catalogue of ${requirements} requirements`;
  expect(release !== null || suitesPart.includes(counts)).toBe(true);
  expect(release !== null || suitesPart.includes(`${covered} of them with`)).toBe(true);
});

test('the changelog names every case that is added, retired or regraded since the last release', () => {
  const { release, cases } = readReleased();
  expect(release === null ? [] : unnamed(changesBetween(cases, weighedCases()))).toEqual([]);
});

test('a case is added, retired or regraded', () => {
  const before = { same: 'as fail', lighter: 'as fail, rs fail', gone: 'rs warn' };
  const now = { same: 'as fail', lighter: 'as warn, rs fail', fresh: 'as fail' };
  expect(changesBetween(before, now)).toEqual({ added: ['fresh'], retired: ['gone'], regraded: ['lighter'] });
});
