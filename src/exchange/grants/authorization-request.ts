import { type CodeWish, type Requester, planFor } from '../plan.ts';
import { createHash } from 'node:crypto';
import type { OpOf, Op } from '../../plan/ops.ts';
import type { Pair } from '../../proof/draft.ts';
import { randomText } from '../../proof/keys.ts';
import type { ClientDescriptor } from '../../target/descriptor/client.ts';
import type { Session } from '../../bench/session.ts';
import { HarnessError } from '../../errors.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import { authorizationUrl, authorize } from '../authorize.ts';
import { signRequestObject } from './request-object.ts';
import { deliver } from '../deliver.ts';
import { bodyOf } from '../sent.ts';
import { inOwnTurn } from '../turns.ts';

/** The parameters with which a client sends its user to the authorization endpoint. */
export async function preparedRequest(requester: Requester, wish: CodeWish): Promise<AuthorizationRequest> {
  const { bench, session } = requester;
  const client = clientOf(session);
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

/** @throws Inapplicable for a session without a client */
export function clientOf({ client }: Session): ClientDescriptor {
  if (client === undefined) throw new Inapplicable('the target has no client');
  return client;
}

async function pushed(requester: Requester, parameters: readonly Pair[], wish?: CodeWish): Promise<readonly Pair[]> {
  return [
    ['client_id', clientOf(requester.session).id],
    ['request_uri', await push(requester, parameters, wish)],
  ];
}

/** The parameters that OpenID Connect Core §6.1 wants beside the object; RFC 9101 §5 allows them. */
const besideObject = ['client_id', 'response_type', 'scope'];

function asObject(parameters: readonly Pair[], object: string): readonly Pair[] {
  return [...parameters.filter(([name]) => besideObject.includes(name)), ['request', object]];
}

async function takesPushedOnly(requester: Requester): Promise<boolean> {
  const { as, loaded, facts } = requester.bench;
  const { claims } = loaded.descriptor;
  const { id } = clientOf(requester.session);
  const named = claims.parRequired ?? as?.metadata?.['require_pushed_authorization_requests'];
  if (named === true) return true;
  if (claims.parRequired === false || claims.par === false || as?.par === undefined) return false;
  const tried = facts.pushedOnly.get(id) ?? tryFrontChannel(requester);
  facts.pushedOnly.set(id, tried);
  return tried;
}

/**
 * Whether a plain authorization request is refused, and a pushed one gets a code. The metadata need not say so, and a
 * single client can be registered that way (RFC 9126 §5, §6).
 */
async function tryFrontChannel(requester: Requester): Promise<boolean> {
  const { bench, session } = requester;
  const client = clientOf(session);
  const givesCode = async (parameters: readonly Pair[]): Promise<boolean> =>
    (await authorize(bench, client, authorizationUrl(bench, parameters))).params['code'] !== undefined;
  try {
    if (await givesCode(authorizationRequest(client).parameters)) return false;
    return await givesCode(await pushed(requester, authorizationRequest(client).parameters));
  } catch (error) {
    // The first request for a code will report what went wrong.
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

export type AuthorizationRequest = { readonly parameters: readonly Pair[]; readonly verifier?: string };

/** The parameters of an authorization request, usually with PKCE (RFC 7636 §4.3), for the front channel or for PAR. */
export function authorizationRequest(client: ClientDescriptor, pkce = true): AuthorizationRequest {
  const verifier = randomText(32);
  const challenge = createHash('sha256').update(verifier, 'ascii').digest('base64url');
  return {
    ...(pkce ? { verifier } : {}),
    parameters: [
      ['response_type', 'code'],
      ['client_id', client.id],
      ['redirect_uri', client.redirectUri ?? ''],
      ['state', randomText(12)],
      ...(pkce
        ? ([
            ['code_challenge', challenge],
            ['code_challenge_method', 'S256'],
          ] as const)
        : []),
      ...extras(client),
      ...Object.entries(client.authorizationParameters ?? {}),
    ],
  };
}

/** The further parameters of a client's requests for tokens: scope, resource (RFC 8707), and its own. */
function extras(client: ClientDescriptor): readonly Pair[] {
  const pairs: Pair[] = [];
  if (client.scope !== undefined) pairs.push(['scope', client.scope]);
  if (client.resource !== undefined) pairs.push(['resource', client.resource]);
  return [...pairs, ...Object.entries(client.parameters ?? {})];
}

/** The parameters of a token request with client credentials (RFC 6749 §4.4.2). */
export function clientCredentialsGrant(client: ClientDescriptor): readonly Pair[] {
  return [['grant_type', 'client_credentials'], ...extras(client)];
}

/**
 * Pushes an authorization request and returns its `request_uri`. Demands for a nonce are answered.
 * @throws Inapplicable where the server refuses such a request
 * @throws HarnessError `ERR_TOKEN_REQUEST` where the answer has no `request_uri`
 * @see RFC 9126 §2
 */
async function push({ bench, session }: Requester, grant: readonly Pair[], wish: CodeWish): Promise<string> {
  const plan = planFor({ bench, place: 'par', session }, { ops: proofOps(wish), grant });
  const sent = await inOwnTurn(plan, () => deliver(plan, () => Promise.resolve({ grant })));
  const requestUri = bodyOf(sent)?.['request_uri'];
  if (typeof requestUri === 'string') {
    bench.redactor.add(requestUri, 'request_uri');
    return requestUri;
  }
  if (sent.outcome.class === 'refused')
    throw new Inapplicable(`the authorization server takes no such pushed request (${sent.outcome.text})`);
  throw new HarnessError('ERR_TOKEN_REQUEST', `${bench.as?.par ?? ''}: no request_uri (${sent.outcome.text})`);
}

function proofOps(wish: CodeWish): readonly Op[] {
  switch (wish?.proof) {
    case 'own':
      return [];
    case 'other':
      return [{ op: 'key', use: 'other' }];
    default:
      return [{ op: 'dpop-lines', lines: 'absent' }];
  }
}
