import { expect, test } from 'vitest';
import { loadCatalogue } from '../../src/suite/catalogue.ts';
import { codes, readPage, tableRows, writtenPages } from './pages.ts';

const weights = { fail: 'fail', warn: 'warn', info: 'note' } as const;
const catalogue = loadCatalogue();
const ofServers = catalogue.filter(({ role }) => role !== 'client');

/** The severities of the rows of an id, at both servers; of a rule for clients alone, at these. */
function weightsOf(id: string): readonly string[] {
  const own = ofServers.filter((row) => row.id === id);
  const rows = own.length > 0 ? own : catalogue.filter((row) => row.id === id);
  return rows.map((row) => weights[row.severity]);
}

const isId = (text: string): boolean => /^(?:RFC\d+|PM|FAPI2|HAIP|ATP|SOLID|CAMARA|MCP)-[\w.-]+$/.test(text);

test('docs/grading.md weighs every rule as the catalogue does', () => {
  const tables = tableRows(readPage('docs/grading.md').text).filter(({ cells }) => cells.length === 3);
  const graded = tables.flatMap(({ cells: [, weight = '', rows = ''] }) => {
    const ids = codes(rows).filter(isId);
    return ids.length === 0 || weight.startsWith('at most') ? [] : [{ weight, ids }];
  });
  const wrong = graded.filter(({ weight, ids }) => {
    const said = new Set(weight.match(/fail|warn|note/g));
    return said.symmetricDifference(new Set(ids.flatMap(weightsOf))).size > 0;
  });
  expect(graded.length).toBeGreaterThan(60);
  expect(wrong).toEqual([]);
});

test('it names every MUST for servers that weighs less than fail', () => {
  const named = new Set(codes(readPage('docs/grading.md').text));
  const lighter = ofServers.filter(
    ({ level, severity, profile }) => level.startsWith('MUST') && severity !== 'fail' && profile === 'core',
  );
  expect(lighter.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
});

test('it names a text for every warning whose row has none of its own', () => {
  const [, section = ''] = /^## What a warning rests on$(.*?)^## /ms.exec(readPage('docs/grading.md').text) ?? [];
  const named = new Set(codes(section));
  const implied = ofServers.filter(
    ({ id, level, severity }) => /^(RFC9449|PM)-/.test(id) && level === 'implied' && severity === 'warn',
  );
  expect(implied.map(({ id }) => id).filter((id) => !named.has(id))).toEqual([]);
});

test('every requirement that a page names is in the catalogue', () => {
  const known = new Set(catalogue.map(({ id }) => id));
  const unknown = writtenPages().flatMap((page) => codes(page.prose).filter((code) => isId(code) && !known.has(code)));
  expect(unknown).toEqual([]);
});
