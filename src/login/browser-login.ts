import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright';
import { printable } from '../document/printable.ts';
import { HarnessError } from '../errors.ts';
import type { BrowserLogin } from '../target/descriptor/login.ts';
import type { AuthorizationResponse } from './authorization-response.ts';
import { withoutQuery } from './browse.ts';
import { openNetwork, type Network, type NetworkOptions } from './network.ts';
import { startBrowser } from '../browser/start-browser.ts';
import { takeSteps } from './steps.ts';
import { takeScreenshot } from './screenshot.ts';

export type BrowserLoginOptions = NetworkOptions & {
  readonly login: BrowserLogin;
  /** The descriptor's path, for messages. */
  readonly path: string;
  readonly secrets: ReadonlyMap<string, string>;
  readonly env: NodeJS.ProcessEnv;
  /** Masks secrets. */
  readonly mask: (text: string) => string;
  /** Saves a screenshot; returns the file's name. */
  readonly saveScreenshot?: (picture: Uint8Array) => Promise<string>;
};

export type BrowserSession = {
  /** Only one may run at a time: all share one page. */
  readonly authorize: (authorizationUrl: string, redirectUri: string) => Promise<AuthorizationResponse>;
  readonly close: () => Promise<void>;
};

type Window = { readonly page: Page; readonly network: Network };

/**
 * Starts a browser in which the steps of the descriptor are taken. It starts here, so that a missing browser is reported
 * before any case runs. All logins share one session, so later ones usually need no step.
 * @throws HarnessError `ERR_LOGIN` where there is no browser
 */
export async function openBrowserSession(options: BrowserLoginOptions): Promise<BrowserSession> {
  const browser = await startBrowser({
    env: options.env,
    wanted: 'login.with: browser',
    code: 'ERR_LOGIN',
    reach: 'nothing',
  });
  const stop = (): void => void browser.close().catch(() => undefined);
  options.signal.addEventListener('abort', stop, { once: true });
  let context: BrowserContext | undefined;
  let window: Window | undefined;
  let isLoggedIn = false;
  return {
    authorize: async (authorizationUrl, redirectUri) => {
      context ??= await browser.newContext({ serviceWorkers: 'block', acceptDownloads: false });
      if (window === undefined || window.page.isClosed()) window = await openWindow(context, options);
      const { page } = window;
      try {
        const response = await authorize(window, { authorizationUrl, redirectUri, isLoggedIn }, options);
        isLoggedIn = true;
        await within(5, page.goto('about:blank'));
        return response;
      } catch (error) {
        // Scripts of this page that still run must not disturb the next login.
        window = undefined;
        await within(2, page.close());
        throw error;
      }
    },
    close: async () => {
      options.signal.removeEventListener('abort', stop);
      await within(10, browser.close());
    },
  };
}

/** The answer of a page within so many seconds; `undefined` where none comes, as from a page whose script never ends. */
async function within<T>(seconds: number, answer: Promise<T>): Promise<T | undefined> {
  const done = new AbortController();
  const limit = sleep(seconds * 1000, undefined, { signal: done.signal }).catch(() => undefined);
  const first = await Promise.race([answer.catch(() => undefined), limit]);
  done.abort();
  return first;
}

async function openWindow(context: BrowserContext, options: BrowserLoginOptions): Promise<Window> {
  const page = await context.newPage();
  // A second window is closed: no step can reach it.
  page.on('popup', (popup) => void popup.close().catch(() => undefined));
  page.on('dialog', (dialog) => void dialog.accept().catch(() => undefined));
  return { page, network: await openNetwork(context, page, options) };
}

type Wanted = { readonly authorizationUrl: string; readonly redirectUri: string; readonly isLoggedIn: boolean };

async function authorize(window: Window, wanted: Wanted, options: BrowserLoginOptions): Promise<AuthorizationResponse> {
  const { login, signal } = options;
  const { page, network } = window;
  const ended = new AbortController();
  let response: AuthorizationResponse | undefined;
  const redirected = network.expect(wanted.redirectUri).then((found) => (response = found));
  const isOver = (): boolean => response !== undefined || ended.signal.aborted || signal.aborted;
  const limit = sleep(login.seconds * 1000, undefined, { signal: ended.signal }).catch(() => undefined);
  const stepMs = login.stepSeconds * 1000;
  const walk = async (): Promise<string> => {
    await goTo(page, wanted.authorizationUrl, login.seconds * 1000);
    const settings = {
      page,
      secret: (name: string) => options.secrets.get(name) ?? '',
      stepMs,
      isOver,
      lenient: wanted.isLoggedIn,
    };
    const stuck = await takeSteps(login.steps, settings);
    if (stuck !== undefined) return `login.steps[${stuck.index}] (${stuck.words}): ${stuck.problem}`;
    await Promise.race([redirected, sleep(stepMs, undefined, { signal: ended.signal }).catch(() => undefined)]);
    return `login.steps: after the last one no redirect to the client came within ${login.stepSeconds} s`;
  };
  try {
    const tooLong = limit.then(() => `login.seconds: not done within ${login.seconds} s`);
    const problem = await Promise.race([redirected.then(() => ''), walk(), tooLong]);
    if (response !== undefined) return response;
    if (signal.aborted) throw new HarnessError('ERR_LOGIN', `${options.path}: login: interrupted`);
    throw await failure(problem, window, options);
  } finally {
    ended.abort();
  }
}

/** Resolves when the page is there. A redirect to the client shows no page, and is no failure. */
async function goTo(page: Page, url: string, timeout: number): Promise<void> {
  await page.goto(url, { waitUntil: 'commit', timeout }).catch(() => undefined);
}

async function failure(
  problem: string,
  { page, network }: Window,
  options: BrowserLoginOptions,
): Promise<HarnessError> {
  const title = await within(2, page.title());
  const where = `at ${printable(withoutQuery(page.url()), 200)}, title "${printable(title ?? '', 100)}"`;
  const file = title === undefined ? undefined : await evidence(page, options);
  const parts = [problem, where, ...network.troubles(), ...(file === undefined ? [] : [`screenshot: ${file}`])];
  return new HarnessError('ERR_LOGIN', options.mask(`${options.path}: ${parts.map(oneLine).join('; ')}`));
}

const oneLine = (text: string): string => printable(text, 500);

async function evidence(page: Page, options: BrowserLoginOptions): Promise<string | undefined> {
  if (options.saveScreenshot === undefined) return undefined;
  const picture = await within(10, takeScreenshot(page, [...options.secrets.values()]));
  if (picture === undefined) return undefined;
  return options.saveScreenshot(picture);
}
