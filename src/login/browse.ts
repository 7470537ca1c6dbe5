import type { CookieJar } from 'tough-cookie';
import { defined } from '../defined.ts';
import { HarnessError } from '../errors.ts';
import type { FieldLine, Wire, WireExchange, WireResponse } from '../wire/types.ts';

export type Visit = { readonly method: 'GET' | 'POST'; readonly url: string; readonly form?: string };

export type Answer = { readonly visit: Visit; readonly response: WireResponse; readonly exchange: WireExchange };

/**
 * Sends one request as a browser with this cookie jar would; the caller follows redirects.
 * @throws HarnessError `ERR_LOGIN` where no answer comes
 */
export async function browse(visit: Visit, wire: Wire, jar: CookieJar, signal?: AbortSignal): Promise<Answer> {
  const cookies = await jar.getCookieString(visit.url);
  const fields: FieldLine[] = [
    ['Accept', 'text/html,application/xhtml+xml'],
    ['User-Agent', 'Proofmark'],
  ];
  if (cookies !== '') fields.push(['Cookie', cookies]);
  if (visit.form !== undefined) fields.push(['Content-Type', 'application/x-www-form-urlencoded']);
  const { method, url, form } = visit;
  const exchange = await wire.send({ method, url, fields, ...defined({ body: form }) }, signal);
  const { response, failure } = exchange;
  if (response === undefined) {
    const message = `login: no answer from ${withoutQuery(url)}: ${failure?.message ?? 'unknown'}`;
    throw new HarnessError('ERR_LOGIN', message);
  }
  for (const [name, value] of response.fields) {
    if (name.toLowerCase() === 'set-cookie') await jar.setCookie(value, url, { ignoreError: true });
  }
  return { visit, response, exchange };
}

/** Where a 3xx answer points, absolute; `undefined` when it is no redirect. */
export function redirectOf({ visit, response }: Answer): string | undefined {
  const location = response.fields.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (location === undefined || response.status < 300 || response.status > 399) return undefined;
  return URL.parse(location, visit.url)?.href;
}

/** RFC 9110 §15.4: only 307 and 308 repeat the form. */
export function follow({ visit, response }: Answer, url: string): Visit {
  return response.status === 307 || response.status === 308 ? { ...visit, url } : { method: 'GET', url };
}

/** For messages: a query or fragment may hold secrets. */
export const withoutQuery = (url: string): string => url.replace(/[?#][^]*$/, '');
