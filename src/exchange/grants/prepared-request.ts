import type { Bench } from '../../bench/bench.ts';
import type { Session } from '../../bench/session.ts';
import { HarnessError } from '../../errors.ts';
import type { OpOf } from '../../plan/ops.ts';
import type { Pair } from '../../proof/draft.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import type { ClientDescriptor } from '../../target/descriptor.ts';
import { authorizationUrl, authorize } from '../authorize.ts';
import { type AuthorizationRequest, authorizationRequest, type CodeWish } from './authorization-request.ts';
import { push } from './push.ts';
import { signRequestObject } from './request-object.ts';

/** What the client sends its user to the authorization endpoint with. */
export async function preparedRequest(bench: Bench, session: Session, wish: CodeWish): Promise<AuthorizationRequest> {
  const client = clientOf(session);
  if (client.redirectUri === undefined) throw new Inapplicable(`client ${client.id} has no redirectUri`);
  const pushedOnly = await takesPushedOnly(bench, session);
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
  return { ...plain, parameters: await pushed(bench, session, plain.parameters, wish) };
}

/** @throws Inapplicable for a session without a client */
export function clientOf({ client }: Session): ClientDescriptor {
  if (client === undefined) throw new Inapplicable('the target has no client');
  return client;
}

async function pushed(
  bench: Bench,
  session: Session,
  parameters: readonly Pair[],
  wish?: CodeWish,
): Promise<readonly Pair[]> {
  return [
    ['client_id', clientOf(session).id],
    ['request_uri', await push(bench, session, parameters, wish)],
  ];
}

/** What OpenID Connect Core §6.1 wants in the query beside the object; RFC 9101 §5 allows it. */
const besideObject = ['client_id', 'response_type', 'scope'];

function asObject(parameters: readonly Pair[], object: string): readonly Pair[] {
  return [...parameters.filter(([name]) => besideObject.includes(name)), ['request', object]];
}

async function takesPushedOnly(bench: Bench, session: Session): Promise<boolean> {
  const { as, loaded, facts } = bench;
  const { claims } = loaded.descriptor;
  const { id } = clientOf(session);
  const named = claims.parRequired ?? as?.metadata?.['require_pushed_authorization_requests'];
  if (named === true) return true;
  if (claims.parRequired === false || claims.par === false || as?.par === undefined) return false;
  const tried = facts.pushedOnly.get(id) ?? tryFrontChannel(bench, session);
  facts.pushedOnly.set(id, tried);
  return tried;
}

/** Metadata need not say it, and a client can be registered so (RFC 9126 §5, §6): refused as it is, given a code when pushed. */
async function tryFrontChannel(bench: Bench, session: Session): Promise<boolean> {
  const client = clientOf(session);
  const givesCode = async (parameters: readonly Pair[]): Promise<boolean> =>
    (await authorize(bench, client, authorizationUrl(bench, parameters))).params['code'] !== undefined;
  try {
    if (await givesCode(authorizationRequest(client).parameters)) return false;
    return await givesCode(await pushed(bench, session, authorizationRequest(client).parameters));
  } catch (error) {
    // Whatever stands in the way is reported by the request for the first code.
    if (error instanceof HarnessError || error instanceof Inapplicable) return false;
    throw error;
  }
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
