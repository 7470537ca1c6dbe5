import { describe, expect, test } from 'vitest';
import { huntRepeats } from '../fuzz/hunts/repeats.ts';
import { requestAttacks } from '../fuzz/plans/request-attacks.ts';
import { tryDelta } from '../fuzz/oracle/trial.ts';
import type { FuzzPlace } from '../fuzz/plans/vocabulary.ts';
import type { Bench } from '../bench/bench.ts';
import { openSession } from '../bench/open-session.ts';
import { createContext } from './context.fixture.ts';
import { optionsOf, runReference, type ServerName } from './reference.ts';

const context = createContext();

async function at<T>(server: ServerName, task: (bench: Bench) => Promise<T>): Promise<T> {
  const results: T[] = [];
  await runReference(context, optionsOf(server), { slow: false }, async ({ bench }) => {
    results.push(await task(bench));
    return { findings: [] };
  });
  const [result] = results;
  if (result === undefined) throw new Error('nothing was tried');
  return result;
}

/** What is surprising, by the first requirement that is broken. */
async function surprisesAt(bench: Bench, place: FuzzPlace): Promise<readonly (string | undefined)[]> {
  const session = await openSession(bench, { place, spec: {} });
  const surprises: (string | undefined)[] = [];
  for (const ops of requestAttacks(place)) {
    const trial = await tryDelta({ bench, place, session }, ops);
    if (trial.kind === 'surprise') surprises.push(trial.requirements[0]);
  }
  return [...new Set(surprises)];
}

describe('attacks on the request around the proof', () => {
  test.each([
    ['rs-head-open', 'resource', 'RFC9449-4-02'],
    ['rs-htu-unchecked-with-query', 'resource', 'RFC9449-4.3-09a'],
    ['rs-htu-query-compared', 'resource', 'RFC9449-4.3-09f'],
    ['rs-bearer-despite-metadata', 'resource', 'RFC9728-2-02'],
    ['rs-jwk-alg-trusted', 'resource', 'RFC9449-4.3-05d'],
    ['as-jwk-alg-trusted', 'token', 'RFC9449-4.3-05d'],
  ] as const)('show %s', async (mutant, place, requirement) => {
    expect(await at({ mutant }, (bench) => surprisesAt(bench, place))).toContain(requirement);
  });

  test.each([[undefined], ['no-head'], ['htu-query-refused'], ['bearer-not-supported'], ['endpoint-query']])(
    'surprise nobody at a correct server (%s)',
    async (variant) => {
      const surprises = await at({ variant }, async (bench) => [
        ...(await surprisesAt(bench, 'token')),
        ...(await surprisesAt(bench, 'resource')),
      ]);
      expect(surprises).toEqual([]);
    },
  );
});

describe('the same proof twice at further resources', () => {
  const found = (bench: Bench) =>
    huntRepeats({
      bench,
      places: new Set(['resource']),
      seed: 1,
      overBudget: () => undefined,
      isReported: () => false,
    });

  test('is found at the one that takes it', async () => {
    const repeated = await at({ mutant: 'rs-post-replayed' }, found);
    expect(repeated.map(({ subject }) => subject.replace(/ .*/, ''))).toEqual(['POST']);
  });

  test('is found at none that remembers proofs', async () => {
    expect(await at({}, found)).toEqual([]);
  });
});
