import { CookieJar } from 'tough-cookie';
import { HarnessError } from '../errors.ts';
import type { Wire, WireExchange } from '../wire/types.ts';
import { browse, follow, redirectOf, withoutQuery, type Answer, type Visit } from './browse.ts';
import { chooseForm, fillForm, readPage, type Form, type Page } from './forms.ts';

export type FormLoginOptions = {
  readonly wire: Wire;
  readonly authorizationUrl: string;
  /** Never contacted: the login ends where a redirect or a form points to it. */
  readonly redirectUri: string;
  /** Values by form field name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly maxPages: number;
  /** Kept between calls, it makes later logins go through without the login page. */
  readonly jar?: CookieJar;
  readonly signal?: AbortSignal;
};

export type FormLoginResult = {
  readonly code: string;
  /** All parameters of the authorization response, `code`, `state` and `iss` among them; the caller checks them. */
  readonly params: Readonly<Record<string, string>>;
  readonly exchanges: readonly WireExchange[];
};

const maxRedirects = 30;

/**
 * Gets an authorization code without a browser: follows redirects within the allowed hosts, fills in login and consent
 * forms. Pages that need scripts are beyond it.
 * @throws HarnessError `ERR_LOGIN`, naming the last page and the fields it asks for
 */
export async function formLogin(options: FormLoginOptions): Promise<FormLoginResult> {
  const jar = options.jar ?? new CookieJar();
  const exchanges: WireExchange[] = [];
  const submitted = new Set<string>();
  let visit: Visit = { method: 'GET', url: options.authorizationUrl };
  for (let pages = 0, redirects = 0; redirects <= maxRedirects;) {
    const params = authorizationResponse(visit, options.redirectUri);
    if (params !== undefined) return { code: codeOf(params), params, exchanges };
    const answer = await browse(visit, options.wire, jar, options.signal);
    exchanges.push(answer.exchange);
    const location = redirectOf(answer);
    if (location === undefined) {
      pages += 1;
      visit = nextVisit(answer, options, submitted, pages);
    } else {
      redirects += 1;
      visit = follow(answer, location);
    }
  }
  throw new HarnessError(
    'ERR_LOGIN',
    `login: more than ${maxRedirects} redirects, the last to ${withoutQuery(visit.url)}`,
  );
}

/** Query, fragment or form (`response_mode`) of a visit to the redirect URI. */
function authorizationResponse(visit: Visit, redirectUri: string): Readonly<Record<string, string>> | undefined {
  if (withoutQuery(visit.url) !== withoutQuery(new URL(redirectUri).href)) return undefined;
  const { searchParams, hash } = new URL(visit.url);
  return Object.fromEntries([
    ...searchParams,
    ...new URLSearchParams(hash.slice(1)),
    ...new URLSearchParams(visit.form),
  ]);
}

function codeOf(params: Readonly<Record<string, string>>): string {
  if (params['code'] !== undefined) return params['code'];
  const what = params['error'] === undefined ? 'no code' : `error ${JSON.stringify(params['error'])}`;
  const why = params['error_description'] === undefined ? '' : `: ${JSON.stringify(params['error_description'])}`;
  throw new HarnessError('ERR_LOGIN', `login: the authorization server answered with ${what}${why}`);
}

function nextVisit(answer: Answer, options: FormLoginOptions, submitted: Set<string>, pages: number): Visit {
  const page = readPage(answer.response.body);
  const form = chooseForm(page.forms, options.fields);
  if (form === undefined)
    throw pageError(answer, page, 'has no form that the login.fields of the descriptor can fill in');
  // Asked again, the values were wrong; a third try might lock the account.
  const asked = JSON.stringify([form.action, ...askedFor(form)]);
  if (askedFor(form).length > 0 && submitted.has(asked))
    throw pageError(answer, page, 'asks for the same again: check the values of login.fields');
  submitted.add(asked);
  if (pages > options.maxPages) throw pageError(answer, page, `is one more than login.maxPages (${options.maxPages})`);
  return submit(form, answer, page, options.fields);
}

function submit(form: Form, { visit }: Answer, page: Page, values: FormLoginOptions['fields']): Visit {
  const base = page.base === '' ? visit.url : new URL(page.base, visit.url).href;
  const url = form.action === '' ? new URL(visit.url) : URL.parse(form.action, base);
  if (url === null)
    throw new HarnessError('ERR_LOGIN', `login: a form at ${withoutQuery(visit.url)} has no valid action`);
  url.hash = '';
  const data = fillForm(form, values).toString();
  if (form.method === 'POST') return { method: 'POST', url: url.href, form: data };
  url.search = data;
  return { method: 'GET', url: url.href };
}

const askedFor = ({ fields }: Form): readonly string[] =>
  fields.filter(({ type }) => type !== 'hidden').map(({ name }) => name);

function pageError({ visit, response }: Answer, page: Page, problem: string): HarnessError {
  const names = JSON.stringify(page.forms.map(askedFor)).slice(0, 500);
  const title = JSON.stringify(page.title.slice(0, 200));
  const told = `status ${response.status}, title ${title}, form fields ${names}`;
  return new HarnessError('ERR_LOGIN', `login: the page ${withoutQuery(visit.url)} ${problem} (${told})`);
}
