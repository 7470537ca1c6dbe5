import type { Browser, BrowserType } from 'playwright';
import { HarnessError, type HarnessErrorCode } from '../errors.ts';
import { findChromium, quietArguments } from './chromium.ts';

export type BrowserWish = {
  /** The environment of Proofmark: `PROOFMARK_CHROMIUM` and PATH are looked at. */
  readonly env: NodeJS.ProcessEnv;
  /** Begins each message: the member of the descriptor that wants a browser. */
  readonly wanted: string;
  readonly code: HarnessErrorCode;
  /** What the browser itself may reach: nothing, so that all it sends is held and sent by `wire`, or this machine. */
  readonly reach: 'nothing' | 'loopback';
  /** SHA-256 digests, base64, of the public keys of certificates that it takes although it does not know who made them. */
  readonly trustedKeys?: readonly string[];
};

/** A proxy address at which nothing listens, for requests that nobody has held. */
const nowhere = 'http://127.0.0.1:9';

const fix = 'npx playwright install chromium, or name one in PROOFMARK_CHROMIUM';

/**
 * Loads Playwright only now: it is no dependency, and only what needs a browser needs it.
 * @throws HarnessError of the code that the wish names, saying what to install
 */
export async function startBrowser(wish: BrowserWish): Promise<Browser> {
  const { env, wanted, code } = wish;
  const { chromium } = await loadPlaywright(wish);
  const executablePath = findChromium(chromium.executablePath(), env);
  if (executablePath === undefined) {
    throw new HarnessError(code, `${wanted} needs a Chromium: ${fix}`);
  }
  const launch = (chromiumSandbox: boolean): Promise<Browser> =>
    chromium.launch({ executablePath, chromiumSandbox, ...launchOptions(wish) });
  try {
    // Chromium's sandbox does not work for root, nor in every container.
    return process.getuid?.() === 0 ? await launch(false) : await launch(true).catch(() => launch(false));
  } catch (cause) {
    const [line = ''] = (cause instanceof Error ? cause.message : '').split('\n');
    throw new HarnessError(code, `${wanted}: ${executablePath} did not start: ${line}; ${fix}`, { cause });
  }
}

function launchOptions({ reach, trustedKeys = [] }: BrowserWish) {
  const args = [
    ...quietArguments,
    '--disable-site-isolation-trials',
    '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  ];
  // `<-loopback>` sends requests to this machine there, too.
  if (reach === 'nothing') return { proxy: { server: nowhere, bypass: '<-loopback>' }, args };
  const keys = trustedKeys.length === 0 ? [] : [`--ignore-certificate-errors-spki-list=${trustedKeys.join(',')}`];
  // Without a word about it, Chromium asks no proxy for what is on this machine.
  return { args: [...args, `--proxy-server=${nowhere}`, ...keys] };
}

async function loadPlaywright({ wanted, code }: BrowserWish): Promise<{ readonly chromium: BrowserType }> {
  try {
    return await import('playwright');
  } catch (cause) {
    const message = `${wanted} needs Playwright: npm install playwright && npx playwright install chromium`;
    throw new HarnessError(code, message, { cause });
  }
}
