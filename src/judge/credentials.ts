import { fieldLines } from './read-proof.ts';
import type { JudgedRequest } from './types.ts';

/** An access token, or an attempt at one, as a resource request presents it. */
export type Credential =
  | { readonly kind: 'dpop'; readonly token: string; readonly scheme: string; readonly blanks: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'parameter'; readonly token: string; readonly place: 'query' | 'form' }
  /** The scheme is another one, or no token follows it. */
  | { readonly kind: 'none' };

/** The credentials of the `Authorization` lines, in order, and then those of RFC 6750 sections 2.2 and 2.3. */
export const readCredentials = (request: JudgedRequest): readonly Credential[] => [
  ...fieldLines(request, 'authorization').map(readAuthorization),
  ...parameters(queryOf(request.url), 'query'),
  ...(isForm(request) ? parameters(request.body ?? '', 'form') : []),
];

const readAuthorization = (line: string): Credential => {
  const end = line.search(/[ \t]/);
  const scheme = end === -1 ? line : line.slice(0, end);
  const token = end === -1 ? '' : line.slice(end).replace(/^[ \t]+/, '');
  // Some servers trim more white space than a field value can have around it.
  const name = scheme.trim().toLowerCase();
  if (token === '' || (name !== 'dpop' && name !== 'bearer')) return { kind: 'none' };
  return name === 'bearer'
    ? { kind: 'bearer', token }
    : { kind: 'dpop', token, scheme, blanks: line.slice(end, line.length - token.length) };
};

const queryOf = (url: string): string => {
  const [beforeFragment = ''] = url.split('#', 1);
  const mark = beforeFragment.indexOf('?');
  return mark === -1 ? '' : beforeFragment.slice(mark + 1);
};

const isForm = (request: JudgedRequest): boolean =>
  fieldLines(request, 'content-type').some((type) => /^application\/x-www-form-urlencoded\b/i.test(type));

const parameters = (text: string, place: 'query' | 'form'): readonly Credential[] =>
  new URLSearchParams(text).getAll('access_token').map((token) => ({ kind: 'parameter', token, place }));
