import { HarnessError } from '../../errors.ts';
import type { Pair } from '../../proof/draft.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { bodyOf } from '../sent.ts';
import { requestTokens } from './request-tokens.ts';
import type { Requester } from './requester.ts';

/**
 * The parameters of a token request with an unused refresh token (RFC 6749 §6): a code is redeemed with the session's key
 * and, with `rotated`, the token is refreshed once.
 * @throws HarnessError `ERR_TOKEN_REQUEST` where the code gives none
 * @throws Inapplicable where a refresh gives no new one
 */
export async function refreshGrant(requester: Requester, rotated: boolean): Promise<readonly Pair[]> {
  const { bench, session, client } = requester;
  const sent = await requestTokens({ bench, client, session: { ...session, grant: 'authorization_code' } });
  const token = bodyOf(sent)?.['refresh_token'];
  if (typeof token !== 'string') {
    throw new HarnessError(
      'ERR_TOKEN_REQUEST',
      `${bench.as?.token ?? ''}: the code of client ${client.id} gave no refresh token (${sent.outcome.text})`,
    );
  }
  return withToken(rotated ? await nextToken(requester, token) : token);
}

async function nextToken(requester: Requester, token: string): Promise<string> {
  const sent = await requestTokens(requester, { grant: withToken(token) });
  const next = bodyOf(sent)?.['refresh_token'];
  if (typeof next === 'string' && next !== token) return next;
  throw new Inapplicable(`the authorization server gives no new refresh token (${sent.outcome.text})`);
}

function withToken(token: string): readonly Pair[] {
  return [
    ['grant_type', 'refresh_token'],
    ['refresh_token', token],
  ];
}
