import { expect, type Page, test } from 'playwright/test';
import { foldRecord } from '../src/record/fold.ts';
import { renderHtml } from '../src/report/formats/html.ts';
import { comparedRun } from './comparison.fixture.ts';
import { measuredRun } from './quirks.fixture.ts';
import { greenRun, hostileRun, largeRun, mixedRun } from './runs.fixture.ts';
import { openReport, showReport, violations } from './page.fixture.ts';

const rows = (page: Page) => page.locator('details.finding:visible > summary .title');
const finding = (page: Page, title: string) => page.locator('details.finding').filter({ hasText: title });

const problem = (page: Page, title: string) => page.getByRole('article', { name: title });

test('opens from a file, complete and silent: the headline, then the problems', async ({ page }) => {
  const troubles = await openReport(page, mixedRun());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'shop does not conform to RFC 9449 (1 of 2 targets).',
  );
  await expect(page.locator('.gate-chip')).toHaveText('Gate not met · exit code 1');
  await expect(page.getByRole('heading', { name: /shop does not conform$/ })).toBeVisible();
  await expect(page.locator('.problem:visible h4')).toHaveText([
    /fail accepts a proof whose htu names another path/,
    /warn accepts a proof made an hour ahead/,
  ]);
  await expect(page.locator('.unjudged li')).toHaveCount(2);
  await expect(rows(page)).toHaveCount(0);
  expect(troubles).toEqual([]);
});

test('shows with a problem its harm, its rule, what differs, and how to repeat it', async ({ page }) => {
  await openReport(page, mixedRun());
  const shown = problem(page, 'accepts a proof whose htu names another path');
  await expect(shown).toContainText('A proof made for one server or endpoint can be used at another');
  await expect(shown.getByRole('row').filter({ hasText: 'htu' })).toHaveText(
    /proof payload: htu"http.*orders""http.*elsewhere"/,
  );
  await expect(shown.getByRole('link', { name: 'RFC 9449 §4.3' }).first()).toBeVisible();
  await expect(shown.getByRole('region', { name: 'Tested request' })).toBeHidden();
  await shown.getByText('Both exchanges').click();
  await expect(shown.getByRole('region', { name: 'Tested request' })).toBeVisible();
  await expect(shown.getByRole('button', { name: 'Copy the replay line' })).toBeVisible();
  await shown.getByRole('link', { name: 'htu-other-path@resource' }).first().click();
  await expect(finding(page, 'accepts a proof whose htu names another path')).toHaveAttribute('open');
});

test('shows the evidence of a finding: delta, both sides, the changed member of the proof, replay and curl', async ({
  page,
}) => {
  const troubles = await openReport(page, mixedRun());
  await page.getByRole('button', { name: 'fail 1' }).click();
  const shown = finding(page, 'accepts a proof whose htu names another path');
  await shown.locator('summary').first().click();
  await expect(shown.getByText('claim htu is the request URI, edited: other path')).toBeVisible();
  await expect(shown.getByRole('region', { name: /Control before/ })).toBeVisible();
  await expect(shown.getByRole('region', { name: /^Tested/ })).toBeVisible();
  await expect(shown.getByRole('row').filter({ hasText: 'changed' })).toHaveText(
    /htu"http.*orders""http.*elsewhere"changed/,
  );
  await expect(shown.getByText('proofmark replay record.ndjson shop/htu-other-path@resource')).toBeVisible();
  await expect(shown.getByText(/^curl -sS .*"\$ACCESS_TOKEN"/)).toBeVisible();
  await expect(shown.getByRole('link', { name: 'RFC 9449 §4.3' })).toHaveAttribute(
    'href',
    'https://www.rfc-editor.org/rfc/rfc9449#section-4.3',
  );
  expect(troubles).toEqual([]);
});

