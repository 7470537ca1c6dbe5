import { createHash } from 'node:crypto';
import { HarnessError } from '../errors.ts';
import { AuthorizationRefused } from '../login/authorization-refused.ts';
import { codeOf, type AuthorizationResponse } from '../login/authorization-response.ts';
import type { OpOf } from '../plan/ops.ts';
import { type Pair } from '../proof/draft.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import { randomText } from '../proof/keys.ts';
import type { ClientDescriptor } from '../target/descriptor.ts';
import type { WireExchange } from '../wire/types.ts';
import type { Bench } from '../bench/bench.ts';

/** Parameters of a token request with a grant that nobody has used yet. */
export async function clientCredentialsGrant(client: ClientDescriptor): Promise<readonly Pair[]> {
  return Promise.resolve([['grant_type', 'client_credentials'], ...extras(client)]);
}

function extras(client: ClientDescriptor): readonly Pair[] {
  const pairs: Pair[] = [];
  if (client.scope !== undefined) pairs.push(['scope', client.scope]);
  if (client.resource !== undefined) pairs.push(['resource', client.resource]);
  return [...pairs, ...Object.entries(client.parameters ?? {})];
}

export type AuthorizationRequest = { readonly parameters: readonly Pair[]; readonly verifier?: string };

/** Parameters of an authorization request, as a rule with PKCE (RFC 7636 §4.3), for the front channel or for PAR. */
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

export type CodeWish = OpOf<'authorization'> | undefined;

/** Pushes an authorization request (RFC 9126) and returns its `request_uri`. */
export type Push = (parameters: readonly Pair[], wish: CodeWish) => Promise<string>;

/** Signs an authorization request (RFC 9101) and returns the request object. */
export type SignRequest = (parameters: readonly Pair[]) => Promise<string>;

/** The thumbprint that a request for a code names, if any. */
export type Thumbprints = { readonly own: string; readonly other: () => Promise<string> };

/** What the client sends its user to the authorization endpoint with. */
export async function preparedRequest(
  bench: Bench,
  client: ClientDescriptor,
  wish: CodeWish,
  thumbprints: Thumbprints,
  { push, signRequest }: { readonly push: Push; readonly signRequest: SignRequest },
): Promise<AuthorizationRequest> {
  if (client.redirectUri === undefined) throw new Inapplicable(`client ${client.id} has no redirectUri`);
  const pushedOnly = await takesPushedOnly(bench, client, push);
  if (wish !== undefined && wish.via !== 'par' && pushedOnly)
    throw new Inapplicable('authorization requests have to be pushed');
  const base = authorizationRequest(client, wish?.pkce !== 'none');
  const jkt = await jktParameter(wish?.dpopJkt, thumbprints);
  const plain = { ...base, parameters: [...base.parameters, ...jkt] };
  if (wish?.via === 'request-object') {
    const beside = await jktParameter(wish.queryDpopJkt, thumbprints);
    return { ...plain, parameters: [...asObject(plain.parameters, await signRequest(plain.parameters)), ...beside] };
  }
  if (wish?.via !== 'par' && !pushedOnly) return plain;
  return { ...plain, parameters: await pushed(client, plain.parameters, wish, push) };
}

async function pushed(
  client: ClientDescriptor,
  parameters: readonly Pair[],
  wish: CodeWish,
  push: Push,
): Promise<readonly Pair[]> {
  return [
    ['client_id', client.id],
    ['request_uri', await push(parameters, wish)],
  ];
}

/** What OpenID Connect Core §6.1 wants in the query beside the object; RFC 9101 §5 allows it. */
const besideObject = ['client_id', 'response_type', 'scope'];

function asObject(parameters: readonly Pair[], object: string): readonly Pair[] {
  return [...parameters.filter(([name]) => besideObject.includes(name)), ['request', object]];
}

async function takesPushedOnly(bench: Bench, client: ClientDescriptor, push: Push): Promise<boolean> {
  const { as, loaded, facts } = bench;
  const { claims } = loaded.descriptor;
  const told = claims.parRequired ?? as?.metadata?.['require_pushed_authorization_requests'];
  if (told === true) return true;
  if (claims.parRequired === false || claims.par === false || as?.par === undefined) return false;
  const tried = facts.pushedOnly.get(client.id) ?? tryFrontChannel(bench, client, push);
  facts.pushedOnly.set(client.id, tried);
  return tried;
}

/** Metadata need not tell, and a client can be registered so (RFC 9126 §5, §6): refused as it is, given a code when pushed. */
async function tryFrontChannel(bench: Bench, client: ClientDescriptor, push: Push): Promise<boolean> {
  const givesCode = async (parameters: readonly Pair[]): Promise<boolean> =>
    (await authorize(bench, client, authorizationUrl(bench, parameters))).params['code'] !== undefined;
  try {
    if (await givesCode(authorizationRequest(client).parameters)) return false;
    return await givesCode(await pushed(client, authorizationRequest(client).parameters, undefined, push));
  } catch (error) {
    // Whatever it is that stands in the way is told by the request for the first code.
    if (error instanceof HarnessError || error instanceof Inapplicable) return false;
    throw error;
  }
}

async function jktParameter(
  dpopJkt: OpOf<'authorization'>['dpopJkt'],
  thumbprints: Thumbprints,
): Promise<readonly Pair[]> {
  switch (dpopJkt) {
    case undefined:
      return [];
    case 'own':
      return [['dpop_jkt', thumbprints.own]];
    case 'other':
      return [['dpop_jkt', await thumbprints.other()]];
    case 'malformed':
      return [['dpop_jkt', 'abc']];
    default:
      dpopJkt satisfies never;
      return [];
  }
}

/** The parameters of a token request for a new code. */
export async function codeGrant(
  bench: Bench,
  client: ClientDescriptor,
  request: AuthorizationRequest,
  wish: CodeWish,
): Promise<readonly Pair[]> {
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

export function authorizationEndpoint(bench: Bench): string {
  const endpoint = bench.as?.authorization;
  if (endpoint === undefined) throw new Inapplicable('no authorization endpoint is known');
  return endpoint;
}

function authorizationUrl(bench: Bench, parameters: readonly Pair[]): string {
  const url = new URL(authorizationEndpoint(bench));
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  return url.href;
}

/** How the flow that begins at a URL of the authorization endpoint ends; `refusal`: by an error page. */
export type Authorized = {
  readonly params: AuthorizationResponse;
  readonly exchange: WireExchange | undefined;
  readonly refusal?: AuthorizationRefused;
};

/** Logs in where that is asked for. */
export async function authorize(bench: Bench, client: ClientDescriptor, url: string): Promise<Authorized> {
  return bench.login(async () => {
    try {
      const params = await bench.user.authorize(url, client.redirectUri ?? '');
      if (params['code'] !== undefined && params['code'] !== '') bench.redactor.add(params['code'], 'code');
      return { params, exchange: bench.user.lastAnswer() };
    } catch (error) {
      if (!(error instanceof AuthorizationRefused)) throw error;
      return { params: {}, exchange: error.exchange, refusal: error };
    }
  });
}
