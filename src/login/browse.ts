import type { CookieJar } from 'tough-cookie';
import { defined } from '../defined.ts';
import { HarnessError } from '../errors.ts';
import type { FieldLine, Wire, WireExchange, WireResponse } from '../wire/types.ts';

export type Visit = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly form?: string;
  /** The page that led here; none for an address that the user has opened. */
  readonly from?: string;
};

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
    ['Sec-Fetch-Site', siteOf(visit)],
    ['Sec-Fetch-Mode', 'navigate'],
    ['Sec-Fetch-Dest', 'document'],
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

/** Fetch Metadata: some servers show their login page only to what says that it is a browser. */
function siteOf({ url, from }: Visit): string {
  if (from === undefined) return 'none';
  return new URL(url).origin === new URL(from).origin ? 'same-origin' : 'cross-site';
}

/** Where a 3xx answer points, absolute; `undefined` when it is no redirect. */
export function redirectOf({ visit, response }: Answer): string | undefined {
  const location = response.fields.find(([name]) => name.toLowerCase() === 'location')?.[1];
  if (location === undefined || response.status < 300 || response.status > 399) return undefined;
  return URL.parse(location, visit.url)?.href;
}

/** RFC 9110 §15.4: only 307 and 308 repeat the form. */
export function follow({ visit, response }: Answer, url: string): Visit {
  return response.status === 307 || response.status === 308
    ? { ...visit, url }
    : { method: 'GET', url, ...defined({ from: visit.from }) };
}

/** For messages: a query or fragment may hold secrets. */
export const withoutQuery = (url: string): string => url.replace(/[?#][^]*$/, '');
