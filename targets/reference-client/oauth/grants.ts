import { ClientError } from '../client-error.ts';
import { newKey, type Key } from '../proof/keys.ts';
import type { Self } from '../self.ts';
import type { Session, Tokens } from '../session.ts';
import { exchange } from '../exchange.ts';
import { keyOf } from './key.ts';
import { metadataOf } from './metadata.ts';
import { requestToken } from './token-request.ts';

/** RFC 6749 4.4. */
export async function clientCredentials(self: Self, session: Session): Promise<Tokens> {
  const { scope } = session.settings;
  const form = { grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) };
  const { algorithms } = await metadataOf(self, session);
  const fresh = freshKey(self, session, algorithms);
  await fetchNonce(self, session);
  const ask = async (): Promise<Tokens> =>
    requestToken(self, session, { purpose: 'client_credentials', key: fresh, form });
  try {
    session.tokens = await ask();
  } catch (error) {
    const isUnbound = error instanceof ClientError && error.code === 'token_type';
    if (!isUnbound || self.policy.bearerToken === 'dropped') throw error;
    session.tokens = await ask();
  }
  return session.tokens;
}

/** RFC 6749 6. The refresh token of a public client is bound to its key (RFC 9449 5). */
export async function refresh(self: Self, session: Session): Promise<Tokens> {
  const refreshToken = session.tokens?.refreshToken;
  if (refreshToken === undefined) throw new ClientError('no_refresh_token', 'there is no refresh token');
  const { algorithms } = await metadataOf(self, session);
  const isPublic = session.settings.client.auth === 'none';
  if (self.has('refresh-with-new-key') || (self.policy.refreshKey === 'new-if-confidential' && !isPublic))
    session.key = newKey(keyOf(self, session, algorithms).alg, self.has);
  const key = keyOf(self, session, algorithms);
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
  session.tokens = await requestToken(self, session, { purpose: 'refresh_token', key, form });
  return session.tokens;
}

/** RFC 8693 2.1: the token in hand for another one, which is bound to the same key. */
export async function exchangeToken(self: Self, session: Session): Promise<Tokens> {
  const subject = session.tokens?.accessToken;
  if (subject === undefined) throw new ClientError('no_token', 'there is no token to exchange');
  const { algorithms } = await metadataOf(self, session);
  const form = {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: subject,
    subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
  };
  const key = keyOf(self, session, algorithms);
  session.tokens = await requestToken(self, session, { purpose: 'token_exchange', key, form });
  return session.tokens;
}

export function freshKey(self: Self, session: Session, algorithms: readonly unknown[] | undefined): Key {
  if (self.policy.keys === 'per-token') delete session.key;
  return keyOf(self, session, algorithms);
}

/** Any answer of the server may bring a nonce (RFC 9449 8.2). */
async function fetchNonce(self: Self, session: Session): Promise<void> {
  if (self.policy.nonceFirst === 'awaited') return;
  const { tokenEndpoint: url } = await metadataOf(self, session);
  const content = () => ({ lines: [] });
  await exchange(self, session, { role: 'as', purpose: 'metadata', method: 'HEAD', url, key: undefined, content });
}
