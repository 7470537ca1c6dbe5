import type { CheckOf } from '../suite/checks.ts';
import { type Answer, type CheckResult, result } from './check-result.ts';
import { redirectParams } from './redirect-params.ts';

/** One parameter of the redirect that brings a code to the client. Other ways to bring it (a form that posts itself) show none. */
export function checkAuthorizationResponse(
  check: CheckOf<'authorization-response' | 'no-front-channel-token'>,
  answer: Answer,
): CheckResult {
  const params = redirectParams(answer.response);
  if (check.check === 'no-front-channel-token') return checkFrontChannel(params);
  const { member } = check;
  const got = params[member];
  const shown = got === undefined ? `no ${member}` : `${member} ${JSON.stringify(got)}`;
  if (params['code'] === undefined) return result(undefined, `${member} beside a code`, 'no code in the redirect');
  return member === 'state' ? checkState(answer, got, shown) : checkIss(answer, got, shown);
}

function checkState({ state }: Answer, got: string | undefined, shown: string): CheckResult {
  if (state === undefined) return result(undefined, 'the state of the request', 'none was sent');
  return result(got === state, `state ${JSON.stringify(state)}`, shown);
}

/** RFC 9207 §2.4: `iss` is compared with the issuer of the metadata, character by character. */
function checkIss({ identifier, issPromised }: Answer, got: string | undefined, shown: string): CheckResult {
  if (identifier === undefined) return result(undefined, 'only where the metadata name an issuer', shown);
  const expected = `iss ${JSON.stringify(identifier)}`;
  if (got === undefined && issPromised !== true) return result(undefined, `${expected}, where it is promised`, shown);
  return result(got === identifier, expected, shown);
}

function checkFrontChannel(params: Readonly<Record<string, string>>): CheckResult {
  const isThere = params['access_token'] !== undefined;
  return result(!isThere, 'no access token in the redirect', isThere ? 'an access token' : 'none');
}
