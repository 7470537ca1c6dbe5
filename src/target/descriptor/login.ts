import * as z from 'zod';
import { Secret } from './secret.ts';

const Value = z.union([z.string(), Secret]);
const text = z.string().min(1);

/** How an element of a page is found, as by Playwright's `getBy…`. No second one may be visible. */
const place = {
  /** ARIA role: button, textbox, checkbox, link … */
  role: text.optional(),
  /** Accessible name, beside a role. */
  name: text.optional(),
  label: text.optional(),
  text: text.optional(),
  placeholder: text.optional(),
  testId: text.optional(),
  /** CSS. */
  selector: text.optional(),
  /** Whether the whole text has to match, in its own case; a part is enough if absent. */
  exact: z.boolean().optional(),
};

const ways = ['role', 'label', 'text', 'placeholder', 'testId', 'selector'] as const;

const Element = z.strictObject(place).superRefine(oneWay);
export type Element = z.output<typeof Element>;

const Filling = z.strictObject({ ...place, value: Value }).superRefine(oneWay);

const Press = z.strictObject({ ...place, key: text }).superRefine((step, context) => {
  if (waysOf(step).length > 0 || step.name !== undefined) oneWay(step, context);
});

const Wait = z.strictObject({ ...place, url: text.optional() }).superRefine((step, context) => {
  if (step.url === undefined) oneWay(step, context);
  else if (waysOf(step).length > 0) issue(context, 'waits for one thing: url, or an element');
});

const actions = ['fill', 'select', 'click', 'check', 'press', 'wait'] as const;

const LoginStep = z
  .strictObject({
    fill: Filling.optional(),
    /** Chooses an option by its value or label. */
    select: Filling.optional(),
    click: Element.optional(),
    check: Element.optional(),
    /** Presses a key, for example `Enter`, in an element, or wherever the focus is. */
    press: Press.optional(),
    /** Waits until an element is visible, or until the address matches `url` (`*` stands for any text). */
    wait: Wait.optional(),
    /** Whether the step is left out where the page does not show it, such as a consent that is asked for only once. */
    ifPresent: z.boolean().optional(),
  })
  .superRefine((step, context) => {
    const named = actions.filter((action) => step[action] !== undefined);
    if (named.length !== 1) issue(context, `name one action of ${actions.join(', ')}`);
  });
export type LoginStep = z.output<typeof LoginStep>;

/** The forms of the pages are filled in and posted; no script runs. */
const FormLogin = z.strictObject({
  with: z.literal('form').optional(),
  /** Values for the form fields of the login and consent pages, by field name. */
  fields: z.record(z.string(), Value),
  maxPages: z.int().min(1).max(20).default(8),
});

/** The steps are taken in Chromium, driven by Playwright. */
const BrowserLogin = z.strictObject({
  with: z.literal('browser'),
  steps: z.array(LoginStep).min(1).max(50),
  /** The limit for one step, and for the redirect after the last one. */
  stepSeconds: z.number().positive().max(120).default(10),
  /** The limit for one login as a whole. */
  seconds: z.number().positive().max(600).default(60),
});
export type BrowserLogin = z.output<typeof BrowserLogin>;

export const LoginDescriptor = z.discriminatedUnion('with', [FormLogin, BrowserLogin]);
export type LoginDescriptor = z.output<typeof LoginDescriptor>;

type Ways = Partial<Record<(typeof ways)[number] | 'name', string | undefined>>;

function waysOf(step: Ways): readonly string[] {
  return ways.filter((way) => step[way] !== undefined);
}

function oneWay(step: Ways, context: z.RefinementCtx): void {
  if (waysOf(step).length !== 1) issue(context, `name one of ${ways.join(', ')}`);
  if (step.name !== undefined && step.role === undefined) issue(context, 'a name belongs to a role', ['name']);
}

function issue(context: z.RefinementCtx, message: string, path: string[] = []): void {
  context.addIssue({ code: 'custom', path, message });
}
