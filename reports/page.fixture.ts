import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from 'playwright/test';
import { foldRecord } from '../src/record/reader.ts';
import type { RecordEvent } from '../src/record/schema.ts';
import { renderHtml } from '../src/report/formats/html.ts';

/** Opens the report of a run from a file, as a user does. Returns whatever goes wrong on the page, or leaves it. */
export async function showReport(page: Page, events: readonly RecordEvent[], hash = ''): Promise<readonly string[]> {
  return showPage(page, renderHtml(foldRecord(events)), hash);
}

/** As {@link showReport}, of any page. */
export async function showPage(page: Page, html: string, hash = ''): Promise<readonly string[]> {
  const troubles: string[] = [];
  const file = test.info().outputPath('report.html');
  await writeFile(file, html);
  const url = pathToFileURL(file).href;
  page.on('request', (request) => request.url().split('#')[0] !== url && troubles.push(`request ${request.url()}`));
  page.on('console', (message) => troubles.push(`console ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(`error ${error.message}`));
  page.on('dialog', (dialog) => troubles.push(`dialog ${dialog.message()}`));
  await page.goto(url + hash);
  return troubles;
}

/** As {@link showReport}, and waits until its script has done its work. */
export async function openReport(page: Page, events: readonly RecordEvent[], hash = ''): Promise<readonly string[]> {
  const troubles = await showReport(page, events, hash);
  await expect(page.locator('html[data-ready]')).toBeAttached();
  return troubles;
}

export async function violations(page: Page): Promise<readonly string[]> {
  const results = await new AxeBuilder({ page }).analyze();
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
