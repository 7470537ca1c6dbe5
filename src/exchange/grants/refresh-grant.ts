import type { Pair } from '../../proof/draft.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { bodyOf } from '../sent.ts';
import { tokenless } from '../tokenless.ts';
import { requestTokens } from './request-tokens.ts';
import type { Requester } from './requester.ts';

/**
 * The parameters of a token request with an unused refresh token (RFC 6749 §6): a code is redeemed with the session's key
 * and, with `rotated`, the token is refreshed once.
 * @throws HarnessError `ERR_TOKEN_REQUEST` or `ERR_TOKEN_REFUSED` where the code gives none
 * @throws Inapplicable where a refresh gives no new one
 */
export async function refreshGrant(requester: Requester, rotated: boolean): Promise<readonly Pair[]> {
  const { bench, session, client } = requester;
  const sent = await requestTokens({ bench, client, session: { ...session, grant: 'authorization_code' } });
  const token = bodyOf(sent)?.['refresh_token'];
  if (typeof token !== 'string') {
    const said = `the code of client ${client.id} gave no refresh token (${sent.outcome.text})`;
    throw tokenless(sent, `${bench.as?.token ?? ''}: ${said}`);
  }
  return withToken(rotated ? await nextToken(requester, token) : token);
}

async function nextToken(requester: Requester, token: string): Promise<string> {
  const sent = await requestTokens(requester, { grant: withToken(token) });
  const next = bodyOf(sent)?.['refresh_token'];
  if (typeof next === 'string' && next !== token) return next;
  const said = `the authorization server gives no new refresh token (${sent.outcome.text})`;
  const { class: kind } = sent.outcome;
  if (kind === 'accepted' || kind === 'refused') throw new Inapplicable(said);
  throw tokenless(sent, `${requester.bench.as?.token ?? ''}: ${said}`);
}

function withToken(token: string): readonly Pair[] {
  return [
    ['grant_type', 'refresh_token'],
    ['refresh_token', token],
  ];
}
