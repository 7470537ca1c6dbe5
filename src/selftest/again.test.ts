import { expect, test } from 'vitest';
import { defined } from '../defined.ts';
import { tryAgain } from '../fuzz/findings/retry-saved.ts';
import { onceOnly } from '../fuzz/findings/first-use.ts';
import type { Finding } from '../record/schema.ts';
import type { RunOptions } from '../runner/run.ts';
import { findRequirement } from '../suite/catalogue.ts';
import { createContext } from './context.fixture.ts';
import { runReference } from './reference.ts';

const context = createContext();
const cases = onceOnly(['resource'], 1, []).map((one) => one.case);
const suite = { id: 'known', title: 'Known findings', section: '', cases };

/** What becomes of a saved finding that has a fixed `jti`, tried twice at one server. */
async function triedTwice(mutant?: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const afterCases: RunOptions['afterCases'] = async ({ bench }) => {
    const policy = { profiles: [], strict: false };
    const resolve = (id: string, place: Parameters<typeof findRequirement>[2]) =>
      findRequirement(context.catalogue, id, place);
    const again = { bench, resolve, policy, seed: 1, firstIndex: 0, emit: () => {} };
    for (let tried = 0; tried < 2; tried += 1) findings.push(...(await tryAgain(again, [suite])));
    return { findings: [] };
  };
  await runReference({ ...context, suites: [] }, defined({ mutant }), { slow: false }, afterCases);
  return findings;
}

test('a saved finding with a fixed jti is still broken, and where it was sent before it is not called fixed', async () => {
  const findings = await triedTwice('rs-jti-empty-accepted');
  expect(findings.map(({ verdict, fuzz }) => [verdict, fuzz?.seen, fuzz?.of])).toEqual([
    ['warn', 1, 1],
    ['skip', 0, 0],
  ]);
});

test('nor is it at a server that has no such defect, since nothing distinguishes the two', async () => {
  const findings = await triedTwice();
  expect(findings.map(({ verdict }) => verdict)).toEqual(['skip', 'skip']);
});
