import type { Browser, BrowserType } from 'playwright';
import { HarnessError } from '../errors.ts';
import { findChromium, quietArguments } from './chromium.ts';

/** A proxy address at which nothing listens, for requests that `Network` missed. `<-loopback>` includes this machine. */
const nowhere = { server: 'http://127.0.0.1:9', bypass: '<-loopback>' };

/**
 * Loads Playwright only now: it is no dependency, and only a login in a browser needs it.
 * @throws HarnessError `ERR_LOGIN`, naming what to install
 */
export async function startBrowser(env: NodeJS.ProcessEnv): Promise<Browser> {
  const { chromium } = await loadPlaywright();
  const executablePath = findChromium(chromium.executablePath(), env);
  if (executablePath === undefined) {
    const message =
      'login.with: browser needs a Chromium: npx playwright install chromium, or name one in PROOFMARK_CHROMIUM';
    throw new HarnessError('ERR_LOGIN', message);
  }
  const launch = (chromiumSandbox: boolean): Promise<Browser> =>
    chromium.launch({
      executablePath,
      chromiumSandbox,
      proxy: nowhere,
      args: [
        ...quietArguments,
        '--disable-site-isolation-trials',
        '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
      ],
    });
  try {
    // Chromium's sandbox does not work for root, nor in every container.
    return process.getuid?.() === 0 ? await launch(false) : await launch(true).catch(() => launch(false));
  } catch (cause) {
    const [line = ''] = (cause instanceof Error ? cause.message : '').split('\n');
    throw new HarnessError('ERR_LOGIN', `login.with: browser: ${executablePath} did not start: ${line}`, { cause });
  }
}

async function loadPlaywright(): Promise<{ readonly chromium: BrowserType }> {
  try {
    return await import('playwright');
  } catch (cause) {
    const message = 'login.with: browser needs Playwright: npm install playwright && npx playwright install chromium';
    throw new HarnessError('ERR_LOGIN', message, { cause });
  }
}
