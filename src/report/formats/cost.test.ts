import { expect, test } from 'vitest';
import { mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import { renderCost } from './cost.ts';

test('every recorded request is counted once, at its server', () => {
  const record = foldRecord(mixedRun());
  const rows = renderCost(record)
    .split('\n')
    .flatMap((text) => [...text.matchAll(/^ +(\d+) +\d+ % +(\d+) +(\d+) {2}\S/gm)])
    .map(([, all, as, rs]) => [Number(all), Number(as), Number(rs)] as const);
  const sum = rows.reduce((total, [all]) => total + all, 0);
  expect(sum).toBe(record.exchanges.heads.size);
  expect(rows.every(([all, as, rs]) => all === as + rs)).toBe(true);
  expect(renderCost(record)).toMatch(/ what cases and findings test$/m);
});
