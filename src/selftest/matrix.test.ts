import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { JobResult } from './job.ts';
import { clientMutants } from './clients.ts';
import { renderMatrix } from './matrix.ts';
import { loadCatalogue } from '../suite/catalogue.ts';
import { suites } from '../../suites/index.ts';
import { mutants } from '../../targets/reference/mutants.ts';

const catalogue = loadCatalogue();
const clients = clientMutants.map((mutant) => ({ ...mutant, role: 'client' as const }));

describe.each([
  { kind: 'mutant', folder: 'reference', all: mutants, one: 'as-typ-jwt-accepted', killer: 'typ-jwt' },
  { kind: 'client-mutant', folder: 'reference-client', all: clients, one: 'typ-jwt', killer: 'client-typ' },
] as const)('the committed kill matrix of targets/$folder', ({ kind, folder, all, one, killer }) => {
  const table = readFileSync(new URL(`../../targets/${folder}/kill-matrix.md`, import.meta.url), 'utf8');
  const ids = new Set<string>(all.map(({ id }) => id));
  const rows = [...table.matchAll(/^\| (\S+) \|.*\| ([^|]*) \|$/gm)]
    .map(([, id = '', killers = '']) => ({ id, killers }))
    .filter(({ id }) => id !== 'mutant');

  test('has a row for every mutant, and no other', () => {
    expect(rows.map(({ id }) => id)).toEqual([...ids]);
  });

  test('shows each of them killed', () => {
    expect(rows.filter(({ killers }) => killers === '—' || killers === 'not run')).toEqual([]);
  });

  test('is about requirements of their role', () => {
    const strange = all.flatMap(({ id, role, requirements }) =>
      requirements
        .filter((requirement) => !catalogue.some((row) => row.id === requirement && row.role === role))
        .map((requirement) => [id, requirement]),
    );
    expect(strange).toEqual([]);
  });

  test('keeps the rows of mutants that were not tried, and the cases that killed none', () => {
    const job = { kind, id: one, full: false } as const;
    const kills = [{ case: killer, place: 'token' }];
    const result = { job, kills, named: 1 } as unknown as JobResult;
    const again = renderMatrix({ kind, suites }, [result], table);
    const changed = again.split('\n').filter((line) => !line.startsWith(`| ${one} |`) && !table.includes(line));
    expect(changed).toEqual([]);
    expect(again).toContain(`| ${killer} |`);
    const lost = { job, kills: [], named: 0 } as unknown as JobResult;
    expect(renderMatrix({ kind, suites }, [lost], table)).toMatch(new RegExp(`^\\| ${one} \\|.*\\| — \\|$`, 'm'));
  });
});
