// Measures how long the HTML report takes in a browser to show what a filter asks for.
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright';
import { quietArguments } from '../src/browser/chromium.ts';
import { findOrInstallChromium } from './chromium.ts';

/** Milliseconds until everything was on the screen. */
export type PageTimes = { readonly opened: number; readonly filters: readonly Filtered[] };
export type Filtered = { readonly kind: 'filter' | 'search'; readonly what: string; readonly ms: number };

const rounds = 5;

/** @throws Error where there is no Chromium */
export async function measurePage(file: string): Promise<PageTimes> {
  const found = await findOrInstallChromium();
  if (!found.found) throw new Error(found.problem);
  const args = ['--no-sandbox', ...quietArguments];
  const browser = await chromium.launch({ executablePath: found.path, args });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(pathToFileURL(file).href);
    await page.locator('html[data-ready]').waitFor({ state: 'attached' });
    const opened = await page.evaluate<number>('performance.now()');
    return { opened, filters: await measureFilters(page) };
  } finally {
    await browser.close();
  }
}

type Action = Omit<Filtered, 'ms'> & { readonly script: string };

/** Each in the best of some rounds, since other programs run beside. */
async function measureFilters(page: Page): Promise<readonly Filtered[]> {
  const best: Filtered[] = [];
  for (const { script, ...action } of await actionsOn(page)) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      times.push(await untilShown(page, script));
      await untilShown(page, `document.getElementById('filter-clear').click()`);
    }
    best.push({ ...action, ms: Math.min(...times) });
  }
  return best;
}

/** Each verdict alone, each target alone, and searches that match nearly all, some and none. */
async function actionsOn(page: Page): Promise<readonly Action[]> {
  const toggles = await page.locator('.toggle').all();
  const statuses = await Promise.all(toggles.map((toggle) => toggle.getAttribute('data-status')));
  const targets = await page.locator('#filter-target option').count();
  const set = (id: string, value: string, event: string): string =>
    `{ const field = document.getElementById('${id}'); field.value = ${JSON.stringify(value)}; field.dispatchEvent(new Event('${event}')); }`;
  return [
    ...statuses.map((status): Action => {
      const script = `document.querySelector('.toggle[data-status="${status}"]').click()`;
      return { kind: 'filter', what: `only ${status}`, script };
    }),
    ...Array.from({ length: Math.max(0, targets - 1) }, (_, index): Action => {
      return {
        kind: 'filter',
        what: `only target ${index + 1}`,
        script: set('filter-target', String(index), 'change'),
      };
    }),
    ...['e', 'token', 'rfc9449', 'nothing like it'].map((text): Action => {
      return { kind: 'search', what: JSON.stringify(text), script: set('filter-text', text, 'input') };
    }),
  ];
}

/** A frame is on the screen when the first task after it runs. */
async function untilShown(page: Page, action: string): Promise<number> {
  return page.evaluate<number>(`new Promise((resolve) => {
    const startedAt = performance.now();
    ${action};
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.now() - startedAt);
    requestAnimationFrame(() => port2.postMessage(0));
  })`);
}
