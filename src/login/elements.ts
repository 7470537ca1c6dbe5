import type { Locator, Page } from 'playwright';
import { defined } from '../defined.ts';
import { printable } from '../document/printable.ts';
import type { Element } from '../target/descriptor/login.ts';

/** Finds the visible elements that a step names, in one of Playwright's ways. */
export function locate(page: Page, element: Element): Locator {
  return named(page, element).filter({ visible: true });
}

function named(page: Page, { role, name, label, text, placeholder, testId, selector, exact }: Element): Locator {
  const how = defined({ exact });
  if (role !== undefined) {
    // A role that ARIA does not know finds no element, and the step reports that.
    const byRole = role as Parameters<Page['getByRole']>[0];
    return page.getByRole(byRole, name === undefined ? {} : { name, ...how });
  }
  if (label !== undefined) return page.getByLabel(label, how);
  if (text !== undefined) return page.getByText(text, how);
  if (placeholder !== undefined) return page.getByPlaceholder(placeholder, how);
  if (testId !== undefined) return page.getByTestId(testId);
  return page.locator(`css=${selector ?? '*'}`);
}

/** The element as the descriptor names it: `role="button" name="Sign in"`. */
export function elementWords(element: Element): string {
  const ways = ['role', 'name', 'label', 'text', 'placeholder', 'testId', 'selector'] as const;
  const words = ways.flatMap((way) => (element[way] === undefined ? [] : [`${way}="${printable(element[way])}"`]));
  return words.join(' ');
}
