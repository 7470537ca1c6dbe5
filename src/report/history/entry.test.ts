import { expect, test } from 'vitest';
import { hostileRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/fold.ts';
import type { RunRecord } from '../../record/schema.ts';
import { failed, passed, runOf, waivedFail } from '../../verdict/difference/difference.fixture.ts';
import { type Snapshot, snapshotsOf } from '../../verdict/difference/snapshot.ts';
import { renderHistory } from '../pages/history.ts';
import { historyEntries } from './entry.ts';

function entriesOf(...records: readonly RunRecord[]) {
  const earlier = new Map<string, Snapshot>();
  return records.flatMap((record) => {
    const snapshots = snapshotsOf(record);
    const entries = historyEntries(record, snapshots, earlier);
    for (const one of snapshots) earlier.set(one.target, one);
    return entries;
  });
}

test('an entry marks what became of each problem since the run before', () => {
  const came = { 'iat-hour-ahead': passed, 'jwk-private-key': waivedFail };
  const entries = entriesOf(
    runOf({ ...came, 'htu-other-path': failed, 'ath-missing': { verdict: 'warn' } }),
    runOf({ ...came, 'htu-other-path': passed, 'ath-missing': failed }),
    runOf({ ...came, 'iat-hour-ahead': failed }, { started: { scope: { narrowed: [{ by: '--case' }], slow: false } } }),
  );
  const marks = entries.map(({ problems, gone }) => [
    ...problems.map(({ id, status, mark = '' }) => `${mark} ${status} ${id}`.trim()),
    ...gone.map(({ id }) => `gone ${id}`),
  ]);
  expect(marks).toEqual([
    ['fail rs:htu', 'warn rs:ath', 'waived as:private-key'],
    ['worse fail rs:ath', 'waived as:private-key', 'gone rs:htu'],
    ['new fail rs:iat', 'waived as:private-key'],
  ]);
  expect(entries.map(({ scope }) => scope.split(' ')[0])).toEqual(['all', 'all', 'PARTIAL:']);
});

test('an entry holds a bounded number of problems, and the page no hostile text', () => {
  const rules = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => {
      const row = { id: `X-${index}`, section: 'X', level: 'MUST', summary: `Rule ${index}.` } as const;
      const requirements = [{ ...row, role: 'rs' as const, severity: 'fail' as const, base: 'fail' as const }];
      return [`case-${index}@resource`, { ...failed, requirements, assertions: [] }];
    }),
  );
  expect(entriesOf(runOf(rules)).map(({ problems, moreProblems }) => [problems.length, moreProblems])).toEqual([
    [12, 28],
  ]);
  const entries = entriesOf(foldRecord(hostileRun()));
  const page = renderHistory({
    runs: entries.map((entry) => ({ entry, record: './record.ndjson' })),
    broken: [],
    left: 0,
  });
  expect(page).not.toMatch(/<script|<img|onerror="|\u001B|\u202E/);
});