test('shows one exchange at a time on a phone, and both on paper and where there is room', async ({ page }) => {
  await openReport(page, mixedRun());
  const shown = problem(page, 'accepts a proof whose htu names another path');
  await shown.getByText('Both exchanges').click();
  const control = shown.getByRole('region', { name: 'Control request' });
  const tested = shown.getByRole('region', { name: 'Tested request' });
  await expect(shown.getByRole('radio', { name: 'Control' })).toBeHidden();
  await expect(control).toBeVisible();
  await page.setViewportSize({ width: 390, height: 800 });
  await expect(tested).toBeVisible();
  await expect(control).toBeHidden();
  await shown.getByRole('radio', { name: 'Control' }).check();
  await expect(control).toBeVisible();
  await expect(tested).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(tested).toBeVisible();
  await page.emulateMedia({ media: 'screen' });

  await shown.getByRole('link', { name: 'htu-other-path@resource' }).first().click();
  const whole = finding(page, 'accepts a proof whose htu names another path');
  await expect(whole.getByRole('region', { name: /^Tested/ })).toBeVisible();
  await expect(whole.getByRole('region', { name: /Control before/ })).toBeHidden();
  await whole.getByRole('radio', { name: 'Control' }).check();
  await expect(whole.getByRole('region', { name: /Control before/ })).toBeVisible();
});

test('filters by verdict, target and text, and keeps the filter in the address', async ({ page }) => {
  await openReport(page, mixedRun());
  const fail = page.getByRole('button', { name: 'fail 1' });
  await fail.click();
  await expect(fail).toHaveAttribute('aria-pressed', 'true');
  await expect(rows(page)).toHaveText(['accepts a proof whose htu names another path']);
  await page.getByRole('button', { name: 'pass 6' }).click();
  await page.getByLabel('Target').selectOption('reference');
  await page.getByLabel('Search').fill('RFC9449-4.3-07a');
  await expect(rows(page)).toHaveText(['rejects a proof that carries its private key']);
  await expect(page.getByRole('status')).toHaveText('1 of 13 findings');
  expect(new URL(page.url()).hash).toBe('#?verdict=fail,pass&target=reference&q=RFC9449-4.3-07a');
  await page.reload();
  await expect(rows(page)).toHaveText(['rejects a proof that carries its private key']);
  await page.getByLabel('Search').fill('nothing like it');
  await expect(page.getByText('No finding matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(page.getByRole('status')).toHaveText('13 findings');
});

test('opens the finding that the address names, filtered out or not', async ({ page }) => {
  await openReport(page, mixedRun(), '#shop/jwk-private-key@token?verdict=pass');
  const shown = finding(page, 'Known since 3.1');
  await expect(shown).toHaveAttribute('open');
  await expect(shown.locator('summary .title').first()).toBeInViewport();
  await expect(shown.getByText('header jwk is the public key, private')).toBeVisible();
  await expect(shown.getByRole('row').filter({ hasText: 'added' })).toHaveText(/jwk.dabsent"AAAA"added/);
});

test('follows a count in the summary to its findings', async ({ page }) => {
  await openReport(page, mixedRun());
  await page.getByRole('link', { name: '1 not judged in RS RFC 9449 §7.1' }).click();
  await expect(rows(page)).toHaveText(['rejects a proof without ath beside an access token']);
});

test('is used by keyboard alone', async ({ page }) => {
  await openReport(page, mixedRun());
  await page.getByRole('button', { name: 'fail 1' }).focus();
  await page.keyboard.press('Space');
  await finding(page, 'another path').locator('summary').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Why it matters')).toBeVisible();
});

test('runs nothing that a target says, and shows it as text', async ({ page }) => {
  const troubles = await openReport(page, hostileRun());
  for (const summary of await page.locator('details > summary').all())
    if (await summary.isVisible()) await summary.click();
  // From the last one on: opening one takes it out of the list.
  const closed = await page.locator('details:not([open]) > summary:visible').all();
  for (const summary of closed.toReversed()) await summary.click();
  await expect(page.getByText('</script><script>globalThis.pwned = "script"</script>').first()).toBeVisible();
  expect(await page.evaluate('globalThis.pwned')).toBeUndefined();
  expect(
    await page
      .locator('img, iframe, object, embed, link, script:not([type^="application/"]):not(:last-of-type)')
      .count(),
  ).toBe(0);
  expect(await page.evaluate('/[\\u202E\\u2066\\u001B]/.test(document.body.innerText)')).toBe(false);
  expect(troubles).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`has no accessibility violation, ${colorScheme}, wide and narrow`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openReport(page, mixedRun(), '#shop/jwk-private-key@token');
    await page.locator('.problem .more > summary').first().click();
    await page.locator('.coverage summary').first().click();
    await page.evaluate('for (const one of document.querySelectorAll(".quirks details")) one.open = true');
    await page.getByRole('button', { name: 'warning 1' }).click();
    await page.getByRole('button', { name: 'fail 1' }).click();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });
}

test('draws what was measured, servers side by side, and says it in words too', async ({ page }) => {
  const troubles = await openReport(page, measuredRun());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/was measured, not judged/);
  await expect(page.locator('.tone-good')).toHaveCount(0);
  const windows = page.getByRole('img', { name: /^Window for iat, resource/ });
  await expect(windows).toBeVisible();
  await expect(windows).toHaveAccessibleName(/two: from 300 \(299–300\) seconds ago to 60 seconds ahead/);
  await expect(windows.locator('rect')).toHaveCount(4);
  await expect(page.getByRole('img', { name: /^Time to answer.*one, accept: median 3.45 ms/ })).toBeVisible();
  await expect(page.getByRole('img', { name: /one: 1 of 8 in 5 rounds, 2 of 8 in 3 rounds/ })).toBeVisible();
  const algorithms = page.getByRole('region', { name: /^Algorithms/ }).getByRole('row');
  await expect(algorithms.filter({ hasText: 'PS256' })).toHaveText(/accepted, not named.*accepted, not named/);
  await page.getByText('Other spellings', { exact: true }).click();
  await expect(page.getByRole('row', { name: /userinfo/ })).toBeVisible();
  expect(troubles).toEqual([]);
  expect(await violations(page)).toEqual([]);
});

