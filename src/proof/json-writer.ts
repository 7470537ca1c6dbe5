import type { PlanValue } from '../plan/values.ts';

const texts = new WeakMap<object, string>();

/** A value that goes into the JSON as this text, be it JSON or not. To everybody else it is an empty object. */
export function jsonText(text: string): PlanValue {
  const value = {};
  texts.set(value, text);
  return value;
}

/** `JSON.stringify` for values that may hold text that no `JSON.parse` gives back. */
export function writeJson(value: PlanValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const text = texts.get(value);
  if (text !== undefined) return text;
  if (Array.isArray(value)) return `[${value.map((item: PlanValue) => writeJson(item)).join(',')}]`;
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${writeJson(member)}`);
  return `{${members.join(',')}}`;
}
