import { printable } from '../document/printable.ts';
import { HarnessError } from '../errors.ts';
import { withoutQuery, type Visit } from './browse.ts';

/** All parameters of an authorization response, `code`, `state` and `iss` among them; the caller checks them. */
export type AuthorizationResponse = Readonly<Record<string, string>>;

/** The query, fragment or form (`response_mode`) of a visit to the redirect URI; `undefined` for any other visit. */
export function authorizationResponse(visit: Visit, redirectUri: string): AuthorizationResponse | undefined {
  if (withoutQuery(visit.url) !== withoutQuery(new URL(redirectUri).href)) return undefined;
  const { searchParams, hash } = new URL(visit.url);
  return Object.fromEntries([
    ...searchParams,
    ...new URLSearchParams(hash.slice(1)),
    ...new URLSearchParams(visit.form),
  ]);
}

/**
 * The authorization code of a response.
 * @throws HarnessError `ERR_LOGIN` with the error response (RFC 6749 §4.1.2.1) where there is no code
 */
export function codeOf(params: AuthorizationResponse): string {
  if (params['code'] !== undefined) return params['code'];
  const what = params['error'] === undefined ? 'no code' : `error ${quoted(params['error'], 80)}`;
  const why = params['error_description'] === undefined ? '' : `: ${quoted(params['error_description'], 300)}`;
  throw new HarnessError('ERR_LOGIN', `login: the authorization server answered with ${what}${why}`);
}

const quoted = (text: string, max: number): string => `"${printable(text, max)}"`;
