import type { Locator, Page } from 'playwright';

/** A PNG of the page, with passwords and shown secrets painted over; `undefined` where the page no longer responds. */
export async function takeScreenshot(page: Page, secrets: readonly string[]): Promise<Uint8Array | undefined> {
  try {
    const texts = secrets.map((secret) => page.getByText(secret));
    const inputs = await inputsWith(page, secrets);
    const mask = [page.locator('input[type=password]'), ...texts, ...inputs];
    return await page.screenshot({ mask, timeout: 5000, animations: 'disabled' });
  } catch {
    return undefined;
  }
}

/** Fields that hold a secret without being password fields. */
async function inputsWith(page: Page, secrets: readonly string[]) {
  const fields = page.locator('input, textarea');
  const count = Math.min(await fields.count(), 200);
  const found: Locator[] = [];
  for (let index = 0; index < count; index += 1) {
    const field = fields.nth(index);
    const value = await field.inputValue({ timeout: 500 }).catch(() => '');
    if (secrets.some((secret) => value.includes(secret))) found.push(field);
  }
  return found;
}
