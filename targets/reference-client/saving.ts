import { ClientError } from './client-error.ts';
import { jsonObject } from './http/message.ts';
import { keepKey, takeKey, type KeptKey } from './proof/keys.ts';
import type { Self } from './self.ts';
import { createSession, type Session, type Tokens } from './session.ts';
import type { Settings } from './settings.ts';

interface Kept {
  readonly settings: Settings;
  readonly key?: KeptKey;
  readonly tokens?: Tokens;
  readonly nonces: readonly (readonly [string, string])[];
}

export function saveSession({ has }: Self, { settings, key, tokens, nonces }: Session): string {
  const kept: Kept = {
    settings,
    nonces: [...nonces],
    ...(key === undefined || has('key-lost-by-restart') ? {} : { key: keepKey(key) }),
    ...(tokens === undefined ? {} : { tokens }),
  };
  return Buffer.from(JSON.stringify(kept)).toString('base64url');
}

/** @throws {ClientError} if the state is none that this client has saved. */
export function loadSession(self: Self, state: string): Session {
  const kept = jsonObject(Buffer.from(state, 'base64url').toString()) as unknown as Partial<Kept>;
  const { settings, key, tokens, nonces = [] } = kept;
  if (settings === undefined) throw new ClientError('invalid_state', 'the state cannot be read');
  const session = createSession(self, settings);
  for (const [place, nonce] of nonces) session.nonces.set(place, nonce);
  if (key !== undefined) session.key = takeKey(key);
  if (tokens !== undefined) session.tokens = tokens;
  return session;
}
