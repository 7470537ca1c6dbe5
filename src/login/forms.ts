import { parse, type HTMLElement } from 'node-html-parser';
import { defined } from '../defined.ts';
import { tameHtml } from './tame-html.ts';

export type Field = {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  /** Whether a browser would send it with the page unchanged: not an unticked box or an unchosen radio button. */
  readonly sent: boolean;
};
export type Button = {
  readonly name: string;
  readonly value: string;
  readonly text: string;
  /** `formaction`, where the button sends the form elsewhere; `formmethod` is `method`. */
  readonly action?: string;
  readonly method?: Form['method'];
};

export type Form = {
  readonly method: 'GET' | 'POST';
  /** As it is written in the page; empty for the page's own URL. */
  readonly action: string;
  readonly fields: readonly Field[];
  readonly buttons: readonly Button[];
};

export type Page = {
  readonly title: string;
  readonly base: string;
  readonly forms: readonly Form[];
  /** The URL that `<meta http-equiv="refresh">` leads to within 30 seconds, as it is written. */
  readonly refresh?: string;
  readonly hasScripts: boolean;
};

export function readPage(html: string): Page {
  // HTML allows to omit end tags; without this option the parser drops elements that are still open, forms too.
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
    ...defined({ refresh }),
    hasScripts: root.querySelector('script') !== null,
  };
}

/** Reads `5; url=/next`. A refresh without a URL, or after more than 30 seconds, leads nowhere. */
function refreshOf(meta: HTMLElement): string | undefined {
  if (meta.getAttribute('http-equiv')?.trim().toLowerCase() !== 'refresh') return undefined;
  const content = meta.getAttribute('content') ?? '';
  const [, seconds, url] = /^\s*(\d{1,2})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(content) ?? [];
  return seconds === undefined || Number(seconds) > 30 ? undefined : url?.trim();
}

const controlTags: readonly string[] = ['input', 'select', 'textarea', 'button'];
const isControl = (element: HTMLElement): boolean => controlTags.includes(element.tagName.toLowerCase());

/** `strays` are controls anywhere in the page that name the form they belong to. */
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
    ...defined({ action: action?.trim(), method: method === undefined ? undefined : methodOf(method) }),
  };
}

const refusal = /\b(cancel|deny|decline|reject|refuse|disagree|abort|back|log ?out|sign ?out|switch)/i;
const refuses = ({ text, name, value }: Button): boolean => [text, name, value].some((each) => refusal.test(each));

/**
 * Chooses the form that a person would submit to log in: the one with most fields that `values` knows, or else a form that
 * only asks for consent (it has no fields but hidden ones and boxes), if possible with a button that does not say no.
 */
export function chooseForm(forms: readonly Form[], values: Readonly<Record<string, string>>): Form | undefined {
  const known = ({ fields }: Form): number =>
    fields.filter(({ name, type }) => type !== 'hidden' && name in values).length;
  const best = forms.toSorted((a, b) => known(b) - known(a))[0];
  if (best !== undefined && known(best) > 0) return best;
  const consents = forms.filter(({ fields }) => fields.every(({ type }) => type === 'hidden' || type === 'checkbox'));
  return consents.find(({ buttons }) => buttons.some((button) => !refuses(button))) ?? consents.find(isBare);
}

// A script sends such a form, as in `form_post` pages.
const isBare = ({ buttons, fields }: Form): boolean => buttons.length === 0 && fields.length > 0;

export type Submission = Pick<Form, 'method' | 'action'> & { readonly data: URLSearchParams };

/** Fills in the known fields. The button is the one that `values` names, or else one that does not say no. */
export function fillForm(form: Form, values: Readonly<Record<string, string>>): Submission {
  const { fields, buttons } = form;
  const filled = fields.flatMap((field) => fillField(field, values[field.name]));
  const button =
    buttons.find(({ name, value }) => name !== '' && values[name] === value) ?? buttons.find((each) => !refuses(each));
  if (button !== undefined && button.name !== '') filled.push([button.name, button.value]);
  const { method = form.method, action = form.action } = button ?? {};
  return { method, action, data: new URLSearchParams(filled) };
}

/** A hidden field keeps its value, whatever its name. */
function fillField({ name, type, value, sent }: Field, known: string | undefined): [string, string][] {
  if (known === undefined || type === 'hidden') return sent ? [[name, value]] : [];
  return isChoice(type) && value !== known ? [] : [[name, known]];
}
