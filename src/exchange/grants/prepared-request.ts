import type { AuthorizationDemands } from '../../bench/facts.ts';
import type { OpOf } from '../../plan/ops.ts';
import type { Pair } from '../../proof/draft.ts';
import type { Session } from '../../bench/session.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { authorizationUrl } from '../authorization-endpoint.ts';
import { authorize } from '../authorize.ts';
import { rememberState } from '../own-response.ts';
import { type AuthorizationRequest, authorizationRequest } from './authorization-request.ts';
import { demandsOf } from './authorization-demands.ts';
import { pushed } from './push.ts';
import { signRequestObject } from './request-object.ts';
import type { CodeWish, Requester } from './requester.ts';

/** The parameters with which a client sends its user to the authorization endpoint. */
export async function preparedRequest(requester: Requester, wish: CodeWish): Promise<AuthorizationRequest> {
  const { client } = requester;
  if (client.redirectUri === undefined) throw new Inapplicable(`client ${client.id} has no redirectUri`);
  const demands = await demandsOf(requester, (tried) => givesCode(requester, tried));
  if (wish !== undefined && wish.via !== 'par' && demands.isPushed)
    throw new Inapplicable('authorization requests have to be pushed');
  return requestFor(wish === undefined ? boundToKey(requester) : requester, wish, demands);
}

/** A wish names the key of its code itself. */
function boundToKey({ codeKey, ...requester }: Requester): Requester {
  const { session } = requester;
  return { ...requester, session: { ...session, key: codeKey ?? session.key } };
}

/** Whether the server gives a code for a plain request that meets these demands. */
async function givesCode(requester: Requester, demands: AuthorizationDemands): Promise<boolean> {
  const { bench, client } = requester;
  const { parameters } = await requestFor(requester, undefined, demands);
  return (await authorize(bench, client, authorizationUrl(bench, parameters))).params['code'] !== undefined;
}

/** The request that is wished for, with what the server wants of every one. */
async function requestFor(
  requester: Requester,
  wish: CodeWish,
  demands: AuthorizationDemands,
): Promise<AuthorizationRequest> {
  const { bench, session, client } = requester;
  const base = authorizationRequest(client, wish?.pkce !== 'none');
  const jkt = await jktParameter(session, wish?.dpopJkt ?? demandedJkt(wish, demands));
  const plain = { ...base, parameters: [...base.parameters, ...jkt] };
  if (wish?.via === 'request-object') {
    const object = await signRequestObject(bench, client, plain.parameters);
    rememberState(bench, object, plain.parameters);
    return {
      ...plain,
      parameters: [...asObject(plain.parameters, object), ...(await jktParameter(session, wish.queryDpopJkt))],
    };
  }
  if (wish?.via !== 'par' && !demands.isPushed) return plain;
  const proof = wish?.proof ?? demandedProof(wish, demands);
  return { ...plain, parameters: await pushed(requester, plain.parameters, proof) };
}

/** A wish for a proof, or for a thumbprint in another place, stands by itself. */
function demandedJkt(wish: CodeWish, { binding }: AuthorizationDemands): 'own' | undefined {
  const isBound = wish?.proof !== undefined || wish?.queryDpopJkt !== undefined;
  return binding === 'dpop_jkt' && !isBound ? 'own' : undefined;
}

function demandedProof(wish: CodeWish, { binding }: AuthorizationDemands): 'own' | undefined {
  return binding === 'proof' && wish?.dpopJkt === undefined ? 'own' : undefined;
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