test('shows where targets differ, what must be refused first, and calls it no verdict', async ({ page }) => {
  const troubles = await openReport(page, comparedRun());
  const section = page.getByRole('region', { name: 'Comparison of the targets' });
  await expect(section.getByRole('heading', { level: 3 })).toHaveText(['only a accepts']);
  await expect(section).toContainText(/header typ is missing.*must be refused.*another key of RS256/s);
  await expect(page.locator('details.finding')).toHaveCount(0);
  expect(troubles).toEqual([]);
  expect(await violations(page)).toEqual([]);
});

test('looks green only when all is well', async ({ page }) => {
  await openReport(page, greenRun());
  await expect(page.locator('.gate')).toHaveClass(/tone-good/);
  await openReport(page, greenRun().slice(0, -1));
  await expect(page.getByRole('alert')).toHaveText(/Incomplete/);
  await expect(page.locator('.tone-good')).toHaveCount(0);
});

test('holds 10,000 findings in less than 3 MB, and makes rows only for those that it opens', async ({ page }) => {
  const events = largeRun(10_000);
  expect(renderHtml(foldRecord(events)).length).toBeLessThan(3_000_000);
  await openReport(page, events);
  const shownAfter = await page.evaluate('performance.now()');
  test.info().annotations.push({ type: 'milliseconds to all shown', description: String(shownAfter) });
  const rowsMade = page.locator('details.finding');
  expect(await rowsMade.count()).toBeLessThan(500);
  await page.getByRole('button', { name: 'fail 500' }).click();
  await expect(page.getByRole('status')).toHaveText('500 of 10000 findings');
  expect(await rowsMade.count()).toBeLessThan(500);
  const last = page.locator('details.finding:visible').last();
  await last.locator('summary').first().click();
  await expect(last.getByRole('region', { name: /^Tested/ })).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('still shows the problems with their evidence, and why others were not judged', async ({ page }) => {
    await showReport(page, mixedRun());
    await expect(problem(page, 'accepts a proof whose htu names another path').getByRole('row')).toHaveCount(3);
    await expect(page.getByText('The control was throttled with 429: nothing can be concluded.')).toBeVisible();
    await expect(page.getByText('proofmark replay record.ndjson shop/ath-missing@resource')).toBeVisible();
    await expect(page.getByRole('search')).toBeHidden();
    await expect(page.getByRole('img', { name: /^Window for iat/ })).toBeVisible();
  });
});
