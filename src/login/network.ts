import type { BrowserContext, CDPSession, Page } from 'playwright';
import { defined } from '../defined.ts';
import type { FieldLine, Wire, WireExchange, WireRequest, WireResponse } from '../wire/types.ts';
import { authorizationResponse, type AuthorizationResponse } from './authorization-response.ts';
import { follow, redirectOf, type Visit } from './browse.ts';

/** The network as the browser sees it: every request of the browser is held, and only `wire` sends it. */
export type Network = {
  /** From now on, a request for this URI is not sent, but ends the login. */
  readonly expect: (redirectUri: string) => Promise<AuthorizationResponse>;
  /** What went wrong since `expect`, a sentence each: hosts that are not allowed, missing answers, answers cut short. */
  readonly troubles: () => readonly string[];
};

type Paused = {
  readonly requestId: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly urlFragment?: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly postDataEntries?: readonly { readonly bytes?: string }[];
  };
  readonly resourceType: string;
  readonly frameId: string;
};

type Expectation = { redirectUri: string; found: (response: AuthorizationResponse) => void };
type State = {
  expected?: Expectation;
  readonly mainFrame: string;
  readonly held: Map<string, number>;
  readonly troubles: Set<string>;
};

export type NetworkOptions = { readonly wire: Wire; readonly maxBodyBytes: number; readonly signal: AbortSignal };

/** Resources that no login needs; the wire keeps bodies as text, so it could not deliver them. */
const unneeded: readonly string[] = ['Image', 'Media', 'Font', 'Ping', 'Prefetch'];

/** Uses Chromium's own `Fetch` domain: Playwright's routes do not see the request that follows a redirect. */
export async function openNetwork(context: BrowserContext, page: Page, options: NetworkOptions): Promise<Network> {
  const session = await context.newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const state: State = { mainFrame: frameTree.frame.id, held: new Map(), troubles: new Set() };
  session.on('Fetch.requestPaused', (paused: Paused) => {
    // The page may be gone by now.
    answer(paused, session, state, options).catch(() => undefined);
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] });
  return {
    expect: (redirectUri) => {
      const { promise, resolve } = Promise.withResolvers<AuthorizationResponse>();
      state.expected = { redirectUri, found: resolve };
      state.held.clear();
      state.troubles.clear();
      return promise;
    },
    troubles: () => [...heldBack(state.held), ...[...state.troubles].slice(0, 5)],
  };
}

function heldBack(held: ReadonlyMap<string, number>): readonly string[] {
  if (held.size === 0) return [];
  const count = [...held.values()].reduce((sum, each) => sum + each, 0);
  const hosts = [...held.keys()].slice(0, 5).join(', ');
  return [
    `${count} ${count === 1 ? 'request' : 'requests'} held back, to hosts that are not allowed (${hosts}; name them under "allow" if the page needs them)`,
  ];
}

async function answer(paused: Paused, session: CDPSession, state: State, options: NetworkOptions): Promise<unknown> {
  const { requestId } = paused;
  const fail = (errorReason: 'BlockedByClient' | 'Failed') =>
    session.send('Fetch.failRequest', { requestId, errorReason });
  const end = () => session.send('Fetch.fulfillRequest', { requestId, responseCode: 204 });
  const request = requestOf(paused);
  const visit = visitOf(paused, request);
  if (isRedirectUri(visit.url, state)) return arrive(visit, paused, state) ? end() : fail('BlockedByClient');
  if (unneeded.includes(paused.resourceType) || visit.url.endsWith('/favicon.ico')) return fail('BlockedByClient');
  const exchange = await options.wire.send(request, options.signal);
  const { response, failure } = exchange;
  if (response === undefined) {
    note(request.url, failure, state);
    return fail(failure?.kind === 'not-allowed' ? 'BlockedByClient' : 'Failed');
  }
  if (response.bodyBytes > options.maxBodyBytes)
    state.troubles.add(
      `an answer of ${hostOf(request.url)} was cut after limits.maxBodyBytes (${options.maxBodyBytes})`,
    );
  // Chromium sends no request for a URL whose scheme belongs to an app.
  const location = redirectOf({ visit, response, exchange });
  const next = location === undefined ? undefined : follow({ visit, response, exchange }, location);
  if (next !== undefined && isRedirectUri(next.url, state) && arrive(next, paused, state)) return end();
  return session.send('Fetch.fulfillRequest', { requestId, ...fulfilment(response) });
}

function visitOf({ request }: Paused, { body }: WireRequest): Visit {
  const url = `${request.url}${request.urlFragment ?? ''}`;
  return { method: request.method === 'POST' ? 'POST' : 'GET', url, ...defined({ form: body }) };
}

function isRedirectUri(url: string, { expected }: State): boolean {
  return expected !== undefined && authorizationResponse({ method: 'GET', url }, expected.redirectUri) !== undefined;
}

/** Ends the login, if the window itself reached the redirect URI, and not a frame in it. */
function arrive(visit: Visit, { resourceType, frameId }: Paused, { expected, mainFrame }: State): boolean {
  if (expected === undefined || resourceType !== 'Document' || frameId !== mainFrame) return false;
  const response = authorizationResponse(visit, expected.redirectUri);
  if (response !== undefined) expected.found(response);
  return response !== undefined;
}

function note(url: string, failure: WireExchange['failure'], { held, troubles }: State): void {
  if (failure?.kind === 'not-allowed' && /not an allowed host/.test(failure.message)) count(held, url);
  else troubles.add(`no answer from ${hostOf(url)}: ${failure?.message ?? 'unknown'}`);
}

/** Leaves out fields such as `Accept-Encoding`: they belong to a connection, and here that is the wire's. */
function requestOf({ request }: Paused): WireRequest {
  const { method, url, headers } = request;
  const bytes = (request.postDataEntries ?? []).map((entry) => Buffer.from(entry.bytes ?? '', 'base64'));
  const fields = Object.entries(headers).filter(([name]) => !connectionFields.has(name.toLowerCase()));
  return { method, url, fields, ...(bytes.length > 0 && { body: Buffer.concat(bytes).toString('utf8') }) };
}

const connectionFields: ReadonlySet<string> = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'host',
  'transfer-encoding',
]);

const rewritten: ReadonlySet<string> = new Set([
  ...connectionFields,
  'content-encoding',
  'content-type',
  'keep-alive',
  'alt-svc',
]);

function fulfilment({ status, fields, body }: WireResponse) {
  const kept = fields.filter(([name]) => !rewritten.has(name.toLowerCase()));
  const type = fields.find(([name]) => name.toLowerCase() === 'content-type');
  const all: readonly FieldLine[] = type === undefined ? kept : [...kept, ['Content-Type', asUtf8(type[1])]];
  return {
    responseCode: status,
    responseHeaders: all.map(([name, value]) => ({ name, value })),
    body: Buffer.from(body, 'utf8').toString('base64'),
  };
}

/** The wire has decoded the text already, so the browser gets UTF-8. */
const asUtf8 = (type: string): string => type.replace(/;\s*charset=[^;]*/i, '').concat('; charset=utf-8');

function count(held: Map<string, number>, url: string): void {
  held.set(hostOf(url), (held.get(hostOf(url)) ?? 0) + 1);
}

const hostOf = (url: string): string => URL.parse(url)?.host ?? 'no host';
