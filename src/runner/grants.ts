import { createHash } from 'node:crypto';
import { HarnessError } from '../errors.ts';
import { formLogin } from '../login/form-login.ts';
import { Inapplicable, type Pair } from '../proof/draft.ts';
import { randomText } from '../proof/keys.ts';
import type { ClientDescriptor } from '../target/descriptor.ts';
import { type Bench, secretOf } from './bench.ts';

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

export type AuthorizationRequest = { readonly parameters: readonly Pair[]; readonly verifier: string };

/** Parameters of an authorization request with PKCE (RFC 7636 §4.3), for the front channel or for PAR. */
export function authorizationRequest(client: ClientDescriptor): AuthorizationRequest {
  const verifier = randomText(32);
  const challenge = createHash('sha256').update(verifier, 'ascii').digest('base64url');
  return {
    verifier,
    parameters: [
      ['response_type', 'code'],
      ['client_id', client.id],
      ['redirect_uri', client.redirectUri ?? ''],
      ['state', randomText(12)],
      ['code_challenge', challenge],
      ['code_challenge_method', 'S256'],
      ...extras(client),
      ...Object.entries(client.authorizationParameters ?? {}),
    ],
  };
}

/** Logs in (form posts, no browser) and returns the token request's parameters for the code obtained. */
export async function codeGrant(bench: Bench, client: ClientDescriptor): Promise<readonly Pair[]> {
  const { login } = bench.loaded.descriptor;
  const endpoint = bench.as?.authorization;
  if (endpoint === undefined) throw new Inapplicable('no authorization endpoint is known');
  if (client.redirectUri === undefined) throw new Inapplicable(`client ${client.id} has no redirectUri`);
  const { parameters, verifier } = authorizationRequest(client);
  const url = new URL(endpoint);
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  const fields = Object.entries(login?.fields ?? {}).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : secretOf(bench, value.env),
  ]);
  const { redirectUri } = client;
  const { code } = await bench.login(() =>
    formLogin({
      wire: bench.wire,
      authorizationUrl: url.href,
      redirectUri,
      fields: Object.fromEntries(fields),
      maxPages: login?.maxPages ?? 8,
      jar: bench.jar,
    }),
  );
  if (code === '') throw new HarnessError('ERR_LOGIN', `${endpoint}: the redirect carries an empty code`);
  bench.redactor.add(code, 'code');
  return [
    ['grant_type', 'authorization_code'],
    ['code', code],
    ['redirect_uri', client.redirectUri],
    ['code_verifier', verifier],
    ...(client.resource === undefined ? [] : [['resource', client.resource] as const]),
  ];
}
