import { Parser } from 'htmlparser2';
import { defined } from '../defined.ts';
import { isChoice, type Button, type Field, type Form, type Page } from './page.ts';

/** A page is read up to here. At each tag, the time of the parser grows with the depth, so the tags bound it. */
const most = { tags: 20_000, forms: 200, controls: 2000, text: 65_536 } as const;
const sliceLength = 4096;

/** Reads a page as it streams by, so that no page can hold the run. What is beyond the bounds is not read. */
export function readPage(html: string): Page {
  const reading = newReading();
  const parser = new Parser({
    onopentag: (name, attributes) => openTag(reading, name, attributes),
    ontext: (text) => addText(reading, text),
    onclosetag: (name, isImplied) => closeTag(reading, name, isImplied),
  });
  for (let at = 0, tags = 0; at < html.length && tags < most.tags; at += sliceLength) {
    const slice = html.slice(at, at + sliceLength);
    tags += slice.split('<').length - 1;
    parser.write(slice);
  }
  parser.end();
  return pageOf(reading);
}

type Attributes = Readonly<Record<string, string>>;
type Text = { text: string };
type Option = Text & { readonly value: string | undefined; readonly isSelected: boolean };
type Control = Text & {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly isDisabled: boolean;
  readonly options: Option[];
};
type OpenForm = {
  readonly attributes: Attributes;
  readonly controls: Control[];
  /** Whether the element has been closed by the end of another one. Its controls may go on. */
  isPopped: boolean;
};

type Reading = {
  controls: number;
  title: Text | undefined;
  base: string | undefined;
  refresh: string | undefined;
  hasScripts: boolean;
  readonly forms: OpenForm[];
  /** The form that a control belongs to, if it names no other. */
  form: OpenForm | undefined;
  /** Controls that name the form that they belong to, by its id. */
  readonly strays: Map<string, Control[]>;
  /** For each open fieldset, whether it is disabled. */
  readonly fieldsets: boolean[];
  /** The elements whose text is being read, the innermost last. */
  readonly open: { readonly tag: string; readonly into: Text }[];
  select: Control | undefined;
};

function newReading(): Reading {
  const nothing = { title: undefined, base: undefined, refresh: undefined, form: undefined, select: undefined };
  return { ...nothing, controls: 0, hasScripts: false, forms: [], strays: new Map(), fieldsets: [], open: [] };
}

function openTag(reading: Reading, tag: string, attributes: Attributes): void {
  switch (tag) {
    case 'title':
      if (reading.title === undefined) read(reading, tag, (reading.title = { text: '' }));
      break;
    case 'base':
      reading.base ??= attributes['href'];
      break;
    case 'meta':
      reading.refresh ??= refreshOf(attributes);
      break;
    case 'script':
      reading.hasScripts = true;
      break;
    case 'form':
      openForm(reading, attributes);
      break;
    case 'fieldset':
      reading.fieldsets.push('disabled' in attributes);
      break;
    case 'input':
    case 'select':
    case 'textarea':
    case 'button':
      openControl(reading, tag, attributes);
      break;
    case 'option':
      openOption(reading, attributes);
      break;
    default:
  }
}

function read(reading: Reading, tag: string, into: Text): void {
  reading.open.push({ tag, into });
}

function addText({ open }: Reading, text: string): void {
  for (const { into } of open.slice(-4)) if (into.text.length < most.text) into.text += text.slice(0, most.text);
}

function closeTag(reading: Reading, tag: string, isImplied: boolean): void {
  if (tag === 'fieldset') reading.fieldsets.pop();
  if (tag === 'select') reading.select = undefined;
  if (tag === 'form' && reading.form !== undefined) {
    if (isImplied) reading.form.isPopped = true;
    else reading.form = undefined;
  }
  if (reading.open.at(-1)?.tag === tag) reading.open.pop();
}

/** A form inside a form is none: its controls belong to the outer one. */
function openForm(reading: Reading, attributes: Attributes): void {
  if ((reading.form !== undefined && !reading.form.isPopped) || reading.forms.length >= most.forms) return;
  reading.form = { attributes, controls: [], isPopped: false };
  reading.forms.push(reading.form);
}

