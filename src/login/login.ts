import { HarnessError } from '../errors.ts';
import type { BrowserLogin, LoginDescriptor } from '../target/descriptor/login.ts';
import type { Wire, WireExchange } from '../wire/types.ts';
import { AuthorizationRefused } from './authorization-refused.ts';
import type { AuthorizationResponse } from './authorization-response.ts';
import type { BrowserLoginOptions } from './browser-login.ts';
import type { FormLoginOptions } from './form-login.ts';
import { journeyOn } from './journey.ts';
import { createTurns } from './turns.ts';

export type LoginOptions = Omit<BrowserLoginOptions, 'login'> & { readonly login: LoginDescriptor | undefined };

/** The end of a login: what came back to the redirect URI, and the answer of the server that led there. */
export type Arrival = { readonly params: AuthorizationResponse; readonly exchange: WireExchange | undefined };

/** The user of the target's authorization server, who logs in and consents where a page asks for it. */
export type Login = {
  /**
   * Makes an authorization request; what comes back may be an error response. Logins share one user session, so they take
   * turns. Several run at once where the server asks nobody to log in and sets no cookie.
   * @throws AuthorizationRefused where the server answers with an error page
   * @throws HarnessError `ERR_LOGIN` where the login does not get through
   */
  readonly authorize: (authorizationUrl: string, redirectUri: string) => Promise<Arrival>;
  readonly close: () => Promise<void>;
};

type Way = {
  /** Sends over the wire that it is given. */
  readonly authorize: (wire: Wire, authorizationUrl: string, redirectUri: string) => Promise<AuthorizationResponse>;
  readonly close: () => Promise<void>;
};

/** After so many failures in a row no login is tried any more: it would take much time, and might lock the account. */
const attempts = 3;

/** So many at once, where none can disturb another. */
const atOnce = 8;

/**
 * Opens one user session.
 * @throws HarnessError `ERR_LOGIN` where the login needs a browser and there is none
 */
export async function openLogin(options: LoginOptions): Promise<Login> {
  const way = await openWay(options);
  const turns = createTurns();
  const failures: HarnessError[] = [];
  let hasWorked = false;
  let hasSession = false;
  const authorize: Login['authorize'] = async (authorizationUrl, redirectUri) => {
    const failure = failures.at(-1);
    if (failure !== undefined && failures.length >= attempts) throw failure;
    const journey = journeyOn(options.wire);
    try {
      const params = await way.authorize(journey.wire, authorizationUrl, redirectUri);
      failures.length = 0;
      hasWorked ||= params['code'] !== undefined;
      return { params, exchange: journey.end(redirectUri) };
    } catch (error) {
      const page = error instanceof HarnessError ? journey.refusal() : undefined;
      // Once a login has worked, an error page is about the request and not about the login.
      if (error instanceof HarnessError && !(hasWorked && page !== undefined)) failures.push(error);
      throw page === undefined || !(error instanceof Error) ? error : new AuthorizationRefused(error.message, page);
    } finally {
      hasSession ||= journey.leftCookie();
      turns.allow(journey.isDirect(redirectUri) && !hasSession ? atOnce : 1);
    }
  };
  return {
    authorize: (authorizationUrl, redirectUri) => turns.take(() => authorize(authorizationUrl, redirectUri)),
    close: way.close,
  };
}

async function openWay(options: LoginOptions): Promise<Way> {
  const { login } = options;
  return login?.with === 'browser' ? browserWay(options, login) : formWay(options, login);
}

async function browserWay(options: LoginOptions, login: BrowserLogin): Promise<Way> {
  const { openBrowserSession } = await import('./browser-login.ts');
  let current = options.wire;
  // The browser is opened before any login; what it sends belongs to the one that is under way.
  const wire: Wire = { ...options.wire, send: (request, signal) => current.send(request, signal) };
  const session = await openBrowserSession({ ...options, login, wire });
  return {
    authorize: async (own, authorizationUrl, redirectUri) => {
      current = own;
      return session.authorize(authorizationUrl, redirectUri);
    },
    close: session.close,
  };
}

/** What reads pages is loaded when the first one has to be read, so that a run starts faster. One jar serves all logins. */
function formWay({ signal, secrets }: LoginOptions, login: Exclude<LoginDescriptor, BrowserLogin> | undefined): Way {
  const fields = Object.entries(login?.fields ?? {}).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : (secrets.get(value.env) ?? ''),
  ]);
  const settings = { fields: Object.fromEntries(fields), maxPages: login?.maxPages ?? 8, signal };
  let session: Promise<Way['authorize']> | undefined;
  return {
    authorize: async (...request) => {
      session ??= openFormSession(settings);
      return (await session)(...request);
    },
    close: async () => {},
  };
}

type FormSettings = Pick<FormLoginOptions, 'fields' | 'maxPages' | 'signal'>;

async function openFormSession(settings: FormSettings): Promise<Way['authorize']> {
  const [{ CookieJar }, { formAuthorize }] = await Promise.all([import('tough-cookie'), import('./form-login.ts')]);
  const jar = new CookieJar();
  return async (wire, authorizationUrl, redirectUri) =>
    (await formAuthorize({ ...settings, wire, jar, authorizationUrl, redirectUri })).params;
}
