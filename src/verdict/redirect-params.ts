import type { WireResponse } from '../wire/types.ts';
import { fieldValues } from './answer.ts';

/** The parameters of the redirect that ends an authorization flow. */
export function redirectParams(response: WireResponse | undefined): Readonly<Record<string, string>> {
  const [location] = response === undefined ? [] : fieldValues(response, 'location');
  const parts = (location ?? '').split(/[?#]/).slice(1);
  return Object.fromEntries(parts.flatMap((part) => [...new URLSearchParams(part)]));
}
