import { isChoice, type Button, type Field, type Form } from './page.ts';

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
