import type { Locator, Page } from 'playwright';
import { printable } from '../document/printable.ts';
import type { Element } from '../target/login-descriptor.ts';

/** A step names an element in one of Playwright's ways; only what can be seen counts. */
export function locate(page: Page, element: Element): Locator {
  return named(page, element).filter({ visible: true });
}

function named(page: Page, { role, name, label, text, placeholder, testId, selector, exact }: Element): Locator {
  const how = exact === undefined ? {} : { exact };
  if (role !== undefined) {
    // What is no ARIA role finds nothing, and the step says so.
    const byRole = role as Parameters<Page['getByRole']>[0];
    return page.getByRole(byRole, name === undefined ? {} : { name, ...how });
  }
  if (label !== undefined) return page.getByLabel(label, how);
  if (text !== undefined) return page.getByText(text, how);
  if (placeholder !== undefined) return page.getByPlaceholder(placeholder, how);
  if (testId !== undefined) return page.getByTestId(testId);
  return page.locator(`css=${selector ?? '*'}`);
}

/** As the descriptor has it: `role=button name="Sign in"`. */
export function elementWords(element: Element): string {
  const ways = ['role', 'name', 'label', 'text', 'placeholder', 'testId', 'selector'] as const;
  const words = ways.flatMap((way) => (element[way] === undefined ? [] : [`${way}="${printable(element[way])}"`]));
  return words.join(' ');
}
