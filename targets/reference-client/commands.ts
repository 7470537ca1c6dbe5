import { ClientError } from './client-error.ts';
import type { Lines } from './http/message.ts';
import { authorizationUrl, redeem } from './oauth/authorization.ts';
import { deviceCode } from './oauth/device.ts';
import { clientCredentials, exchangeToken, refresh } from './oauth/grants.ts';
import { isBeyond } from './lacking.ts';
import { call } from './resource/call.ts';
import type { Self } from './self.ts';
import { createSession, type Session, type Tokens } from './session.ts';
import { loadSession, saveSession } from './saving.ts';
import { neededText, readSettings, text } from './settings.ts';

type Members = Readonly<Record<string, unknown>>;

/** What a command came to, beside its id. */
export type Reply = Members;

/** Carries out one command of the drive contract after the other. */
export type Commands = (request: Members) => Promise<Reply>;

const unsupported: Reply = { ok: false, unsupported: true };

export function createCommands(self: Self): Commands {
  const sessions = new Map<string, Session>();
  const sessionOf = (request: Members): Session => {
    const session = sessions.get(neededText(request, 'session'));
    if (session === undefined) throw new ClientError('invalid_request', 'there is no such session');
    return session;
  };
  const handlers: Readonly<Record<string, Commands>> = {
    hello: async () => greeting(self),
    start: async (request) => {
      sessions.set(neededText(request, 'session'), createSession(self, readSettings(request)));
      return { ok: true };
    },
    token: async (request) => tokenReply(self, sessionOf(request), request),
    callback: async (request) => {
      const url = new URL(neededText(request, 'url'));
      return tokensReply(await redeem(self, sessionOf(request), url));
    },
    call: async (request) => callReply(self, sessionOf(request), request),
    save: async (request) => ({ ok: true, state: saveSession(self, sessionOf(request)) }),
    load: async (request) => {
      sessions.set(neededText(request, 'session'), loadSession(self, neededText(request, 'state')));
      return { ok: true };
    },
    stop: async () => ({ ok: true }),
  };
  return async (request) => {
    const name = text(request, 'cmd') ?? '';
    const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (handler === undefined || isBeyond(self, request)) return unsupported;
    try {
      return await handler(request);
    } catch (error) {
      return { ok: false, error: described(error) };
    }
  };
}

function greeting({ does }: Self): Reply {
  return { ok: true, name: 'reference-client', version: '1', language: 'javascript', decides: 'library', does };
}

function described(error: unknown): Members {
  if (error instanceof ClientError) return { code: error.code, text: error.message };
  return { code: 'internal', text: error instanceof Error ? error.message : String(error) };
}

async function tokenReply(self: Self, session: Session, request: Members): Promise<Reply> {
  switch (request['grant']) {
    case 'client_credentials':
      return tokensReply(await clientCredentials(self, session));
    case 'refresh_token':
      return tokensReply(await refresh(self, session));
    case 'urn:ietf:params:oauth:grant-type:token-exchange':
      return tokensReply(await exchangeToken(self, session));
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return tokensReply(await deviceCode(self, session));
    case 'authorization_code': {
      const wanted = { par: request['par'] === true, dpopJkt: request['dpop_jkt'] === true };
      const url = await authorizationUrl(self, session, wanted);
      return { ok: true, navigate: url.href };
    }
    default:
      return unsupported;
  }
}

function tokensReply({ type, refreshToken }: Tokens): Reply {
  return { ok: true, token_type: type, has_refresh: refreshToken !== undefined };
}

async function callReply(self: Self, session: Session, request: Members): Promise<Reply> {
  const { times = 1, parallel = 1, headers = [] } = request;
  const wanted = {
    method: text(request, 'method') ?? 'GET',
    url: neededText(request, 'url'),
    lines: headers as Lines,
    body: text(request, 'body'),
    stream: request['stream'] === true,
  };
  const statuses: number[] = [];
  for (let round = 0; round < Number(times); round += 1)
    statuses.push(
      ...(await Promise.all(Array.from({ length: Number(parallel) }, async () => call(self, session, wanted)))),
    );
  return { ok: true, status: statuses.at(-1), statuses };
}
