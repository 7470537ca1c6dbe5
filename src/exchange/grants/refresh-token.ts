import type { Bench } from '../../bench/bench.ts';
import type { Session } from '../../bench/session.ts';
import { HarnessError } from '../../errors.ts';
import type { Pair } from '../../proof/draft.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { bodyOf } from '../sent.ts';
import { requestTokens } from './request-tokens.ts';

/** A refresh token that nobody has used yet, by way of a code, redeemed (and, if asked, refreshed once) with the session's key. */
export async function refreshToken(bench: Bench, session: Session, rotated: boolean): Promise<string> {
  const sent = await requestTokens(bench, { ...session, grant: 'authorization_code' });
  const token = bodyOf(sent)?.['refresh_token'];
  if (typeof token !== 'string') {
    const client = session.client?.id ?? '';
    throw new HarnessError(
      'ERR_TOKEN_REQUEST',
      `${bench.as?.token ?? ''}: the code of client ${client} gave no refresh token (${sent.outcome.text})`,
    );
  }
  return rotated ? nextToken(bench, session, token) : token;
}

async function nextToken(bench: Bench, session: Session, token: string): Promise<string> {
  const sent = await requestTokens(bench, session, { grant: refreshGrant(token) });
  const next = bodyOf(sent)?.['refresh_token'];
  if (typeof next === 'string' && next !== token) return next;
  throw new Inapplicable(`the authorization server gives no new refresh token (${sent.outcome.text})`);
}

/** RFC 6749 §6. */
export function refreshGrant(token: string): readonly Pair[] {
  return [
    ['grant_type', 'refresh_token'],
    ['refresh_token', token],
  ];
}
