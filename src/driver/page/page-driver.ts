import type { Browser } from 'playwright';
import { startBrowser } from '../../browser/start-browser.ts';
import type { Command, Driver } from '../contract.ts';
import { type ModuleSource, moduleText } from './page-module.ts';
import { servePage } from './page-server.ts';
import { openTab, type Tab } from './tab.ts';

export type PageOptions = ModuleSource & {
  /** The environment of Proofmark, in which a Chromium is looked for. */
  readonly machine: NodeJS.ProcessEnv;
  /** How long a reply is waited for, in milliseconds. */
  readonly timeoutMs: number;
  /** Of servers that speak https: SHA-256 digests of their public keys, base64. */
  readonly trustedKeys: readonly string[];
};

/**
 * An adapter that runs in a page of Chromium, on an origin of its own. Each session begins with nothing stored, as the page of
 * another user; a restart loads the page anew, and what it has stored stays.
 *
 * @throws HarnessError `ERR_TARGET_LAUNCH` where there is no browser or no adapter
 */
export async function openPageDriver(options: PageOptions): Promise<Driver> {
  const text = await moduleText(options);
  let browser: Browser | undefined = await start(options);
  const server = await servePage(text);
  const lines: string[] = [];
  const { origin } = server;
  let tab: Tab | undefined;
  const open = async (): Promise<Tab> => {
    browser ??= await start(options);
    return openTab(browser, { origin, loadMs: options.startMs, lines });
  };
  const closeTab = async (): Promise<void> => {
    const closing = tab;
    tab = undefined;
    // A script that never ends keeps its page from closing, and only the end of the browser ends it.
    if (closing === undefined || (await closing.close())) return;
    await browser?.close().catch(() => undefined);
    browser = undefined;
  };
  return {
    redirectUri: `${origin}/callback`,
    ask: async (command: Command) => {
      if (tab === undefined) tab = await open();
      else if (command.cmd === 'start') await tab.renew();
      const answered = await tab.ask(command, options.timeoutMs);
      if (answered.kind !== 'reply') await closeTab();
      return answered;
    },
    renew: async () => tab?.reload(),
    lastWords: () => lines.join('\n'),
    close: async () => {
      await closeTab();
      await browser?.close().catch(() => undefined);
      await server.close();
    },
  };
}

function start({ machine, path, trustedKeys }: PageOptions): Promise<Browser> {
  const wanted = `${path}: dress: page`;
  return startBrowser({ env: machine, wanted, code: 'ERR_TARGET_LAUNCH', reach: 'loopback', trustedKeys });
}
