import type { Mask } from './mask.ts';

type Form = Mask & { readonly text: string };

/** Forms with one ending, by their length and by how they begin: a target may make up thousands that end alike. */
export type Bucket = Map<number, Map<string, Form[]>>;

const width = 8;

export function addForm(bucket: Bucket, form: Form): void {
  const ofLength = bucket.get(form.text.length) ?? new Map<string, Form[]>();
  bucket.set(form.text.length, ofLength);
  const key = keyAt(form.text, 0, form.text.length);
  const alike = ofLength.get(key);
  if (alike === undefined) ofLength.set(key, [form]);
  else if (!alike.some(({ text }) => text === form.text)) alike.push(form);
}

/** The forms that a text holds up to this place. */
export function formsAt(bucket: Bucket, text: string, end: number): readonly Form[] {
  const found: Form[] = [];
  for (const [length, ofLength] of bucket) {
    if (length > end) continue;
    const alike = ofLength.get(keyAt(text, end - length, length));
    if (alike !== undefined) found.push(...alike.filter((form) => text.endsWith(form.text, end)));
  }
  return found;
}

/** What stands at the beginning and in the middle. */
function keyAt(text: string, start: number, length: number): string {
  const middle = start + (length >> 1);
  return text.slice(start, start + width) + text.slice(middle, Math.min(middle + width, start + length));
}
