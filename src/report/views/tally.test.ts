import { expect, test } from 'vitest';
import { coverageRow, runStarted } from '../../../reports/record.fixture.ts';
import type { Coverage } from '../../record/coverage.ts';
import { foldRecord } from '../../record/fold.ts';
import { coverageGroups } from './coverage.ts';
import { tallyOf } from './tally.ts';

/** How many rules of a list that nobody has judged count as not judged. */
function unjudged(change: Partial<Coverage['rows'][number]>, roles: readonly ('as' | 'rs' | 'client')[]): number {
  const started = runStarted(['shop']);
  const targets = started.targets.map((target) => ({ ...target, roles: [...roles] }));
  const rows = [coverageRow('R-1'), coverageRow('R-2', change)];
  const record = foldRecord([
    { ...started, targets },
    { type: 'coverage', rows },
  ]);
  return tallyOf(coverageGroups(record, []), []).unjudged;
}

test.each([
  ['is asked', {}, 2],
  ['no case can judge', { cases: 0, excluded: { reason: 'a permission', rows: [] } }, 2],
  ['only another profile asks', { isAsked: false, profile: 'fapi2' }, 1],
  ['is about a role that nobody tests', { role: 'client' }, 1],
] as const)('a rule that %s', (_, change, count) => {
  expect(unjudged(change as Partial<Coverage['rows'][number]>, ['as', 'rs'])).toBe(count);
});
