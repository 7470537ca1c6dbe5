import type { OpOf } from '../../plan/ops.ts';
import { Inapplicable } from '../inapplicable.ts';

type Place = { readonly at: number; readonly text?: string | undefined };

/** The place at `at` thousandths of the length of a text. */
export function placeIn(text: string, at: number): number {
  return Math.floor((at * text.length) / 1000);
}

/** The edits that work on any text. */
export function editText(whole: string, edit: 'truncate' | 'drop' | 'insert' | 'double', op: Place): string {
  const place = placeIn(whole, op.at);
  const index = Math.min(place, whole.length - 1);
  switch (edit) {
    case 'truncate':
      return whole.slice(0, index);
    case 'drop':
      return whole.slice(0, index) + whole.slice(index + 1);
    case 'insert':
      return whole.slice(0, place) + (op.text ?? 'A') + whole.slice(place);
    case 'double':
      return whole.slice(0, index + 1) + whole;
    default:
      return edit satisfies never;
  }
}

const places = { header: 0, payload: 1, signature: 2 } as const;

/** Edits the finished proof. The edit `splice` continues with the text of `other`, another lawful proof. */
export function editProof(proof: string, op: OpOf<'bytes'>, other: string): string {
  if (op.of === 'proof') return editSegment(proof, op, other);
  const segments = proof.split('.');
  const index = places[op.of];
  const segment = segments[index];
  if (segment === undefined) throw new Inapplicable(`what is sent as the proof has no ${op.of}`);
  return segments.with(index, editSegment(segment, op, other.split('.')[index] ?? '')).join('.');
}

function editSegment(whole: string, op: OpOf<'bytes'>, other: string): string {
  if (whole === '' && op.edit !== 'insert') throw new Inapplicable('there is no text to edit');
  switch (op.edit) {
    case 'flip':
      return changeNext(whole, op.at, /[A-Za-z0-9_-]/, flipped);
    case 'swap-case':
      return changeNext(whole, op.at, /[A-Za-z]/, swapCase);
    case 'splice':
      return whole.slice(0, placeIn(whole, op.at)) + other.slice(placeIn(other, op.at));
    default:
      return editText(whole, op.edit, op);
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Flips the highest of the six bits, which is never a spare one. */
function flipped(character: string): string {
  return alphabet.charAt(alphabet.indexOf(character) ^ 0b10_0000);
}

export function swapCase(text: string): string {
  return text.replace(/\p{L}/gu, (letter) => {
    const lower = letter.toLowerCase();
    return lower === letter ? letter.toUpperCase() : lower;
  });
}

/** Changes the next character of a kind; after the end of the text the search starts again at its beginning. */
function changeNext(whole: string, at: number, kind: RegExp, change: (character: string) => string): string {
  const start = Math.min(placeIn(whole, at), whole.length - 1);
  const after = whole.slice(start).search(kind);
  const index = after === -1 ? whole.search(kind) : start + after;
  if (index === -1) throw new Inapplicable('the text has no such character');
  return whole.slice(0, index) + change(whole.charAt(index)) + whole.slice(index + 1);
}
