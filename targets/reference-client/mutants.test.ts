import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checks } from './defects/checks.ts';
import { mutants } from './mutants.ts';
import { usualPolicy } from './policy.ts';
import { createSelf, everything } from './self.ts';
import { variants } from './variants.ts';

test('ids are unique, and every base is a variant', () => {
  const ids = [mutants, variants].map((items) => items.map(({ id }) => id));
  expect(ids.map((list) => new Set(list).size)).toEqual(ids.map((list) => list.length));
  const bases = mutants.flatMap(({ base }) => (base === undefined ? [] : [base]));
  expect(bases.filter((base) => !variants.some(({ id }) => id === base))).toEqual([]);
});

test('each check has a mutant', () => {
  const seen = new Set(mutants.map(({ check }) => String(check)));
  expect(Object.keys(checks).filter((number) => !seen.has(number))).toEqual([]);
});

test('each defect stands in the code, and each word that a variant lacks is one of the contract', () => {
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const code = files
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('defects'))
    .map((name) => readFileSync(new URL(name.replaceAll('\\', '/'), folder), 'utf8'))
    .join('\n');
  expect(mutants.filter(({ id }) => !code.includes(`'${id}'`)).map(({ id }) => id)).toEqual([]);
  expect(variants.flatMap(({ lacks }) => lacks).filter((word) => !everything.includes(word))).toEqual([]);
});

test('a variant differs from the usual client, and a mutant is known by its id', () => {
  const same = variants.filter(({ policy, lacks }) => Object.keys(policy).length + lacks.length === 0);
  expect(same.map(({ id }) => id)).toEqual(['usual']);
  expect(createSelf().policy).toEqual(usualPolicy);
  expect(() => createSelf({ mutants: ['no-such-mutant'] })).toThrow('there is no mutant no-such-mutant');
});
