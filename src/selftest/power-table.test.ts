import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../suite/catalogue.ts';
import { suites } from '../../suites/index.ts';
import { showableClients } from './client-hunt.ts';
import { showable } from './power.ts';
import { readRows, unmeasuredIn } from './power-table.ts';

const table = readFileSync(new URL('../../targets/reference/fuzz-power.md', import.meta.url), 'utf8');
const rows = readRows(table);

test('the committed table has a row for every mutant that fuzzing can be expected to show, or says that it was not measured', () => {
  const wanted = showable(suites, loadCatalogue());
  const open = unmeasuredIn(table);
  expect(open.filter((id) => !wanted.includes(id))).toEqual([]);
  expect(rows.map(({ id }) => id)).toEqual(wanted.filter((id) => !open.includes(id)));
});

test('nineteen of twenty hunts at least were successful', () => {
  const found = rows.reduce((sum, row) => sum + row.found, 0);
  const of = rows.reduce((sum, row) => sum + row.of, 0);
  expect(found / of).toBeGreaterThanOrEqual(0.95);
});

describe('the table of clients', () => {
  const ofClients = readRows(
    readFileSync(new URL('../../targets/reference-client/fuzz-power.md', import.meta.url), 'utf8'),
  );

  test('has a row for every mutant that can come to a finding', () => {
    expect(ofClients.map(({ id }) => id)).toEqual(showableClients(loadCatalogue()));
  });

  test('says that four of five mutants at least were found with every seed', () => {
    const found = ofClients.filter((row) => row.found === row.of).length;
    expect(found / ofClients.length).toBeGreaterThanOrEqual(0.8);
  });
});
