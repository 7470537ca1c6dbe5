import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from 'playwright/test';
import { guideFile } from '../src/report/guide/guide.ts';
import { mixedRun } from './runs.fixture.ts';
import { openReport, showReport, violations } from './page.fixture.ts';

const title = 'How to read this report';
const guide = (page: Page) => page.locator('details.guide');
const heading = (page: Page) => guide(page).locator('summary');
const button = (page: Page) => page.getByRole('button', { name: title });

test('the guide is closed at first, and has every section of its page in the documentation', async ({ page }) => {
  const troubles = await openReport(page, mixedRun());
  await expect(guide(page)).not.toHaveAttribute('open');
  await heading(page).click();
  const sections = [...(await readFile(guideFile, 'utf8')).matchAll(/^## (.*)$/gm)].map(([, text = '']) => text);
  await expect(guide(page).getByRole('heading', { level: 3 })).toHaveText(sections);
  await heading(page).click();
  await expect(guide(page)).not.toHaveAttribute('open');
  expect(troubles).toEqual([]);
});

test('the guide opens beside a finding, which keeps its place and can be used', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openReport(page, mixedRun(), '#shop/htu-other-path@resource');
  const open = page.locator('details.finding[open]');
  const before = (await open.boundingBox())?.y ?? 0;
  // The click of Playwright itself would scroll.
  await button(page).dispatchEvent('click');
  await expect(guide(page)).toHaveAttribute('open');
  expect(Math.abs(((await open.boundingBox())?.y ?? 0) - before)).toBeLessThan(40);
  const [left, right] = [await open.boundingBox(), await guide(page).boundingBox()];
  expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual(right?.x ?? 0);
  await open.getByText('Other exchanges').click();
  await expect(open.getByRole('region', { name: /Control after/ })).toBeVisible();
});

test('the guide is used by keyboard alone', async ({ page }) => {
  await openReport(page, mixedRun());
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(heading(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(guide(page)).toHaveAttribute('open');
  await page.keyboard.press('Escape');
  await expect(guide(page)).not.toHaveAttribute('open');
  await expect(heading(page)).toBeFocused();
  await button(page).focus();
  await page.keyboard.press('Space');
  await expect(heading(page)).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the open guide has no accessibility violation, ${colorScheme}, at every width`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openReport(page, mixedRun());
    await heading(page).click();
    for (const width of [1440, 900, 390]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
  });
}

test('the guide is not printed', async ({ page }) => {
  await openReport(page, mixedRun());
  await heading(page).click();
  await page.emulateMedia({ media: 'print' });
  await expect(guide(page)).toBeHidden();
});

test('an address leads to a section of the guide', async ({ page }) => {
  await openReport(page, mixedRun(), '#guide-the-verdicts');
  await expect(guide(page).locator('#guide-the-verdicts')).toBeInViewport();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the guide opens and closes', async ({ page }) => {
    await showReport(page, mixedRun());
    await heading(page).click();
    await expect(guide(page).getByRole('heading', { level: 3 }).first()).toBeVisible();
    await heading(page).click();
    await expect(guide(page).getByRole('heading', { level: 3 }).first()).toBeHidden();
    await expect(button(page)).toBeHidden();
  });
});
