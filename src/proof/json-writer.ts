import type { PlanValue } from '../plan/values.ts';

const texts = new WeakMap<object, string>();

/** A value that goes into the JSON as this text, be it JSON or not. To everybody else it is an empty object. */
export function jsonText(text: string): PlanValue {
  const value = {};
  texts.set(value, text);
  return value;
}

/** For a value that goes into many texts: freezes it, so that what is written once stays right. */
export function writtenOnce<T extends object & PlanValue>(value: T): Readonly<T> {
  texts.set(value, writeJson(value));
  return Object.freeze(value);
}

/** `JSON.stringify` for values that may hold text that no `JSON.parse` gives back. */
export function writeJson(value: PlanValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const text = texts.get(value);
  if (text !== undefined) return text;
  // Loops, since what is nested thousands deep leaves little of the stack for callbacks.
  let parts = '';
  if (Array.isArray(value)) {
    for (const item of value as readonly PlanValue[]) parts += `,${writeJson(item)}`;
    return `[${parts.slice(1)}]`;
  }
  for (const [name, member] of Object.entries(value)) parts += `,${JSON.stringify(name)}:${writeJson(member)}`;
  return `{${parts.slice(1)}}`;
}
