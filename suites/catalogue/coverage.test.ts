import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/suite/catalogue.ts';
import { coverageOf } from '../../src/suite/coverage.ts';
import { exclusions } from './exclusions.ts';
import { suites } from '../index.ts';
import { profiles } from './profiles.ts';

const catalogue = loadCatalogue();
const rows = coverageOf(suites, catalogue, exclusions);
const ids = new Set(catalogue.map(({ id }) => id));
const idsOf = (list: typeof rows) => list.map(({ row }) => row.id);

describe('every row', () => {
  test('has a case or a reason why not; a row that fails here wants a case, or a line in suites/catalogue/exclusions.ts', () => {
    const neither = rows.filter(({ cases, exclusion }) => cases.length === 0 && !exclusion);
    expect(idsOf(neither)).toEqual([]);
  });

  test('has not both; a row that fails here has a case now: take it out of suites/catalogue/exclusions.ts', () => {
    expect(idsOf(rows.filter(({ cases, exclusion }) => cases.length > 0 && exclusion))).toEqual([]);
  });
});

test('exclusions name rows of the catalogue, each once', () => {
  const named = exclusions.flatMap(({ requirements }) => requirements);
  expect(named.filter((id, index) => !ids.has(id) || named.indexOf(id) !== index)).toEqual([]);
});

test('a rule that other rows ask for is asked by rows that have cases', () => {
  const covered = new Set(idsOf(rows.filter(({ cases }) => cases.length > 0)));
  const empty = exclusions.filter(
    ({ kind, rows: others }) => (kind === 'same') !== (others !== undefined) || others?.some((id) => !covered.has(id)),
  );
  expect(empty).toEqual([]);
});

describe('profiles', () => {
  test('name rows of the catalogue, and every profile of the catalogue but the products is selected by one', () => {
    const named = profiles.flatMap(({ without, changes }) => [...without, ...changes].map((one) => one.requirement));
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
    const selected = new Set(profiles.flatMap((profile) => profile.rows));
    const wanted = new Set(catalogue.map(({ profile }) => profile).filter((profile) => profile !== 'vendor'));
    expect([...selected].toSorted()).toEqual([...wanted].toSorted());
  });

  test('change no row twice, and leave out only rows that they select', () => {
    for (const { id, rows: own, without, changes } of profiles) {
      const changed = changes.map(({ requirement }) => requirement);
      expect({ id, twice: changed.filter((one, index) => changed.indexOf(one) !== index) }).toEqual({ id, twice: [] });
      const left = without.map(({ requirement }) => catalogue.find((row) => row.id === requirement)?.profile ?? '');
      expect({ id, strange: left.filter((profile) => !own.includes(profile)) }).toEqual({ id, strange: [] });
    }
  });
});
