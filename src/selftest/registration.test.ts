import { expect, test } from 'vitest';
import { suites } from '../../suites/index.ts';
import type { RunRecord } from '../record/schema.ts';
import { createContext } from './context.fixture.ts';
import { runReference } from './reference.ts';

/** What the cases about registration find at a variant, and how many clients are still there at the end. */
async function registeredAt(variant: string) {
  const records: RunRecord[] = [];
  const context = { ...createContext(), suites, onRecord: (record: RunRecord) => void records.push(record) };
  const { findings } = await runReference(context, { variant }, { slow: false, suites: ['client-registration'] });
  const verdicts = findings.map(({ case: id, verdict }) => [id, verdict]);
  const left = records.flatMap(({ leftBehind }) => leftBehind).flatMap(({ clients }) => clients);
  return { verdicts: Object.fromEntries(verdicts) as Readonly<Record<string, string>>, left: left.length };
}

const lawful = {
  'registration-endpoint-there': 'note',
  'registration-flag': 'note',
  'registered-client-without-proof': 'pass',
  'registered-client-unflagged': 'pass',
  'registration-read-back': 'pass',
};
const unheld = { 'registered-client-without-proof': 'skip', 'registration-read-back': 'skip' };

test.each([
  ['registration-open', {}, 0],
  ['registration-by-token', { 'registration-read-back': 'skip' }, 6],
  ['registration-flag-ignored', { ...unheld, 'registration-flag': 'warn' }, 0],
  ['registration-flag-replaced', unheld, 0],
  ['registration-flag-refused', { ...unheld, 'registered-client-unflagged': 'skip' }, 0],
  ['registration-answer-minimal', { ...unheld, 'registration-flag': 'warn' }, 6],
  ['registered-clients-wait', { 'registered-client-without-proof': 'skip', 'registered-client-unflagged': 'skip' }, 0],
])('%s is judged by what it says, and its clients are deleted where it lets them be', async (variant, others, left) => {
  expect(await registeredAt(variant)).toEqual({ verdicts: { ...lawful, ...others }, left });
});

test('a server that offers no registration has no such case', async () => {
  expect(await registeredAt('opaque-tokens')).toEqual({ verdicts: {}, left: 0 });
});
