import { CookieJar } from 'tough-cookie';
import { HarnessError } from '../errors.ts';
import type { LoginDescriptor } from '../target/login-descriptor.ts';
import type { WireExchange } from '../wire/types.ts';
import { AuthorizationRefused } from './authorization-refused.ts';
import type { AuthorizationResponse } from './authorization-response.ts';
import { openBrowserSession, type BrowserLoginOptions } from './browser-login.ts';
import { formAuthorize } from './form-login.ts';
import { journeyOn } from './journey.ts';

export type LoginOptions = Omit<BrowserLoginOptions, 'login'> & { readonly login: LoginDescriptor | undefined };

/** The user of the target's authorization server, who logs in and consents wherever that is asked for. */
export type Login = {
  /**
   * Makes an authorization request and answers what comes back to the redirect URI, an error answer too.
   * @throws AuthorizationRefused where the server answers it with an error page
   */
  readonly authorize: (authorizationUrl: string, redirectUri: string) => Promise<AuthorizationResponse>;
  /** The answer of the server that ended the last authorization request. */
  readonly lastAnswer: () => WireExchange | undefined;
  readonly close: () => Promise<void>;
};

type Way = Pick<Login, 'authorize' | 'close'>;

/** After so many failures in a row no login is tried any more: it costs much time, and may lock the account. */
const attempts = 3;

/**
 * One user session; the caller sees to it that only one login runs at a time.
 * @throws HarnessError `ERR_LOGIN` where there is no browser to be had
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
        // Where logins work, an error page speaks of the request and not of the login.
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
  if (login?.with === 'browser') return openBrowserSession({ ...options, login });
  const fields = Object.entries(login?.fields ?? {}).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : (secrets.get(value.env) ?? ''),
  ]);
  const about = { fields: Object.fromEntries(fields), maxPages: login?.maxPages ?? 8, jar: new CookieJar() };
  return {
    authorize: async (authorizationUrl, redirectUri) =>
      (await formAuthorize({ ...about, wire, signal, authorizationUrl, redirectUri })).params,
    close: async () => {},
  };
}
