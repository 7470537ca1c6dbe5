import { describe, expect, test } from 'vitest';
import { huntStateful } from '../fuzz/hunts/stateful.ts';
import type { RunOptions } from '../runner/run.ts';
import type { Case, Place } from '../suite/schema.ts';
import { createContext } from './context.fixture.ts';
import { optionsOf, runReference, type ServerName } from './reference.ts';

const context = createContext();
const places: readonly Place[] = ['token', 'par', 'resource'];

/** What sequences and races alone come upon, before it is confirmed. */
async function hunt(server: ServerName, seeds: readonly number[], runs: number): Promise<readonly Case[]> {
  const found: Case[] = [];
  const afterCases: RunOptions['afterCases'] = async ({ bench, width }) => {
    const offered = new Set(places.filter((place) => !bench.facts.absent.has(place)));
    for (const seed of seeds) {
      const common = { bench, places: offered, seed, runs, width, judged: [] };
      const hunted = await huntStateful({ ...common, overBudget: () => undefined, isKnown: () => false });
      found.push(...hunted.found.map((one) => one.case));
    }
    return { findings: [] };
  };
  await runReference(context, optionsOf(server), { slow: false }, afterCases);
  return found;
}

describe('sequences surprise nobody at a correct server', () => {
  test.each([
    [undefined],
    ['nonce-required'],
    ['nonce-rotating'],
    ['nonce-single-use'],
    ['nonce-for-one-key'],
    ['burns-grant-on-failure'],
    ['refresh-always-rotated'],
    ['refresh-never-rotated'],
    ['no-replay-detection'],
    ['global-jti'],
    ['jti-stored-first'],
    ['bearer-for-proof'],
    ['pushed-only'],
    ['pkce-asked-late'],
    ['no-request-objects'],
  ])('%s', async (variant) => {
    expect(await hunt(variant === undefined ? {} : { variant }, [1], 2000)).toEqual([]);
  });
});

test('what is lawful and warned of all the same is reported as what it is', async () => {
  const found = await hunt({ variant: 'confidential-refresh-bound' }, [1], 5000);
  expect(new Set(found.flatMap(({ requirements }) => requirements))).toEqual(new Set(['RFC9449-5-13']));
});

describe('a defect that takes several requests is found in the fewest', () => {
  test.each([
    ['as-code-reusable', 'RFC6749-4.1.2-01', 2],
    ['as-code-burnt-by-challenge', 'RFC9449-8-09', 2],
    ['rs-replay-accepted', 'RFC9449-11.1-02', 2],
    ['rs-replay-small-memory', 'RFC9449-11.1-02', 3],
    ['rs-nonce-optional-after-challenge', 'RFC9449-11.3-01', 2],
    ['as-refresh-rotated-unbound', 'RFC9449-5-06', 1],
    ['as-request-object-jkt-ignored', 'RFC9449-10-01b', 1],
    ['as-request-object-query-wins', 'RFC9101-6.3-01', 1],
    ['as-par-dpop-jkt-needs-proof', 'RFC9449-10.1-05', 1],
    ['rs-replay-memory-from-iat', 'RFC9449-11.1-11', 4],
    ['as-replay-not-atomic', 'RFC9449-11.1-09', 3],
  ])('%s', async (mutant, requirement, length) => {
    const found = await hunt({ mutant }, [1], 5000);
    const one = found.find(({ requirements }) => requirements[0] === requirement);
    expect(one?.exchanges).toHaveLength(length);
  });
});

test('the same seed finds the same', async () => {
  const first = await hunt({ mutant: 'as-replay-keyed-on-raw-htu' }, [5], 2000);
  expect(await hunt({ mutant: 'as-replay-keyed-on-raw-htu' }, [5], 2000)).toEqual(first);
});
