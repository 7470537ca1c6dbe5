import { expect, test } from 'vitest';
import { readPage, tableRows } from './pages.ts';

const vocabulary = tableRows(readPage('docs/words.md').text).map(({ cells }) => cells.join(' | '));

test('README takes its words from docs/words.md', () => {
  const rows = tableRows(readPage('README.md').text).filter(({ heading }) => heading === 'Words');
  expect(rows.length).toBeGreaterThan(9);
  expect(rows.map(({ cells }) => cells.join(' | ')).filter((row) => !vocabulary.includes(row))).toEqual([]);
});

test('no word stands there twice', () => {
  const words = vocabulary.map((row) => row.split(' | ')[0]);
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
});
