import { expect, test } from 'playwright/test';
import { historyEntries } from '../src/report/history/entry.ts';
import { renderHistory } from '../src/report/pages/history.ts';
import { failed, passed, runOf } from '../src/verdict/difference/difference.fixture.ts';
import { type Snapshot, snapshotsOf } from '../src/verdict/difference/snapshot.ts';
import { showPage, violations } from './page.fixture.ts';

function page(): string {
  const earlier = new Map<string, Snapshot>();
  const records = [
    runOf({ 'htu-other-path': failed, 'ath-missing': passed }),
    runOf({ 'htu-other-path': passed, 'ath-missing': { verdict: 'warn' } }, { started: { runId: 'run-8' } }),
    runOf({ 'htu-other-path': passed }, { target: 'shop' }),
  ];
  const runs = records.flatMap((record, index) => {
    const snapshots = snapshotsOf(record);
    const entries = historyEntries(record, snapshots, earlier);
    for (const one of snapshots) earlier.set(one.target, one);
    const own = { record: `./${index}/record.ndjson`, ...(index === 1 ? { report: './1/report.html' } : {}) };
    return entries.map((entry) => ({ entry, ...own }));
  });
  const broken = [{ path: 'bad/record.ndjson', message: 'record.ndjson:1: not JSON' }];
  return renderHistory({ runs: runs.toReversed(), broken, left: 3 });
}

test('shows each target with its runs, the newest first, and what became of its problems', async ({ page: tab }) => {
  const troubles = await showPage(tab, page());
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText('3 runs of 2 targets');
  const acme = tab.getByRole('region', { name: 'acme', exact: true }).getByRole('row');
  await expect(acme).toHaveText([
    /Run/,
    /run-8.*new.*warn.*accepts a proof without ath.*gone.*fail.*htu names another path/s,
    /run-7f3c.*no report.*does not conform.*fail.*htu names another path/s,
  ]);
  await expect(tab.getByRole('link', { name: '2026-11-22 02:13 UTC' })).toHaveAttribute('href', './1/report.html');
  await expect(tab.getByText('bad/record.ndjson')).toBeVisible();
  await expect(tab.getByText('3 more records are not shown')).toBeVisible();
  expect(troubles).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no accessibility violation, ${colorScheme}, wide and narrow`, async ({ page: tab }) => {
    await tab.emulateMedia({ colorScheme });
    await showPage(tab, page());
    expect(await violations(tab)).toEqual([]);
    await tab.setViewportSize({ width: 390, height: 800 });
    expect(await violations(tab)).toEqual([]);
    expect(await tab.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });
}
