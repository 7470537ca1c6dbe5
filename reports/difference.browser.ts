import { expect, test } from 'playwright/test';
import { failed, passed, runOf } from '../src/verdict/difference/difference.fixture.ts';
import { differenceOf } from '../src/verdict/difference/difference.ts';
import { snapshotsOf } from '../src/verdict/difference/snapshot.ts';
import { renderDifferencePage } from '../src/report/pages/difference.ts';
import { showPage, violations } from './page.fixture.ts';

const before = runOf({ 'htu-other-path': passed, 'ath-missing': failed, 'jwk-private-key': failed, 'a@token': passed });
const after = runOf({
  'htu-other-path': failed,
  'ath-missing': passed,
  'jwk-private-key': failed,
  'a@token': { verdict: 'note' },
  'replay-same-proof': failed,
});

function page(): string {
  const difference = differenceOf(snapshotsOf(before), snapshotsOf(after));
  if (difference === undefined) throw new Error('the runs share a target');
  return renderDifferencePage(difference);
}

test('shows what is new, what cannot be compared and what is gone, by itself and silently', async ({ page: tab }) => {
  const troubles = await showPage(tab, page());
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText(/^acme: 1 problem is new; 1 is gone/);
  await expect(tab.getByRole('heading', { level: 3 })).toHaveText([
    'New 1',
    'Not to be compared 1',
    'Gone 1',
    'As before 1',
    'Beside the problems',
  ]);
  await expect(tab.getByText('accepts a proof whose htu names another path')).toBeVisible();
  await expect(tab.getByText('accepts a proof that carries its private key')).toBeHidden();
  await tab.getByRole('heading', { level: 3, name: 'As before' }).click();
  await expect(tab.getByText('accepts a proof that carries its private key')).toBeVisible();
  expect(troubles).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no accessibility violation, ${colorScheme}, wide and narrow`, async ({ page: tab }) => {
    await tab.emulateMedia({ colorScheme });
    await showPage(tab, page());
    await tab.getByRole('heading', { level: 3, name: 'As before' }).click();
    expect(await violations(tab)).toEqual([]);
    await tab.setViewportSize({ width: 390, height: 800 });
    expect(await violations(tab)).toEqual([]);
    expect(await tab.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });
}
