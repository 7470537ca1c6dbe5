import type { SymbolicValue } from '../../plan/values.ts';
import { Inapplicable } from '../inapplicable.ts';
import { fullwidth } from './htu.ts';

/** The request method in the letter case that the plan asks for. */
export function resolveMethod(method: string, letterCase: 'lower' | 'mixed' | undefined): string {
  if (letterCase === undefined) return method;
  const lower = method.toLowerCase();
  return letterCase === 'lower' ? lower : lower.charAt(0).toUpperCase() + lower.slice(1);
}

export function editMethod(method: string, edit: Extract<SymbolicValue, { $: 'method' }>['edit']): string {
  switch (edit) {
    case undefined:
      return method;
    case 'first-letter':
      return method.charAt(0);
    case 'padded':
      return `${method} `;
    case 'put':
      if (method === 'PUT') throw new Inapplicable('the method of the request is PUT');
      return 'PUT';
    case 'swapped':
      return method === 'POST' ? 'GET' : 'POST';
    case 'fullwidth':
      return fullwidth(method.charAt(0)) + method.slice(1);
    case 'long-s':
      if (!method.includes('S')) throw new Inapplicable('the method of the request has no S');
      return method.replace('S', '\u017f');
    default:
      edit satisfies never;
      return method;
  }
}
