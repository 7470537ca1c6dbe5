import { makeKey, randomText } from '../proof/keys.ts';
import type { ProofKey } from '../proof/proof-key.ts';
import { type ClientDescriptor, plainClient, plainGrant } from '../target/descriptor/client.ts';
import { type IssuedToken, issuedToken, type Issuer } from '../target/issuers/issuer.ts';
import type { Bench } from '../bench/bench.ts';
import { authenticate } from './client-auth.ts';
import { clientCredentialsGrant } from './grants/authorization-request.ts';
import { headersOf } from './headers-of.ts';
import { requestTokens } from './grants/request-tokens.ts';
import { bodyOf, type Sent } from './sent.ts';
import { steadily } from './steadily.ts';
import { tokenless } from './tokenless.ts';
import type { Session } from '../bench/session.ts';
import { readJwt } from '../verdict/answer.ts';

/** Access tokens from the authorization server of this bench, which plain lawful token requests get. */
export function asIssuer(bench: Bench, clientId?: string): Issuer {
  const clients = bench.loaded.descriptor.as?.clients ?? [];
  const client = clients.find(({ id }) => id === clientId) ?? plainClient(clients);
  const issue = (key: ProofKey, withProof: boolean): Promise<IssuedToken | undefined> =>
    issueToken(bench, client, key, withProof);
  const plain = async (): Promise<IssuedToken | undefined> => issue(await makeKey('ES256'), false);
  return {
    bound: (key) => issue(key, true),
    sibling: (key) => issue(key, true),
    elsewhere: async (key) => tokenElsewhere(bench, client, key, await issue(key, true)),
    revoked: (key) => revokedToken(bench, client, key),
    unbound: () => plain().catch(() => undefined),
    supports: (alg) => bench.as?.algs?.includes(alg) ?? true,
    close: async () => {},
  };
}

async function issueToken(
  bench: Bench,
  client: ClientDescriptor | undefined,
  key: ProofKey,
  withProof: boolean,
): Promise<IssuedToken | undefined> {
  if (client === undefined) return undefined;
  const session = bareSession(key, client, plainGrant(client));
  const ask = (): Promise<Sent> => requestTokens({ bench, session, client }, { withoutProof: !withProof });
  const sent = await (withProof ? steadily(bench, 'token', ask) : ask());
  const body = bodyOf(sent);
  const accessToken = body?.['access_token'];
  if (sent.outcome.class !== 'accepted' || typeof accessToken !== 'string') {
    if (!withProof) return undefined;
    throw tokenless(
      sent,
      `${bench.as?.token ?? 'token endpoint'}: no access token for client ${client.id}: ${sent.outcome.text}${describe(body)}`,
      { advice: { at: clientAt(bench, client) } },
    );
  }
  if (!withProof && String(body?.['token_type']).toLowerCase() === 'dpop') return undefined;
  return issuedToken(accessToken, body?.['expires_in']);
}

function clientAt({ loaded }: Bench, client: ClientDescriptor): readonly (string | number)[] {
  return ['as', 'clients', loaded.descriptor.as?.clients.indexOf(client) ?? 0];
}

function describe(body: Readonly<Record<string, unknown>> | undefined): string {
  const description = body?.['error_description'];
  return typeof description === 'string' ? ` (${description.slice(0, 200)})` : '';
}

function bareSession(key: ProofKey, client: ClientDescriptor, grant: NonNullable<Session['grant']>): Session {
  return {
    id: randomText(6),
    key,
    client,
    grant,
    token: () => Promise.resolve(undefined),
    otherKey: () => Promise.resolve(key),
  };
}

/** An absolute URI that names no resource of anybody (RFC 8707 §2, RFC 6761 §6.4). */
const otherResource = 'https://resource.invalid/proofmark';

/**
 * A token for a resource that is none of the target's: asked for with client credentials.
 * @returns `undefined` where the server issues none, or does not say in the token that it is for that resource alone
 */
async function tokenElsewhere(
  bench: Bench,
  client: ClientDescriptor | undefined,
  key: ProofKey,
  usual: IssuedToken | undefined,
): Promise<IssuedToken | undefined> {
  if (client?.grants.includes('client_credentials') !== true) return undefined;
  const session = bareSession(key, client, 'client_credentials');
  const asked = clientCredentialsGrant(client).filter(([name]) => name !== 'resource' && name !== 'audience');
  const sent = await requestTokens({ bench, session, client }, { grant: [...asked, ['resource', otherResource]] });
  const accessToken = bodyOf(sent)?.['access_token'];
  if (sent.outcome.class !== 'accepted' || typeof accessToken !== 'string') return undefined;
  const [own, given] = [audiencesOf(usual?.accessToken), audiencesOf(accessToken)];
  const isRestricted = given.includes(otherResource) && !given.some((audience) => own.includes(audience));
  return isRestricted ? { accessToken } : undefined;
}

function audiencesOf(token: string | undefined): readonly unknown[] {
  const aud = token === undefined ? undefined : readJwt(token)?.claims['aud'];
  return Array.isArray(aud) ? aud : [aud];
}

/**
 * A token that its own client has revoked (RFC 7009 §2). It is one of client credentials: behind any other stands a grant of
 * the user, which the server may end with it, and so all tokens that the other cases hold (§2.1).
 * @returns `undefined` where the server revokes no such tokens
 */
async function revokedToken(bench: Bench, client: ClientDescriptor | undefined, key: ProofKey) {
  const url = bench.as?.metadata?.['revocation_endpoint'];
  if (client === undefined || typeof url !== 'string' || !isBeside(url, bench)) return undefined;
  if (plainGrant(client) !== 'client_credentials') return undefined;
  const token = await issueToken(bench, client, key, true);
  if (token === undefined) return undefined;
  const { fields, parameters } = await authenticate(bench, client, url);
  bench.redactor.add(token.accessToken, 'access_token');
  const form = new URLSearchParams([
    ['token', token.accessToken],
    ['token_type_hint', 'access_token'],
    ...parameters.map(([name, value]): [string, string] => [name, value]),
  ]);
  const typed = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
  const { response } = await bench.wire.send({
    method: 'POST',
    url,
    fields: [...headersOf(bench, bench.loaded.descriptor.as?.headers), ...fields, typed],
    body: form.toString(),
  });
  return response?.status === 200 ? token : undefined;
}

function isBeside(url: string, { as }: Bench): boolean {
  return as !== undefined && URL.parse(url)?.origin === new URL(as.token).origin;
}
