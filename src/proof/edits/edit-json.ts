import type { OpOf } from '../../plan/ops.ts';
import type { PlanValue } from '../../plan/values.ts';
import { Inapplicable } from '../inapplicable.ts';
import { editText, placeIn } from './edit-text.ts';

/** Rewrites the JSON text of a part as a whole. */
export function editJson(text: string, edit: OpOf<'json'>['edit']): Buffer {
  switch (edit) {
    case 'array':
      return Buffer.from(`[${text}]`);
    case 'string':
      return Buffer.from(JSON.stringify(text));
    case 'null':
      return Buffer.from('null');
    case 'empty':
      return Buffer.from('');
    case 'truncated':
      return Buffer.from(text.slice(0, -1));
    case 'bom':
      return Buffer.from(`\uFEFF${text}`);
    case 'utf16':
      return Buffer.from(text, 'utf16le');
    case 'invalid-utf8':
      return Buffer.concat([Buffer.from(`${text.slice(0, -1)},"x":"`), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    case 'padded':
      return Buffer.from(` \r\n\t${text} \n`);
    case 'trailing-garbage':
      return Buffer.from(`${text}x`);
    case 'trailing-nul':
      return Buffer.from(`${text}\0`);
    case 'trailing-comma':
      return Buffer.from(`${text.slice(0, -1)},}`);
    case 'comment':
      return Buffer.from(`${text}/* */`);
    case 'single-quotes':
      return Buffer.from(text.replaceAll('"', "'"));
    default:
      return Buffer.from(respellJson(text, edit));
  }
}

/** Writes the same JSON as another text. */
function respellJson(text: string, edit: 'reversed' | 'spaced' | 'escaped-names'): string {
  switch (edit) {
    case 'reversed':
      return reversedMembers(text);
    case 'spaced':
      return text.replace(tokens, (token) => (/^[,:{}[\]]$/.test(token) ? ` ${token}\t` : token));
    case 'escaped-names':
      return text.replace(/"(?:[^"\\]|\\.)*"(:?)/g, (name, colon) =>
        colon === ':' && /^"[^"\\]/.test(name) ? `"${escaped(name.charAt(1))}${name.slice(2)}` : name,
      );
    default:
      return edit satisfies never;
  }
}

/** Strings, and the punctuation between them. */
const tokens = /"(?:[^"\\]|\\.)*"|[,:{}[\]]/g;

function reversedMembers(text: string): string {
  const members: string[] = [];
  let depth = 0;
  let start = 1;
  for (const { 0: token, index } of text.slice(0, -1).matchAll(tokens)) {
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    if (token === ',' && depth === 1) {
      members.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return `{${[...members, text.slice(start, -1)].toReversed().join(',')}}`;
}

/** Edits the JSON text of a part at one place. */
export function editJsonText(text: string, op: OpOf<'json-bytes'>): string {
  if (text === '' && op.edit !== 'insert') throw new Inapplicable('there is no text to edit');
  switch (op.edit) {
    case 'escape':
      return escapeNext(text, op.at);
    case 'space': {
      const place = placeIn(text, op.at);
      const gap = [...text.matchAll(tokens)].find(({ index }) => index >= place)?.index ?? text.length;
      return text.slice(0, gap) + (op.text ?? ' ') + text.slice(gap);
    }
    default:
      return editText(text, op.edit, { ...op, text: op.text ?? ' ' });
  }
}

function escapeNext(text: string, at: number): string {
  const place = placeIn(text, at);
  const letters = [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)].flatMap(({ 0: quoted, index: start }) =>
    [...quoted.matchAll(/\\.|([A-Za-z0-9])/g)]
      .filter(({ 1: letter }) => letter !== undefined)
      .map(({ index }) => start + index),
  );
  const index = letters.find((one) => one >= place) ?? letters[0];
  if (index === undefined) throw new Inapplicable('no string of the text has a letter');
  return text.slice(0, index) + escaped(text.charAt(index)) + text.slice(index + 1);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Nested arrays as JSON text. A value as deep as this would overflow the stack of anything that walks it. */
export function nestedText(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

/** Nested arrays as a value. */
export function nest(depth: number): PlanValue {
  let value: PlanValue = [];
  for (let level = 1; level < depth; level += 1) value = [value];
  return value;
}
