import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { JobResult } from './job.ts';
import { renderMatrix } from './matrix.ts';
import { loadCatalogue } from '../suite/catalogue.ts';
import { suites } from '../../suites/index.ts';
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

test('mutants that were not tried keep their rows, and the cases that killed none stay listed', () => {
  const job = { kind: 'mutant', id: 'as-typ-jwt-accepted', full: false } as const;
  const kills = [{ case: 'typ-jwt', place: 'token' }];
  const result = { job, kills, named: 1 } as unknown as JobResult;
  const again = renderMatrix(suites, [result], table);
  const changed = again.split('\n').filter((line) => !table.includes(line));
  expect(changed).toEqual([]);
  const lost = { job, kills: [], named: 0 } as unknown as JobResult;
  expect(renderMatrix(suites, [lost], table)).toMatch(/^\| as-typ-jwt-accepted \|.*\| — \|$/m);
});
