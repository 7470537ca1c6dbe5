import type { PlanValue, TextEdit } from '../../plan/values.ts';
import { Inapplicable } from '../inapplicable.ts';
import { swapCase } from './edit-text.ts';
import { fullwidth } from './htu.ts';
import { writeJson } from '../json-writer.ts';

/** Edits a value. A value that is no string is edited as its JSON text and becomes a string. */
export function editValue(value: PlanValue, edit: TextEdit, text = 'x'): PlanValue {
  switch (edit) {
    case 'as-array':
      return [value];
    case 'as-object':
      return { value };
    case 'as-number':
      return asNumber(value);
    default: {
      const whole = typeof value === 'string' ? value : writeJson(value);
      const edited = editWhole(whole, edit, text);
      if (edited === value) throw new Inapplicable(`the edit "${edit}" leaves the value as it is`);
      return edited;
    }
  }
}

/** The number that the text is; for any other text, the number of its characters. */
function asNumber(value: PlanValue): PlanValue {
  if (typeof value !== 'string') return 0;
  const number = Number(value);
  return value !== '' && Number.isFinite(number) ? number : value.length;
}

type Rewriting = Exclude<TextEdit, 'as-array' | 'as-object' | 'as-number'>;

function editWhole(whole: string, edit: Rewriting, text: string): string {
  switch (edit) {
    case 'drop-first':
      return whole.slice(1);
    case 'drop-last':
      return whole.slice(0, -1);
    case 'append':
      return whole + text;
    case 'prefix':
      return text + whole;
    case 'upper':
      return whole.toUpperCase();
    case 'lower':
      return whole.toLowerCase();
    case 'swap-case':
      return swapCase(whole);
    case 'leading-space':
      return ` ${whole}`;
    case 'trailing-space':
      return `${whole} `;
    case 'tab':
      return `${whole}\t`;
    case 'newline':
      return `${whole}\n`;
    case 'nul':
      return `${whole}\0`;
    case 'doubled':
      return whole + whole;
    case 'reversed':
      return whole.split('').toReversed().join('');
    case 'quoted':
      return `"${whole}"`;
    default:
      return disguise(whole, edit);
  }
}

/** Text that looks the same to people, or that becomes the same when software decodes or folds it. */
function disguise(
  whole: string,
  edit: 'look-alike' | 'full-width' | 'zero-width' | 'combining' | 'percent-encoded',
): string {
  switch (edit) {
    case 'look-alike':
      return whole.replace(/[ACEHKMOPTXaceijopsxy]/, (letter) => cyrillic.charAt(latin.indexOf(letter)));
    case 'full-width':
      return whole.replace(/[A-Za-z0-9]/, fullwidth);
    case 'zero-width':
      return `${whole.slice(0, 1)}\u200d${whole.slice(1)}`;
    case 'combining':
      return whole.normalize('NFD') === whole ? `${whole.slice(0, 1)}\u0301${whole.slice(1)}` : whole.normalize('NFD');
    case 'percent-encoded':
      return whole.replace(
        /[A-Za-z0-9]/,
        (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
      );
    default:
      return edit satisfies never;
  }
}

/** Latin letters. The list below has, at the same places, Cyrillic letters that look like them (Unicode Technical Standard 39). */
const latin = 'ACEHKMOPTXaceijopsxy';
const cyrillic =
  '\u0410\u0421\u0415\u041d\u041a\u041c\u041e\u0420\u0422\u0425\u0430\u0441\u0435\u0456\u0458\u043e\u0440\u0455\u0445\u0443';
