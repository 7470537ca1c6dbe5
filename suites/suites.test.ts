import { describe, expect, test } from 'vitest';
import { loadCatalogue, requirementsAt } from '../src/suite/catalogue.ts';
import { lintSuites } from '../src/suite/lint-suites.ts';
import { Suite } from '../src/suite/schema.ts';
import { suites } from './index.ts';

const catalogue = loadCatalogue();
const cases = suites.flatMap((suite) => suite.cases);

describe('suites', () => {
  test.each(suites)('$id is pure data, unchanged by a round trip through JSON', (suite) => {
    const copy: unknown = JSON.parse(JSON.stringify(suite));
    expect(copy).toStrictEqual(suite);
    expect(Suite.parse(copy)).toStrictEqual(suite);
  });

  test('the linter has nothing to say', () => {
    expect(lintSuites(suites, catalogue)).toEqual([]);
  });

  test('the requirement that a case proves does not depend on the place', () => {
    const moved = cases.filter(({ requirements, at }) => {
      const first = requirements[0] ?? '';
      return at.some((place) => requirementsAt(catalogue, requirements, place)[0]?.id.startsWith(first) !== true);
    });
    expect(moved.map(({ id }) => id)).toEqual([]);
  });

  test('every case that must be refused changes something, and says what is at fault', () => {
    const idle = cases.filter(({ exchanges, fault }) =>
      exchanges.some(({ expect: expected, delta }) => expected === 'refuse' && (delta.length === 0 || !fault)),
    );
    expect(idle.map(({ id }) => id)).toEqual([]);
  });

  test('the age of a proof is judged only where no nonce stands in for it', () => {
    const ageing = cases.filter(
      ({ needs = [], requirements }) =>
        /-4\.3-11[abcf]$/.test(requirements[0] ?? '') && !needs.includes('nonce-not-required'),
    );
    expect(ageing.map(({ id }) => id)).toEqual([]);
  });

  test('a case whose outcome is free says "may", or has a check', () => {
    const silent = cases.filter(
      ({ title, exchanges }) =>
        exchanges.at(-1)?.expect === 'observe' && !title.startsWith('may ') && !exchanges.at(-1)?.checks?.length,
    );
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  test('no case is sent twice under two ids', () => {
    const seen = new Map<string, string>();
    const same = cases.flatMap((item) => {
      const { at, session, exchanges, needs, requirements } = item;
      const key = JSON.stringify({ at, session, exchanges, needs, first: requirements[0] });
      const other = seen.get(key);
      seen.set(key, item.id);
      return other === undefined ? [] : [`${other} and ${item.id}`];
    });
    expect(same).toEqual([]);
  });
});
