import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../suite/catalogue.ts';
import { mutants } from '../../targets/reference/mutants.ts';

const table = readFileSync(new URL('../../targets/reference/kill-matrix.md', import.meta.url), 'utf8');
const rows = [...table.matchAll(/^\| ((?:as|rs)-\S+) \|.*\| ([^|]*) \|$/gm)].map(([, id = '', killers = '']) => ({
  id,
  killers,
}));

test('the committed kill matrix has a row for every mutant, and no other', () => {
  expect(rows.map(({ id }) => id)).toEqual(mutants.map(({ id }) => id));
});

test('each of them is killed', () => {
  expect(rows.filter(({ killers }) => killers === '—' || killers === 'not run')).toEqual([]);
});

test('what a mutant breaks are requirements of its role', () => {
  const catalogue = loadCatalogue();
  const strange = mutants.flatMap(({ id, role, requirements }) =>
    requirements.filter((one) => !catalogue.some((row) => row.id === one && row.role === role)).map((one) => [id, one]),
  );
  expect(strange).toEqual([]);
});
