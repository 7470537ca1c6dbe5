import type { PlanValue } from '../plan/values.ts';

const texts = new WeakMap<object, string>();

/** A value that `writeJson` writes as exactly this text, whether it is JSON or not. All other code sees an empty object. */
export function jsonText(text: string): PlanValue {
  const value = {};
  texts.set(value, text);
  return value;
}

/** Freezes a value that goes into many texts, so that its text can be written once and kept. */
export function writtenOnce<T extends object & PlanValue>(value: T): Readonly<T> {
  texts.set(value, writeJson(value));
  return Object.freeze(value);
}

/** `JSON.stringify` for values that may contain text which is no JSON. */
export function writeJson(value: PlanValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const text = texts.get(value);
  if (text !== undefined) return text;
  // Loops and no callbacks, because values thousands deep use most of the stack.
  let parts = '';
  if (Array.isArray(value)) {
    for (const item of value as readonly PlanValue[]) parts += `,${writeJson(item)}`;
    return `[${parts.slice(1)}]`;
  }
  for (const [name, member] of Object.entries(value)) parts += `,${JSON.stringify(name)}:${writeJson(member)}`;
  return `{${parts.slice(1)}}`;
}
