import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Op } from '../../plan/ops.ts';
import { deltas } from './arbitrary.ts';
import { rewritesAt, rewritten } from './metamorphic.ts';
import { fuzzPlaces } from './vocabulary.ts';

describe('lawful rewrites', () => {
  test('are ops of the language', () => {
    for (const op of rewritesAt('resource')) expect(Op.parse(op)).toEqual(op);
  });

  test.each(fuzzPlaces)('%s: stand beside one other change, before or after it', (place) => {
    const lawful = new Set(rewritesAt(place).map((op) => JSON.stringify(op)));
    const pairs = fc.sample(rewritten(place, false), { seed: 5, numRuns: 400 });
    const whole = pairs.filter((ops) => ops.length === 2);
    expect(whole.length).toBeGreaterThan(390);
    for (const ops of whole) expect(ops.filter((op) => lawful.has(JSON.stringify(op)))).toHaveLength(1);
    expect(new Set(whole.map(([first]) => lawful.has(JSON.stringify(first))))).toEqual(new Set([true, false]));
  });

  test('make up about half of the pairs, and are left out when shrunk', () => {
    const lawful = new Set(rewritesAt('token').map((op) => JSON.stringify(op)));
    const pairs = fc.sample(deltas('token', 2, false), { seed: 1, numRuns: 300 });
    const beside = pairs.filter((ops) => ops.length === 2 && ops.some((op) => lawful.has(JSON.stringify(op))));
    expect(beside.length).toBeGreaterThan(120);
    const broken = fc.property(rewritten('token', false), (ops) => !ops.some(({ op }) => op === 'header-remove'));
    const { counterexample } = fc.check(broken, { seed: 3, numRuns: 3000 });
    expect(counterexample?.[0]).toMatchObject([{ op: 'header-remove' }]);
  });
});
