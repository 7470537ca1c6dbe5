import { type CodeWish, type Plan, type Requester, planFor } from '../plan.ts';
import type { Pair } from '../../proof/draft.ts';
import { authorizationRequest, clientCredentialsGrant, clientOf, preparedRequest } from './authorization-request.ts';
import { defined } from '../../defined.ts';
import { HarnessError } from '../../errors.ts';
import { codeOf } from '../../login/authorization-response.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { authorizationEndpoint, authorizationUrl, authorize } from '../authorize.ts';
import { bodyOf, type Sent } from '../sent.ts';
import { deliver } from '../deliver.ts';
import { inOwnTurn } from '../turns.ts';

/** The parameters of an unused grant, or of a request for one, as the ops of the plan ask for it. */
export async function newGrant(plan: Plan): Promise<readonly Pair[]> {
  switch (plan.place) {
    case 'token':
      return tokenGrant(plan);
    case 'par':
      return authorizationRequest(clientOf(plan.session)).parameters;
    case 'authorization':
      return (await preparedRequest(plan, wishOf(plan))).parameters;
    // Documents, resources and introspection take no grant.
    default:
      return [];
  }
}

function wishOf({ ops }: Plan): CodeWish {
  return ops.findLast((op) => op.op === 'authorization');
}

function wantsRotated({ ops }: Plan): boolean {
  return ops.some(({ op }) => op === 'refresh-token');
}

async function tokenGrant(plan: Plan): Promise<readonly Pair[]> {
  const { session } = plan;
  const client = clientOf(session);
  switch (session.grant) {
    case 'authorization_code':
      return codeGrant(plan, wishOf(plan));
    case 'refresh_token':
      return refreshGrant(await refreshToken(plan, wantsRotated(plan)));
    case 'client_credentials':
    case undefined:
      return clientCredentialsGrant(client);
    default:
      session.grant satisfies never;
      return [];
  }
}

/**
 * Gets a new code; returns the parameters of the token request that redeems it (RFC 6749 §4.1.3).
 * @throws Inapplicable where the server gives no code for such a request
 * @throws HarnessError `ERR_LOGIN`
 */
async function codeGrant(requester: Requester, wish: CodeWish): Promise<readonly Pair[]> {
  const { bench, session } = requester;
  const client = clientOf(session);
  const request = await preparedRequest(requester, wish);
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

/**
 * An unused refresh token: a code is redeemed with the session's key and, with `rotated`, the token is refreshed once.
 * @throws HarnessError `ERR_TOKEN_REQUEST` where the code gives none
 * @throws Inapplicable where a refresh gives no new one
 */
async function refreshToken(requester: Requester, rotated: boolean): Promise<string> {
  const { bench, session } = requester;
  const sent = await requestTokens({ bench, session: { ...session, grant: 'authorization_code' } });
  const token = bodyOf(sent)?.['refresh_token'];
  if (typeof token !== 'string') {
    const client = session.client?.id ?? '';
    throw new HarnessError(
      'ERR_TOKEN_REQUEST',
      `${bench.as?.token ?? ''}: the code of client ${client} gave no refresh token (${sent.outcome.text})`,
    );
  }
  return rotated ? nextToken(requester, token) : token;
}

async function nextToken(requester: Requester, token: string): Promise<string> {
  const sent = await requestTokens(requester, { grant: refreshGrant(token) });
  const next = bodyOf(sent)?.['refresh_token'];
  if (typeof next === 'string' && next !== token) return next;
  throw new Inapplicable(`the authorization server gives no new refresh token (${sent.outcome.text})`);
}

/** The parameters of a token request with a refresh token (RFC 6749 §6). */
function refreshGrant(token: string): readonly Pair[] {
  return [
    ['grant_type', 'refresh_token'],
    ['refresh_token', token],
  ];
}

/** How a request differs from the plain one: it has no proof, or a grant that exists already. */
type Asking = { readonly withoutProof?: boolean; readonly grant?: readonly Pair[] };

/** Sends a plain lawful token request for set-up, with client credentials, a new code, or the given grant. */
export async function requestTokens(requester: Requester, asking: Asking = {}): Promise<Sent> {
  const { bench, session } = requester;
  const ops = asking.withoutProof === true ? [{ op: 'dpop-lines', lines: 'absent' } as const] : [];
  const plan = planFor({ bench, place: 'token', session }, { ops, ...defined({ grant: asking.grant }) });
  const grantNow = async (): Promise<readonly Pair[]> =>
    asking.grant ??
    (session.grant === 'authorization_code'
      ? codeGrant(requester, undefined)
      : clientCredentialsGrant(clientOf(session)));
  return inOwnTurn(plan, () => deliver(plan, async () => ({ grant: await grantNow() })));
}
