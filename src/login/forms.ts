import { parse, type HTMLElement } from 'node-html-parser';
import { tameHtml } from './tame-html.ts';

export type Field = {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  /** Sent as the page stands: all but unticked boxes and unchosen radio buttons. */
  readonly sent: boolean;
};
export type Button = {
  readonly name: string;
  readonly value: string;
  readonly text: string;
  /** `formaction` and `formmethod`, where the button sends the form elsewhere. */
  readonly action?: string;
  readonly method?: Form['method'];
};

export type Form = {
  readonly method: 'GET' | 'POST';
  /** As written in the page; empty: the page's own URL. */
  readonly action: string;
  readonly fields: readonly Field[];
  readonly buttons: readonly Button[];
};

export type Page = {
  readonly title: string;
  readonly base: string;
  readonly forms: readonly Form[];
  /** Where `<meta http-equiv="refresh">` leads to within some seconds, as written. */
  readonly refresh?: string;
  readonly hasScripts: boolean;
};

export function readPage(html: string): Page {
  // End tags may be left out; without this option the parser drops what was open, forms included.
  const root = parse(tameHtml(html) ?? '', { closeAllByClosing: true });
  const strays = root.querySelectorAll('[form]').filter(isControl);
  const refresh = root
    .querySelectorAll('meta')
    .map(refreshOf)
    .find((each) => each !== undefined);
  return {
    title: root.querySelector('title')?.text.trim() ?? '',
    base: root.querySelector('base[href]')?.getAttribute('href') ?? '',
    forms: root.querySelectorAll('form').map((form) => readForm(form, strays)),
    ...(refresh !== undefined && { refresh }),
    hasScripts: root.querySelector('script') !== null,
  };
}

/** `5; url=/next`; a page that comes back to itself, or only after a minute, leads nowhere. */
function refreshOf(meta: HTMLElement): string | undefined {
  if (meta.getAttribute('http-equiv')?.trim().toLowerCase() !== 'refresh') return undefined;
  const content = meta.getAttribute('content') ?? '';
  const [, seconds, url] = /^\s*(\d{1,2})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(content) ?? [];
  return seconds === undefined || Number(seconds) > 30 ? undefined : url?.trim();
}

const controlTags: readonly string[] = ['input', 'select', 'textarea', 'button'];
const isControl = (element: HTMLElement): boolean => controlTags.includes(element.tagName.toLowerCase());

/** `strays` name the form that they belong to, wherever they stand. */
function readForm(form: HTMLElement, strays: readonly HTMLElement[]): Form {
  const id = form.getAttribute('id');
  const inside = form.querySelectorAll(controlTags.join(', ')).filter((each) => !each.hasAttribute('form'));
  const own = strays.filter((each) => id !== undefined && each.getAttribute('form') === id);
  const controls = [...inside, ...own].filter((each) => !isDisabled(each));
  return {
    method: methodOf(form.getAttribute('method')),
    action: form.getAttribute('action')?.trim() ?? '',
    fields: controls.flatMap(readField),
    buttons: controls.filter(isSubmit).map(readButton),
  };
}

const methodOf = (text: string | undefined): Form['method'] => (text?.trim().toLowerCase() === 'post' ? 'POST' : 'GET');

const isDisabled = (control: HTMLElement): boolean =>
  control.hasAttribute('disabled') || control.closest('fieldset[disabled]') !== null;

const typeOf = (element: HTMLElement): string => {
  const tag = element.tagName.toLowerCase();
  const type = element.getAttribute('type')?.trim().toLowerCase();
  if (tag === 'input') return type ?? 'text';
  return tag === 'button' ? (type ?? 'submit') : tag;
};

const isSubmit = (element: HTMLElement): boolean => ['submit', 'image'].includes(typeOf(element));

const notSent: readonly string[] = ['submit', 'image', 'button', 'reset', 'file'];

function readField(element: HTMLElement): readonly Field[] {
  const name = element.getAttribute('name') ?? '';
  const type = typeOf(element);
  if (name === '' || notSent.includes(type)) return [];
  if (!isChoice(type)) return [{ name, type, value: valueOf(element, type), sent: true }];
  return [{ name, type, value: element.getAttribute('value') ?? 'on', sent: element.hasAttribute('checked') }];
}

const isChoice = (type: string): boolean => type === 'checkbox' || type === 'radio';

function valueOf(element: HTMLElement, type: string): string {
  if (type === 'textarea') return element.text;
  if (type !== 'select') return element.getAttribute('value') ?? '';
  const option = element.querySelector('option[selected]') ?? element.querySelector('option');
  return option?.getAttribute('value') ?? option?.text ?? '';
}

function readButton(element: HTMLElement): Button {
  const action = element.getAttribute('formaction');
  const method = element.getAttribute('formmethod');
  return {
    name: element.getAttribute('name') ?? '',
    value: element.getAttribute('value') ?? '',
    text: `${element.text} ${element.getAttribute('value') ?? ''}`.trim(),
    ...(action !== undefined && { action: action.trim() }),
    ...(method !== undefined && { method: methodOf(method) }),
  };
}

const refusal = /\b(cancel|deny|decline|reject|refuse|disagree|abort|back|log ?out|sign ?out|switch)/i;
const refuses = ({ text, name, value }: Button): boolean => [text, name, value].some((each) => refusal.test(each));

/**
 * The form a person who wants in would submit: the one with most fields that `values` knows, else one that only asks for
 * consent (nothing but hidden fields), preferably with a button that does not say no.
 */
export function chooseForm(forms: readonly Form[], values: Readonly<Record<string, string>>): Form | undefined {
  const known = ({ fields }: Form): number =>
    fields.filter(({ name, type }) => type !== 'hidden' && name in values).length;
  const best = forms.toSorted((a, b) => known(b) - known(a))[0];
  if (best !== undefined && known(best) > 0) return best;
  const consents = forms.filter(({ fields }) => fields.every(({ type }) => type === 'hidden' || type === 'checkbox'));
  return consents.find(({ buttons }) => buttons.some((button) => !refuses(button))) ?? consents.find(isBare);
}

// Sent by script, as `form_post` pages are.
const isBare = ({ buttons, fields }: Form): boolean => buttons.length === 0 && fields.length > 0;

export type Submission = Pick<Form, 'method' | 'action'> & { readonly data: URLSearchParams };

/** The form with the known fields filled in, sent by the button that `values` names, or else by one that goes ahead. */
export function fillForm(form: Form, values: Readonly<Record<string, string>>): Submission {
  const { fields, buttons } = form;
  const filled = fields.flatMap((field) => fillField(field, values[field.name]));
  const button =
    buttons.find(({ name, value }) => name !== '' && values[name] === value) ?? buttons.find((each) => !refuses(each));
  if (button !== undefined && button.name !== '') filled.push([button.name, button.value]);
  const { method = form.method, action = form.action } = button ?? {};
  return { method, action, data: new URLSearchParams(filled) };
}

/** A hidden field is the page's own business, whatever its name. */
function fillField({ name, type, value, sent }: Field, known: string | undefined): [string, string][] {
  if (known === undefined || type === 'hidden') return sent ? [[name, value]] : [];
  return isChoice(type) && value !== known ? [] : [[name, known]];
}
