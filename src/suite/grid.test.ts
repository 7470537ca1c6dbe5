import { describe, expect, test } from 'vitest';
import { suites } from '../../suites/index.ts';
import { rejects } from './cases.ts';
import { loadCatalogue } from './catalogue.ts';
import { lines } from './define.ts';
import { columnsOf, type GridColumn, gridsOf } from './grid.ts';

const catalogue = loadCatalogue();
const grids = gridsOf(suites, catalogue);

/** The columns of a row in which no case stands. */
function holes(id: string, role: 'as' | 'rs'): readonly string[] {
  const row = catalogue.find((one) => one.id === id && one.role === role);
  const grid = row === undefined ? undefined : grids.get(row);
  return Object.entries(grid ?? {}).flatMap(([column, ids]) => (ids.length === 0 ? [column] : []));
}

/** Each check of RFC 9449 §4.3 and the rule that stands for it. */
const checks = [
  'RFC9449-4.3-01a',
  'RFC9449-4.3-03a',
  'RFC9449-4.3-04b',
  'RFC9449-4.3-05a',
  'RFC9449-4.3-06a',
  'RFC9449-4.3-07a',
  'RFC9449-4.3-08a',
  'RFC9449-4.3-09a',
  'RFC9449-4.3-10',
  'RFC9449-4.3-11a',
];

describe('a check of the proof', () => {
  test.each(checks)('%s is tried at each grant, kind of client and endpoint', (id) => {
    const wanted: readonly GridColumn[] = ['token', 'code', 'refresh', 'clients', 'par', 'par clients'];
    expect(holes(id, 'as').filter((column) => wanted.some((one) => one === column))).toEqual([]);
  });

  test.each([...checks, 'RFC9449-4.3-12b', 'RFC9449-4.3-12e', 'RFC9449-7.1-02', 'RFC9449-7.2-11'])(
    '%s is tried at each resource, whatever its method',
    (id) => {
      expect(holes(id, 'rs').filter((column) => column === 'resource' || column === 'resources')).toEqual([]);
    },
  );
});

test('a client registered for bound tokens is tried with each grant', () => {
  expect(holes('RFC9449-5.2-01', 'as')).toEqual(['token', 'public', 'par', 'par clients']);
});

describe('the columns of a case', () => {
  const usual = { id: 'a', title: 'rejects', requirements: ['RFC9449-4.3-01a'], delta: [lines('absent')] };

  test('are those of its grant and its kind of client', () => {
    const session = { client: 'bound', grant: 'refresh_token' } as const;
    expect(columnsOf(rejects({ ...usual, session }), 'token')).toEqual(['refresh', 'bound']);
  });

  test('have each further client or resource where it runs at each', () => {
    const item = rejects({ ...usual, each: true });
    expect((['token', 'par', 'resource'] as const).map((place) => columnsOf(item, place))).toEqual([
      ['token', 'clients'],
      ['par', 'par clients'],
      ['resource', 'resources'],
    ]);
  });

  test('leave out the first one where another case asks there', () => {
    expect(columnsOf(rejects({ ...usual, each: 'further' }), 'token')).toEqual(['clients']);
  });

  test('name the method that a request has in place of its own', () => {
    const by = (value: string) => columnsOf(rejects({ ...usual, delta: [{ op: 'method', value }] }), 'resource');
    expect(['HEAD', 'PATCH', 'PROPFIND'].map(by)).toEqual([['HEAD'], ['writes'], ['other methods']]);
  });
});
