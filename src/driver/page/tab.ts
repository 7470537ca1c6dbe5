import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';
import { type Answered, type Command, Reply } from '../contract.ts';
import { keepLastWords } from './last-words.ts';
import { emptyPath } from './page-server.ts';

/** One page with the adapter, in a context of the browser of its own. */
export type Tab = {
  readonly ask: (command: Command, timeoutMs: number) => Promise<Answered>;
  /** Loads the page anew; what it has stored stays. */
  readonly reload: () => Promise<void>;
  /** Forgets all that the page has stored, and loads it anew, as for another user. */
  readonly renew: () => Promise<void>;
  /** Whether it closed in time. */
  readonly close: () => Promise<boolean>;
};

export type TabOptions = {
  readonly origin: string;
  /** How long the page may take to load, in milliseconds. */
  readonly loadMs: number;
  /** Gets the errors of the page. */
  readonly lines: string[];
};

const maxReply = 1_048_576;
/** The error code of a task during which the page went elsewhere. */
const awayCode = 'navigation';
const closeMs = 2000;

export async function openTab(browser: Browser, { origin, loadMs, lines }: TabOptions): Promise<Tab> {
  const context = await browser.newContext({ serviceWorkers: 'block', acceptDownloads: false });
  const page = await context.newPage();
  keepLastWords(page, lines);
  page.on('popup', (popup) => void popup.close().catch(() => undefined));
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  const crashed = new Promise<Answered>((resolve) => page.once('crash', () => resolve(ended('crashed'))));
  const devtools = await context.newCDPSession(page);
  let isReady = await load(page, origin, loadMs);
  let isAway = false;
  let count = 0;
  return {
    ask: async (command, timeoutMs) => {
      if (isAway) isReady = await load(page, origin, loadMs);
      isAway = false;
      if (!isReady) return command.cmd === 'hello' ? ended('sets no window.proofmark') : { kind: 'silent', ms: loadMs };
      count += 1;
      const timer = new AbortController();
      const late = sleep(timeoutMs, { kind: 'silent', ms: timeoutMs } as const, { signal: timer.signal });
      const answer = evaluated(page, { origin, from: page.url(), command, id: String(count), timeoutMs });
      const first = await Promise.race([answer, crashed, late]);
      timer.abort();
      late.catch(() => undefined);
      isAway = first.kind === 'reply' && first.reply.error?.code === awayCode;
      return first;
    },
    reload: async () => {
      isReady = await load(page, origin, loadMs);
    },
    renew: async () => {
      // First the scripts of the page have to end, or they could go on to store something.
      const emptied = goTo(page, `${origin}${emptyPath}`, loadMs).then(async () => {
        await page.evaluate('sessionStorage.clear()');
        await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
      });
      isReady = (await within(loadMs, emptied)) && (await load(page, origin, loadMs));
    },
    close: () => within(closeMs, context.close()),
  };
}

async function load(page: Page, origin: string, timeout: number): Promise<boolean> {
  return within(
    timeout,
    goTo(page, `${origin}/`, timeout).then(() => isSet(page, timeout)),
  );
}

/** A page that is under way to elsewhere may arrive there in between, and ours after that: then it is tried again. */
async function goTo(page: Page, url: string, timeout: number): Promise<void> {
  const until = performance.now() + timeout;
  for (;;) {
    try {
      await page.goto(url, { timeout, waitUntil: 'commit' });
      return;
    } catch (error) {
      const isInterrupted = error instanceof Error && error.message.includes('interrupted by another navigation');
      if (!isInterrupted || performance.now() > until) throw error;
    }
  }
}

/** Resolves when the adapter is there. A navigation that is not over yet may take the question away with the page. */
async function isSet(page: Page, timeout: number): Promise<void> {
  const until = performance.now() + timeout;
  while (performance.now() < until) {
    const isThere = await page.evaluate<boolean>(`typeof window.proofmark === 'function'`).catch(() => false);
    if (isThere) return;
    await sleep(5);
  }
  throw new TypeError('the page sets no window.proofmark');
}

type Asking = {
  readonly origin: string;
  /** Where the page was before. */
  readonly from: string;
  readonly command: Command;
  readonly id: string;
  readonly timeoutMs: number;
};

/** An exception of the adapter is a task that failed. */
async function evaluated(page: Page, asking: Asking): Promise<Answered> {
  const { command, id } = asking;
  const task = JSON.stringify({ id, ...command });
  const expression = `Promise.resolve(${task}).then((task) => window.proofmark(task)).then(
    (reply) => JSON.stringify(reply),
    (error) => JSON.stringify({
      ok: false,
      error: { code: String(error?.code ?? error?.error ?? error?.name ?? 'error'), text: String(error?.message ?? error).slice(0, 2000) },
    }),
  ).then((text) => String(text).slice(0, ${maxReply + 1}))`;
  try {
    return answeredBy(await page.evaluate<string>(expression), id);
  } catch (error) {
    return departed(page, asking, error);
  }
}

function answeredBy(text: string, id: string): Answered {
  const reply = text.length > maxReply ? undefined : replyIn(text, id);
  return reply === undefined ? { kind: 'garbage', text: text.slice(0, 200) } : { kind: 'reply', reply };
}

/** There is one page, and it is asked one thing at a time, so a reply needs no id. */
function replyIn(text: string, id: string): Reply | undefined {
  try {
    const members: unknown = JSON.parse(text);
    return typeof members === 'object' ? Reply.safeParse({ ...members, id }).data : undefined;
  } catch {
    return undefined;
  }
}

/** The page has gone elsewhere meanwhile, as one does that sends its user to log in. It has to come back. */
async function departed(
  page: Page,
  { origin, from, command, id, timeoutMs }: Asking,
  error: unknown,
): Promise<Answered> {
  const isLogin = 'grant' in command && command.grant === 'authorization_code';
  if (page.isClosed()) return ended(`closed its page (${firstLine(error)})`);
  // A library may send its user to log in anew whenever it has no token that is good, and is not broken for that.
  if (!isLogin) return away(id, 'the page went elsewhere');
  const isBack = await within(
    timeoutMs,
    page
      .waitForURL((url) => url.origin === origin && url.href !== from, { timeout: timeoutMs, waitUntil: 'commit' })
      .then(() => isSet(page, timeoutMs)),
  );
  if (isBack) return { kind: 'reply', reply: { id, ok: true, callback: page.url() } };
  return away(id, `the page went to ${withoutQuery(page.url())}, and did not come back`);
}

function away(id: string, text: string): Answered {
  return { kind: 'reply', reply: { id, ok: false, error: { code: awayCode, text } } };
}

function withoutQuery(url: string): string {
  return url.replace(/[?#][^]*$/, '').slice(0, 200);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : '').split('\n')[0]?.slice(0, 200) ?? '';
}

function ended(how: string): Answered {
  return { kind: 'ended', how };
}

/** Whether something came to its end without an error, within so many milliseconds. */
async function within(ms: number, action: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  const limit = sleep(ms, false, { signal: timer.signal }).catch(() => false);
  const isDone = await Promise.race([
    action.then(
      () => true,
      () => false,
    ),
    limit,
  ]);
  timer.abort();
  return isDone;
}