function openControl(reading: Reading, tag: string, attributes: Attributes): void {
  reading.controls += 1;
  if (reading.controls > most.controls) return;
  const isDisabled = 'disabled' in attributes || reading.fieldsets.includes(true);
  const control: Control = { tag, attributes, isDisabled, options: [], text: '' };
  const { form: id } = attributes;
  if (id === undefined) reading.form?.controls.push(control);
  else if (reading.strays.get(id)?.push(control) === undefined) reading.strays.set(id, [control]);
  if (tag === 'select') reading.select = control;
  if (tag === 'textarea' || tag === 'button') read(reading, tag, control);
}

function openOption(reading: Reading, attributes: Attributes): void {
  reading.controls += 1;
  if (reading.select === undefined || reading.controls > most.controls) return;
  const option = { value: attributes['value'], isSelected: 'selected' in attributes, text: '' };
  reading.select.options.push(option);
  read(reading, 'option', option);
}

/** Reads `5; url=/next`. A refresh without a URL, or after more than 30 seconds, leads nowhere. */
function refreshOf({ 'http-equiv': equivalent, content = '' }: Attributes): string | undefined {
  if (equivalent?.trim().toLowerCase() !== 'refresh') return undefined;
  const [, seconds, url] =
    /^\s*(\d{1,2})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(content.slice(0, most.text)) ?? [];
  return seconds === undefined || Number(seconds) > 30 ? undefined : url?.trim();
}

function pageOf({ title, base = '', forms, strays, refresh, hasScripts }: Reading): Page {
  const taken = new Set<string>();
  return {
    title: title?.text.trim() ?? '',
    base,
    forms: forms.map(({ attributes, controls }) => {
      const { id } = attributes;
      const own = id === undefined || taken.has(id) ? [] : (strays.get(id) ?? []);
      if (id !== undefined) taken.add(id);
      return formOf(
        attributes,
        [...controls, ...own].filter(({ isDisabled }) => !isDisabled),
      );
    }),
    ...defined({ refresh }),
    hasScripts,
  };
}

function formOf({ method, action }: Attributes, controls: readonly Control[]): Form {
  return {
    method: methodOf(method),
    action: action?.trim() ?? '',
    fields: controls.flatMap(fieldOf),
    buttons: controls.filter((control) => isSubmit(typeOf(control))).map(buttonOf),
  };
}

const methodOf = (text: string | undefined): Form['method'] => (text?.trim().toLowerCase() === 'post' ? 'POST' : 'GET');

const typeOf = ({ tag, attributes: { type } }: Control): string => {
  const written = type?.trim().toLowerCase();
  if (tag === 'input') return written ?? 'text';
  return tag === 'button' ? (written ?? 'submit') : tag;
};

const isSubmit = (type: string): boolean => ['submit', 'image'].includes(type);

const notSent: readonly string[] = ['submit', 'image', 'button', 'reset', 'file'];

function fieldOf(control: Control): readonly Field[] {
  const { name = '', value, checked } = control.attributes;
  const type = typeOf(control);
  if (name === '' || notSent.includes(type)) return [];
  if (!isChoice(type)) return [{ name, type, value: valueOf(control, type), sent: true }];
  return [{ name, type, value: value ?? 'on', sent: checked !== undefined }];
}

function valueOf({ attributes, options, text }: Control, type: string): string {
  // The first line feed in a textarea is no part of its value.
  if (type === 'textarea') return text.replace(/^\r?\n/, '');
  if (type !== 'select') return attributes['value'] ?? '';
  const option = options.find(({ isSelected }) => isSelected) ?? options[0];
  return option?.value ?? option?.text ?? '';
}

function buttonOf({ attributes, text }: Control): Button {
  const { name = '', value = '', formaction, formmethod } = attributes;
  return {
    name,
    value,
    text: `${text} ${value}`.trim(),
    ...defined({
      action: formaction?.trim(),
      method: formmethod === undefined ? undefined : methodOf(formmethod),
    }),
  };
}
