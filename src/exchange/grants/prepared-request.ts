import type { OpOf } from '../../plan/ops.ts';
import type { Pair } from '../../proof/draft.ts';
import type { Session } from '../../bench/session.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { type AuthorizationRequest, authorizationRequest } from './authorization-request.ts';
import { takesPushedOnly } from './front-channel.ts';
import { pushed } from './push.ts';
import { signRequestObject } from './request-object.ts';
import type { CodeWish, Requester } from './requester.ts';

/** The parameters with which a client sends its user to the authorization endpoint. */
export async function preparedRequest(requester: Requester, wish: CodeWish): Promise<AuthorizationRequest> {
  const { bench, session, client } = requester;
  if (client.redirectUri === undefined) throw new Inapplicable(`client ${client.id} has no redirectUri`);
  const pushedOnly = await takesPushedOnly(requester);
  if (wish !== undefined && wish.via !== 'par' && pushedOnly)
    throw new Inapplicable('authorization requests have to be pushed');
  const base = authorizationRequest(client, wish?.pkce !== 'none');
  const jkt = await jktParameter(session, wish?.dpopJkt);
  const plain = { ...base, parameters: [...base.parameters, ...jkt] };
  if (wish?.via === 'request-object') {
    const object = await signRequestObject(bench, client, plain.parameters);
    return {
      ...plain,
      parameters: [...asObject(plain.parameters, object), ...(await jktParameter(session, wish.queryDpopJkt))],
    };
  }
  if (wish?.via !== 'par' && !pushedOnly) return plain;
  return { ...plain, parameters: await pushed(requester, plain.parameters, wish) };
}

/** The parameters that OpenID Connect Core §6.1 wants beside the object; RFC 9101 §5 allows them. */
const besideObject = ['client_id', 'response_type', 'scope'];

function asObject(parameters: readonly Pair[], object: string): readonly Pair[] {
  return [...parameters.filter(([name]) => besideObject.includes(name)), ['request', object]];
}

async function jktParameter(session: Session, dpopJkt: OpOf<'authorization'>['dpopJkt']): Promise<readonly Pair[]> {
  switch (dpopJkt) {
    case undefined:
      return [];
    case 'own':
      return [['dpop_jkt', session.key.jkt]];
    case 'other':
      return [['dpop_jkt', (await session.otherKey()).jkt]];
    case 'malformed':
      return [['dpop_jkt', 'abc']];
    default:
      dpopJkt satisfies never;
      return [];
  }
}
