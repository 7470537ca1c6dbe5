import { HarnessError } from '../errors.ts';
import type { LoginDescriptor } from '../target/descriptor/login.ts';
import type { WireExchange } from '../wire/types.ts';
import { AuthorizationRefused } from './authorization-refused.ts';
import type { AuthorizationResponse } from './authorization-response.ts';
import type { BrowserLoginOptions } from './browser-login.ts';
import type { FormLoginOptions } from './form-login.ts';
import { journeyOn } from './journey.ts';

export type LoginOptions = Omit<BrowserLoginOptions, 'login'> & { readonly login: LoginDescriptor | undefined };

/** The user of the target's authorization server, who logs in and consents where a page asks for it. */
export type Login = {
  /**
   * Makes an authorization request; returns what comes back to the redirect URI, which may be an error response.
   * @throws AuthorizationRefused where the server answers with an error page
   * @throws HarnessError `ERR_LOGIN` where the login does not get through
   */
  readonly authorize: (authorizationUrl: string, redirectUri: string) => Promise<AuthorizationResponse>;
  /** The answer of the server that ended the last authorization request. */
  readonly lastAnswer: () => WireExchange | undefined;
  readonly close: () => Promise<void>;
};

type Way = Pick<Login, 'authorize' | 'close'>;

/** After so many failures in a row no login is tried any more: it would take much time, and might lock the account. */
const attempts = 3;

/**
 * Opens one user session. The caller runs only one login at a time.
 * @throws HarnessError `ERR_LOGIN` where the login needs a browser and there is none
 */
export async function openLogin(options: LoginOptions): Promise<Login> {
  const journey = journeyOn(options.wire);
  const way = await openWay({ ...options, wire: journey.wire });
  const failures: HarnessError[] = [];
  let last: WireExchange | undefined;
  let hasWorked = false;
  return {
    authorize: async (authorizationUrl, redirectUri) => {
      const failure = failures.at(-1);
      if (failure !== undefined && failures.length >= attempts) throw failure;
      journey.begin();
      try {
        const response = await way.authorize(authorizationUrl, redirectUri);
        failures.length = 0;
        last = journey.end(redirectUri);
        hasWorked ||= response['code'] !== undefined;
        return response;
      } catch (error) {
        const page = error instanceof HarnessError ? journey.refusal() : undefined;
        // Once a login has worked, an error page is about the request and not about the login.
        if (error instanceof HarnessError && !(hasWorked && page !== undefined)) failures.push(error);
        throw page === undefined || !(error instanceof Error) ? error : new AuthorizationRefused(error.message, page);
      }
    },
    lastAnswer: () => last,
    close: way.close,
  };
}

async function openWay(options: LoginOptions): Promise<Way> {
  const { login, wire, signal, secrets } = options;
  if (login?.with === 'browser') {
    const { openBrowserSession } = await import('./browser-login.ts');
    return openBrowserSession({ ...options, login });
  }
  const fields = Object.entries(login?.fields ?? {}).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : (secrets.get(value.env) ?? ''),
  ]);
  const settings = { fields: Object.fromEntries(fields), maxPages: login?.maxPages ?? 8, wire, signal };
  let session: Promise<Way['authorize']> | undefined;
  return {
    authorize: async (authorizationUrl, redirectUri) => {
      session ??= openFormSession(settings);
      return (await session)(authorizationUrl, redirectUri);
    },
    close: async () => {},
  };
}

type FormSettings = Pick<FormLoginOptions, 'fields' | 'maxPages' | 'wire' | 'signal'>;

/** What reads pages is loaded when the first one has to be read, so that a run starts faster. One jar serves all logins. */
async function openFormSession(settings: FormSettings): Promise<Way['authorize']> {
  const [{ CookieJar }, { formAuthorize }] = await Promise.all([import('tough-cookie'), import('./form-login.ts')]);
  const jar = new CookieJar();
  return async (authorizationUrl, redirectUri) =>
    (await formAuthorize({ ...settings, jar, authorizationUrl, redirectUri })).params;
}
