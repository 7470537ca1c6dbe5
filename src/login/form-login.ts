import { CookieJar } from 'tough-cookie';
import { printable } from '../document/printable.ts';
import { type Advice, HarnessError } from '../errors.ts';
import type { Wire, WireExchange } from '../wire/types.ts';
import { authorizationResponse, codeOf, type AuthorizationResponse } from './authorization-response.ts';
import { browse, follow, redirectOf, withoutQuery, type Answer, type Visit } from './browse.ts';
import { chooseForm, fillForm, readPage, type Form, type Page } from './forms.ts';

export type FormLoginOptions = {
  readonly wire: Wire;
  readonly authorizationUrl: string;
  /** Never contacted: the login ends when a redirect or a form points to it. */
  readonly redirectUri: string;
  /** Values by form field name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly maxPages: number;
  /** With a jar that is kept between calls, later logins need no login page. */
  readonly jar?: CookieJar;
  readonly signal?: AbortSignal;
};

export type FormLoginResult = {
  readonly params: AuthorizationResponse;
  readonly exchanges: readonly WireExchange[];
};

const maxRedirects = 30;

/**
 * Gets an authorization code by `formAuthorize`.
 * @throws HarnessError `ERR_LOGIN`, also for an error response
 */
export async function formLogin(options: FormLoginOptions): Promise<FormLoginResult & { readonly code: string }> {
  const result = await formAuthorize(options);
  return { ...result, code: codeOf(result.params) };
}

/**
 * Gets an authorization response without a browser. Follows redirects within the allowed hosts, and fills in login and
 * consent forms. It cannot use pages that need scripts.
 * @throws HarnessError `ERR_LOGIN`, naming the last page and the fields it asks for
 */
export async function formAuthorize(options: FormLoginOptions): Promise<FormLoginResult> {
  const jar = options.jar ?? new CookieJar();
  const exchanges: WireExchange[] = [];
  const submitted = new Set<string>();
  let visit: Visit = { method: 'GET', url: options.authorizationUrl };
  let mayRestart = isRepeatable(visit.url);
  for (let pages = 0, redirects = 0; redirects <= maxRedirects;) {
    const params = authorizationResponse(visit, options.redirectUri);
    if (params !== undefined) return { params, exchanges };
    const answer = await browse(visit, options.wire, jar, options.signal);
    exchanges.push(answer.exchange);
    const location = redirectOf(answer);
    if (location === undefined && answer.response.status >= 500 && mayRestart) {
      // Other requests of the same user session may have disturbed the server: one more try.
      mayRestart = false;
      submitted.clear();
      visit = { method: 'GET', url: options.authorizationUrl };
    } else if (location === undefined) {
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

/** A pushed request can be used only once (RFC 9126 §4). */
const isRepeatable = (url: string): boolean => !new URL(url).searchParams.has('request_uri');

function nextVisit(answer: Answer, options: FormLoginOptions, submitted: Set<string>, pages: number): Visit {
  const page = readPage(answer.response.body);
  const form = chooseForm(page.forms, options.fields);
  if (pages > options.maxPages) throw pageError(answer, page, `is one more than login.maxPages (${options.maxPages})`);
  if (form === undefined && page.refresh !== undefined)
    return { method: 'GET', url: absolute(page.refresh, answer, page, 'the refresh') };
  if (form === undefined) throw pageError(answer, page, `has no form that ${unfit(page)}`);
  // A page that asks again has refused the values; another try might lock the account.
  const asked = JSON.stringify([form.action, ...askedFor(form)]);
  if (askedFor(form).length > 0 && submitted.has(asked)) throw askedAgain(answer, page, form, options.fields);
  submitted.add(asked);
  return submit(form, answer, page, options.fields);
}

function unfit({ hasScripts }: Page): string {
  const unknown = 'the login.fields of the descriptor can fill in';
  return hasScripts
    ? `${unknown}, but scripts: if this page needs a browser, set login.with: browser and name login.steps`
    : unknown;
}

function submit(form: Form, answer: Answer, page: Page, values: FormLoginOptions['fields']): Visit {
  const { method, action, data } = fillForm(form, values);
  const url = new URL(action === '' ? answer.visit.url : absolute(action, answer, page, 'a form'));
  url.hash = '';
  if (method === 'POST') return { method, url: url.href, form: data.toString() };
  url.search = data.toString();
  return { method, url: url.href };
}

function absolute(reference: string, { visit }: Answer, page: Page, what: string): string {
  const base = URL.parse(page.base, visit.url) ?? new URL(visit.url);
  const url = URL.parse(reference, base.href);
  if (url !== null) return url.href;
  const place = printable(withoutQuery(visit.url), 200);
  throw new HarnessError('ERR_LOGIN', `login: ${what} at ${place} leads to no valid URL`);
}

const askedFor = ({ fields }: Form): readonly string[] =>
  fields.filter(({ type }) => type !== 'hidden').map(({ name }) => name);

/** Values were refused, or a box was left that the user has to tick. */
function askedAgain(answer: Answer, page: Page, { fields }: Form, values: FormLoginOptions['fields']): HarnessError {
  const isUnticked = ({ name, type, sent }: Form['fields'][number]): boolean =>
    type === 'checkbox' && !sent && !(name in values);
  const boxes = fields.filter(isUnticked).map(({ name, value }) => printable(`${name}: ${JSON.stringify(value)}`, 100));
  const fix =
    boxes.length === 0
      ? 'check the values of login.fields'
      : `the page has a box that is not ticked; to tick it, add to login.fields { ${boxes.slice(0, 5).join(', ')} }`;
  return pageError(answer, page, 'asks for the same again', { at: ['login', 'fields'], fix });
}

function pageError({ visit, response }: Answer, page: Page, problem: string, advice: Advice = {}): HarnessError {
  const names = printable(JSON.stringify(page.forms.slice(0, 20).map(askedFor)), 500);
  const details = `status ${response.status}, title "${printable(page.title, 200)}", form fields ${names}`;
  return new HarnessError(
    'ERR_LOGIN',
    `login: the page ${printable(withoutQuery(visit.url), 200)} ${problem} (${details})`,
    { advice },
  );
}
