import { HarnessError } from '../../errors.ts';
import { codeOf } from '../../login/authorization-response.ts';
import type { Pair } from '../../proof/draft.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { authorizationEndpoint, authorizationUrl } from '../authorization-endpoint.ts';
import { authorize } from '../authorize.ts';
import { refuseForeign } from '../own-response.ts';
import { preparedRequest } from './prepared-request.ts';
import type { CodeWish, Requester } from './requester.ts';

/**
 * Gets a new code; returns the parameters of the token request that redeems it (RFC 6749 §4.1.3).
 * @throws Inapplicable where the server gives no code for such a request
 * @throws HarnessError `ERR_LOGIN`
 */
export async function codeGrant(requester: Requester, wish: CodeWish): Promise<readonly Pair[]> {
  const { bench, client } = requester;
  const request = await preparedRequest(requester, wish);
  const url = authorizationUrl(bench, request.parameters);
  const end = await authorize(bench, client, url);
  if (end.params['code'] === undefined && wish !== undefined) {
    const error = end.params['error'] ?? 'an error page';
    throw new Inapplicable(`the authorization server gives no code for such a request (${error})`);
  }
  if (end.refusal !== undefined) throw end.refusal;
  refuseForeign(bench, url, end.params);
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
