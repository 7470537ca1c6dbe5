import { expect, test } from 'vitest';
import { coverageRow, runFinished, runStarted, sketches, findingEvents } from '../../../reports/record.fixture.ts';
import { foldRecord } from '../../record/fold.ts';
import type { Coverage } from '../../record/coverage.ts';
import type { RecordEvent } from '../../record/schema.ts';
import { reportModel } from '../model.ts';

const row = (id: string, more: Partial<Coverage['rows'][number]> = {}): Coverage['rows'][number] =>
  coverageRow(id, { section: 'RFC9449 4.3 check 3', heading: 'RFC 9449 §4.3', ...more });

const [judged, skipped] = sketches;
const finding = (sketch: typeof judged, index: number, verdict: 'pass' | 'skip'): readonly RecordEvent[] =>
  sketch === undefined ? [] : findingEvents('t', sketch, index, { verdict, reason: `${verdict} because of it` });

test('every requirement has a verdict, or a reason why it has none', () => {
  const events = [...finding(judged, 1, 'pass'), ...finding(skipped, 2, 'skip')];
  const named = events.flatMap((event) => (event.type === 'finding' ? event.requirements : []));
  const rows = [
    ...named.map(({ id, role }) => row(id, { role: role === 'as' ? role : 'rs' })),
    row('R-slow', { isSlow: true }),
    row('R-profile', { isAsked: false, profile: 'fapi2' }),
    row('R-excluded', { cases: 0, excluded: { reason: 'Asked elsewhere.', rows: ['R-1', 'R-2'] } }),
    row('R-none', { cases: 0 }),
    row('R-other', { heading: 'RFC 7519' }),
  ];
  const [started, ...rest] = [runStarted(['t']), ...events, runFinished()];
  const { coverage } = reportModel(foldRecord([started, { type: 'coverage', rows }, ...rest]));
  expect(coverage.map(({ heading, counts }) => ({ heading, ...counts }))).toEqual([
    { heading: 'RFC 9449 §4.3', judged: 1, skipped: 1, 'not run': 3, excluded: 1 },
    { heading: 'RFC 7519', judged: 0, skipped: 0, 'not run': 1, excluded: 0 },
  ]);
  expect(coverage.flatMap((group) => group.rows.flatMap(({ results }) => results))).toEqual([
    { fate: 'judged', status: 'pass' },
    { fate: 'skipped', status: 'skip', why: 'skip because of it' },
    { fate: 'not run', why: 'its cases wait in real time (--slow)' },
    { fate: 'not run', why: 'asked by the profile fapi2, which is not selected' },
    { fate: 'excluded', why: 'Asked elsewhere. See R-1, R-2.' },
    { fate: 'not run', why: 'there is no case' },
    { fate: 'not run', why: 'not among the cases of this run' },
  ]);
});
