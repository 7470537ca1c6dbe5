import type { Bench } from '../../bench/bench.ts';
import type { Session } from '../../bench/session.ts';
import { HarnessError } from '../../errors.ts';
import { codeOf } from '../../login/authorization-response.ts';
import type { Pair } from '../../proof/draft.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { authorizationEndpoint, authorizationUrl, authorize } from '../authorize.ts';
import type { CodeWish } from './authorization-request.ts';
import { clientOf, preparedRequest } from './prepared-request.ts';

/** The parameters of a token request for a new code (RFC 6749 §4.1.3). */
export async function codeGrant(bench: Bench, session: Session, wish: CodeWish): Promise<readonly Pair[]> {
  const client = clientOf(session);
  const request = await preparedRequest(bench, session, wish);
  const end = await authorize(bench, client, authorizationUrl(bench, request.parameters));
  if (end.params['code'] === undefined && wish !== undefined) {
    const error = end.params['error'] ?? 'an error page';
    throw new Inapplicable(`the authorization server gives no code for such a request (${error})`);
  }
  if (end.refusal !== undefined) throw end.refusal;
  const code = codeOf(end.params);
  if (code === '')
    throw new HarnessError('ERR_LOGIN', `${authorizationEndpoint(bench)}: the redirect carries an empty code`);
  return [
    ['grant_type', 'authorization_code'],
    ['code', code],
    ['redirect_uri', client.redirectUri ?? ''],
    ...(request.verifier === undefined ? [] : [['code_verifier', request.verifier] as const]),
    ...(client.resource === undefined ? [] : [['resource', client.resource] as const]),
  ];
}
