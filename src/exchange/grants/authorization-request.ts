import { createHash } from 'node:crypto';
import type { Pair } from '../../proof/draft.ts';
import { randomText } from '../../proof/keys.ts';
import type { ClientDescriptor } from '../../target/descriptor/client.ts';

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
export function extras(client: ClientDescriptor): readonly Pair[] {
  const pairs: Pair[] = [];
  if (client.scope !== undefined) pairs.push(['scope', client.scope]);
  if (client.resource !== undefined) pairs.push(['resource', client.resource]);
  return [...pairs, ...Object.entries(client.parameters ?? {})];
}

/** The parameters of a token request with client credentials (RFC 6749 §4.4.2). */
export function clientCredentialsGrant(client: ClientDescriptor): readonly Pair[] {
  return [['grant_type', 'client_credentials'], ...extras(client)];
}
