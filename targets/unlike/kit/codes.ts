// Authorization codes and refresh tokens, for the servers that have them.
import { randomUUID } from 'node:crypto';
import { digest } from './by-hand.ts';
import { Refusal } from './refusal.ts';
import type { Has } from './unlike.ts';

type Form = { get(name: string): string | null | undefined; has(name: string): boolean };

/** An authorization request that is in order. */
export type Wish = {
  readonly client: string;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly state: string | undefined;
  readonly jkt: string | undefined;
};
export type Code = Wish & { readonly ends: number };
type Refresh = { readonly client: string; readonly jkt: string | undefined };

export type Desk = {
  readonly issuer: string;
  readonly has: Has;
  readonly codes: Map<string, Code>;
  readonly refreshes: Map<string, Refresh>;
  readonly pushed: Map<string, Wish>;
  /** @throws Refusal where the request is not in order. `jkt` is that of a proof at PAR. */
  readonly requestOf: (client: string, form: Form, jkt: string | undefined) => Wish;
};

const redirectUri = 'http://127.0.0.1:1/cb';

/** Defects: `refresh-for-any-key`, `code-for-any-key`. */
export function newDesk(issuer: string, clients: readonly string[], has: Has): Desk {
  const requestOf = (client: string, form: Form, jkt: string | undefined): Wish => {
    const wanted = form.get('dpop_jkt') ?? undefined;
    const challenge = form.get('code_challenge') ?? undefined;
    if (!clients.includes(client) || (form.get('client_id') ?? client) !== client)
      throw new Refusal('invalid_request', 'client_id');
    if (form.get('redirect_uri') !== redirectUri) throw new Refusal('invalid_request', 'redirect_uri');
    if (form.get('response_type') !== 'code') throw new Refusal('unsupported_response_type', 'response_type');
    if (challenge === undefined || form.get('code_challenge_method') !== 'S256')
      throw new Refusal('invalid_request', 'PKCE is wanted');
    if (wanted !== undefined && !/^[\w-]{43}$/.test(wanted)) throw new Refusal('invalid_request', 'dpop_jkt');
    if (wanted !== undefined && jkt !== undefined && wanted !== jkt) throw new Refusal('invalid_request', 'dpop_jkt');
    return { client, redirectUri, challenge, state: form.get('state') ?? undefined, jkt: wanted ?? jkt };
  };
  return { issuer, has, codes: new Map(), refreshes: new Map(), pushed: new Map(), requestOf };
}

/** Where the answer goes to, or, where it can go nowhere, what is wrong. */
export function takeRequest(desk: Desk, query: URLSearchParams): { readonly to?: string; readonly code: string } {
  const { pushed, requestOf } = desk;
  const uri = query.get('request_uri');
  const client = query.get('client_id') ?? '';
  try {
    const wish = uri === null ? requestOf(client, query, undefined) : pushed.get(uri);
    if (wish?.client !== client) throw new Refusal('invalid_request', 'request_uri');
    pushed.delete(uri ?? '');
    return { to: grant(desk, wish), code: '' };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const isSafe =
      uri === null && query.get('redirect_uri') === redirectUri && !/^(?:client_id|redirect_uri)$/.test(error.message);
    if (!isSafe) return { code: `${error.code}: ${error.message}` };
    return { to: back(desk, { error: error.code }, query.get('state') ?? undefined), code: error.code };
  }
}

/** The redirect with a new code. */
export function grant(desk: Desk, wish: Wish): string {
  const code = randomUUID();
  desk.codes.set(code, { ...wish, ends: Date.now() + 60_000 });
  return back(desk, { code }, wish.state);
}

function back({ issuer }: Desk, what: Readonly<Record<string, string>>, state: string | undefined): string {
  const query = new URLSearchParams({ iss: issuer, ...(state === undefined ? {} : { state }), ...what });
  return `${redirectUri}?${query.toString()}`;
}

/** Redeems a code or a refresh token. The answer is the refresh token that comes with the access token. */
export function redeem(desk: Desk, client: string, form: Form, jkt: string | undefined): string {
  const type = form.get('grant_type');
  if (type === 'authorization_code') redeemCode(desk, client, form, jkt);
  else if (type === 'refresh_token') redeemRefresh(desk, client, form, jkt);
  else throw new Refusal(type ? 'unsupported_grant_type' : 'invalid_request', 'grant_type');
  const refresh = randomUUID();
  desk.refreshes.set(refresh, { client, jkt });
  return refresh;
}

function redeemCode({ codes, has }: Desk, client: string, form: Form, jkt: string | undefined): void {
  const name = form.get('code') ?? '';
  const code = codes.get(name);
  const isGood = code?.client === client && code.ends > Date.now() && form.get('redirect_uri') === code.redirectUri;
  if (!isGood || digest(form.get('code_verifier') ?? '') !== code.challenge) throw new Refusal('invalid_grant', 'code');
  if (code.jkt !== undefined && code.jkt !== jkt && !has('code-for-any-key'))
    throw new Refusal('invalid_grant', 'the code is for another key');
  codes.delete(name);
}

function redeemRefresh({ refreshes, has }: Desk, client: string, form: Form, jkt: string | undefined): void {
  const name = form.get('refresh_token') ?? '';
  const found = refreshes.get(name);
  if (found?.client !== client) throw new Refusal('invalid_grant', 'refresh_token');
  if (found.jkt !== undefined && found.jkt !== jkt && !has('refresh-for-any-key'))
    throw new Refusal('invalid_grant', 'the refresh token is for another key');
  refreshes.delete(name);
}
