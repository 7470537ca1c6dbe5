import type { Defect, Defects } from '../defects.ts';
import { EndlessLoop, ProcessExit } from '../net/fate.ts';
import { isJsonObject, type JsonObject } from './json.ts';

/** Defects that end a request because of text in its proof, in any member. */
const deadlyStrings: readonly (readonly [Defect, (text: string) => boolean])[] = [
  ['nul-500', (text) => text.includes('\0')],
  ['control-500', (text) => text.includes('\u001b')],
  ['surrogate-500', (text) => !text.isWellFormed()],
  ['format-500', (text) => text.includes('\u200b')],
  ['template-500', (text) => text.includes('"')],
  ['path-500', (text) => text.includes('../')],
  ['long-member-500', (text) => text.length >= 3000],
];

const deadlyMembers: readonly (readonly [Defect, (object: JsonObject) => boolean])[] = [
  ['method-name-500', (object) => Object.hasOwn(object, 'toString') || Object.hasOwn(object, 'toJSON')],
  ['x5c-500', (object) => Object.hasOwn(object, 'x5c')],
  ['x5t-500', (object) => Object.hasOwn(object, 'x5t')],
  ['zip-500', (object) => Object.hasOwn(object, 'zip')],
  ['b64-500', (object) => object.b64 === true],
  ['cty-500', (object) => Object.hasOwn(object, 'cty')],
  ['exp-infinite-500', ({ exp }) => exp === Infinity],
  ['exp-mistyped-500', ({ exp }) => exp !== undefined && typeof exp !== 'number'],
  ['long-jti-500', ({ jti }) => typeof jti === 'string' && jti.length > 5000],
  ['iat-large-500', ({ iat }) => typeof iat === 'number' && iat > Number.MAX_SAFE_INTEGER],
  ['crit-mistyped-500', ({ crit }) => crit === null || typeof crit === 'number'],
  ['alg-prototype-500', ({ alg }) => typeof alg === 'string' && alg in {}],
  ['alg-mistyped-500', ({ alg }) => alg !== undefined && typeof alg !== 'string'],
  ['typ-mistyped-500', ({ typ }) => typ !== undefined && typeof typ !== 'string'],
  ['jwk-mistyped-500', ({ jwk }) => jwk !== undefined && !isJsonObject(jwk)],
];

export function crashOnText(bytes: Buffer, defects: Defects): void {
  if (defects.has('deep-json-endless') && bytes.includes('['.repeat(500))) throw new EndlessLoop();
  if (defects.has('deep-json-exit') && bytes.includes('['.repeat(1000))) throw new ProcessExit();
  if (defects.has('iat-no-number-500') && /"iat":(?:0x|1e9e|NaN|-?Inf)/.test(bytes.toString('latin1'))) {
    throw new Error('not a number');
  }
}

export function crashOnValue(value: JsonObject, defects: Defects): void {
  const strings = deadlyStrings.filter(([id]) => defects.has(id));
  for (const [id, isDeadly] of strings) if (stringsIn(value).some(isDeadly)) throw new Error(id);
  for (const [id, isDeadly] of deadlyMembers) if (defects.has(id) && isDeadly(value)) throw new Error(id);
}

function stringsIn(value: JsonObject): readonly string[] {
  return Object.values(value).filter((member) => typeof member === 'string');
}

const inherited = new WeakMap<Defects, Record<string, unknown>>();

/** The object as it is. With a defect, it gets members from its __proto__ or constructor. */
export function merged(value: JsonObject, part: string, defects: Defects): JsonObject {
  const isHeader = part === 'header';
  const shallow = defects.has(isHeader ? 'prototype-polluted' : 'claims-prototype-read');
  if (shallow) return { ...prototypeOf(value), ...value };
  if (!isHeader || !defects.has('prototype-polluted-for-good')) return value;
  const all = { ...inherited.get(defects), ...prototypeOf(value) };
  inherited.set(defects, all);
  return { ...all, ...value };
}

function prototypeOf(value: JsonObject): JsonObject {
  const own = Object.getOwnPropertyDescriptor(value, '__proto__')?.value as unknown;
  const made = Object.getOwnPropertyDescriptor(value, 'constructor')?.value as unknown;
  const prototype = isJsonObject(own) ? own : isJsonObject(made) ? made.prototype : undefined;
  return isJsonObject(prototype) ? prototype : {};
}
