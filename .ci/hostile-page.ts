import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { quietArguments } from '../src/browser/chromium.ts';
import { findOrInstallChromium } from './chromium.ts';
import { withTemporaryFolder } from './temporary.ts';

export type Viewer = {
  /** Opens a report and all that it can show; returns what goes wrong on the page, or leaves it. */
  readonly look: (report: string) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

/** A Chromium for reports on hostile targets. A page that misbehaves shows first that it would notice. */
export async function openViewer(): Promise<Viewer> {
  const found = await findOrInstallChromium();
  if (!found.found) throw new Error(found.problem);
  const args = ['--no-sandbox', ...quietArguments];
  const browser = await chromium.launch({ executablePath: found.path, args });
  await checkControl(browser);
  return { look: (report) => troublesOf(browser, report), close: () => browser.close() };
}

const control = `<html data-ready><body>\u001b<script>console.log(1); alert(1)</script><img src="http://127.0.0.3:9/x">`;

async function checkControl(browser: Browser): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const file = path.join(folder, 'control.html');
    await writeFile(file, control);
    const seen = (await troublesOf(browser, file)).map((trouble) => trouble.split(' ', 1)[0]);
    const missing = ['request', 'console', 'dialog', 'control'].filter((kind) => !seen.includes(kind));
    if (missing.length > 0) throw new Error(`the browser does not notice: ${missing.join(', ')}`);
  });
}

/** More of them show the same, and a page holds thousands. */
const mostOpened = 60;

async function troublesOf(browser: Browser, report: string): Promise<readonly string[]> {
  const page = await browser.newPage();
  const url = pathToFileURL(report).href;
  const troubles: string[] = [];
  page.on('request', (request) => request.url().split('#')[0] !== url && troubles.push(`request ${request.url()}`));
  page.on('console', (message) => troubles.push(`console ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(`error ${error.message}`));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  try {
    await page.goto(url);
    await page.locator('html[data-ready]').waitFor({ state: 'attached', timeout: 600_000 });
    await openAll(page);
    if (await page.evaluate('/[\\u202E\\u2066\\u001B]/.test(document.body.innerText)'))
      troubles.push('control characters are shown');
  } catch (error) {
    troubles.push(`report: ${String(error).slice(0, 200)}`);
  }
  await page.close();
  return troubles;
}

async function openAll(page: Page): Promise<void> {
  await page.evaluate(
    `for (const one of [...document.querySelectorAll('details')].slice(0, ${mostOpened})) one.open = true`,
  );
  await page.waitForTimeout(100);
}
