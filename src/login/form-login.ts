import { CookieJar } from 'tough-cookie';
import { printable } from '../document/printable.ts';
import { type Advice, HarnessError } from '../errors.ts';
import type { Wire, WireExchange } from '../wire/types.ts';
import { authorizationResponse, codeOf, type AuthorizationResponse } from './authorization-response.ts';
import { browse, follow, redirectOf, withoutQuery, type Answer, type Visit } from './browse.ts';
import { chooseForm, fillForm } from './forms.ts';
import { isChoice, type Form, type Page } from './page.ts';
import { readPage } from './read-page.ts';

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
  const progress: Progress = { pages: 0, submitted: new Set(), typed: new Set(), sentOn: 0 };
  let visit: Visit = { method: 'GET', url: options.authorizationUrl };
  let mayRestart = isRepeatable(visit.url);
  for (let redirects = 0; redirects <= maxRedirects;) {
    const params = authorizationResponse(visit, options.redirectUri);
    if (params !== undefined) return { params, exchanges };
    const answer = await browse(visit, options.wire, jar, options.signal);
    exchanges.push(answer.exchange);
    const location = redirectOf(answer);
    if (location === undefined && answer.response.status >= 500 && mayRestart && progress.typed.size === 0) {
      // Other requests of the same user session may have disturbed the server: one more try.
      mayRestart = false;
      progress.submitted.clear();
      visit = { method: 'GET', url: options.authorizationUrl };
    } else if (location === undefined) {
      progress.pages += 1;
      visit = nextVisit(answer, options, progress);
    } else {
      redirects += 1;
      visit = sentOn(answer, location, progress);
    }
  }
  throw new HarnessError(
    'ERR_LOGIN',
    `login: more than ${maxRedirects} redirects, the last to ${withoutQuery(visit.url)}`,
  );
}

/** What one attempt to log in has done. */
type Progress = {
  pages: number;
  /** Forms without typed values, by their action and what they ask for. */
  readonly submitted: Set<string>;
  /** Names of the values that were typed. None of them goes out twice, because another try might lock the account. */
  readonly typed: Set<string>;
  /** How often a redirect has repeated a form with typed values. */
  sentOn: number;
};

/** A pushed request can be used only once (RFC 9126 §4). */
const isRepeatable = (url: string): boolean => !new URL(url).searchParams.has('request_uri');

/** A server may send a form on to where it belongs, once. */
function sentOn(answer: Answer, location: string, progress: Progress): Visit {
  const next = follow(answer, location);
  if (next.method !== 'POST' || progress.typed.size === 0) return next;
  progress.sentOn += 1;
  if (progress.sentOn === 1) return next;
  const place = printable(withoutQuery(answer.visit.url), 200);
  throw new HarnessError(
    'ERR_LOGIN',
    `login: ${place} sends the form with the password on once more (${printable(withoutQuery(location), 200)})`,
  );
}

function nextVisit(answer: Answer, options: FormLoginOptions, progress: Progress): Visit {
  const { fields: values, maxPages } = options;
  const page = readPage(answer.response.body);
  const form = chooseForm(page.forms, values);
  if (progress.pages > maxPages) throw pageError(answer, page, `is one more than login.maxPages (${maxPages})`);
  if (form === undefined && page.refresh !== undefined)
    return { method: 'GET', url: absolute(page.refresh, answer, page, 'the refresh'), from: answer.visit.url };
  if (form === undefined) throw pageError(answer, page, `has no form that ${unfit(page)}`);
  if (!isNews(form, values, progress)) throw askedAgain(answer, page, form, values);
  return submit(form, answer, page, values);
}

/** Whether a form asks for something that it, or another one, has not been given yet. Notes what it is given now. */
function isNews(form: Form, values: FormLoginOptions['fields'], { submitted, typed }: Progress): boolean {
  const known = form.fields.filter(({ name, type }) => type !== 'hidden' && !isChoice(type) && name in values);
  if (known.length === 0) {
    const asked = JSON.stringify([form.action, ...askedFor(form)]);
    const isAgain = askedFor(form).length > 0 && submitted.has(asked);
    submitted.add(asked);
    return !isAgain;
  }
  const isPassword = ({ type }: Form['fields'][number]): boolean => type === 'password';
  const isAgain = ({ name }: Form['fields'][number]): boolean => typed.has(name);
  const news = !known.every(isAgain) && !known.filter(isPassword).some(isAgain);
  for (const { name } of known) typed.add(name);
  return news;
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
  const from = answer.visit.url;
  if (method === 'POST') return { method, url: url.href, form: data.toString(), from };
  url.search = data.toString();
  return { method, url: url.href, from };
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
