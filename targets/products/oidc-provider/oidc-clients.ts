import type { JsonWebKey } from 'node:crypto';

/** Nothing listens there. The client reads the code from the redirect, and does not follow it. */
export const redirectUri = 'http://127.0.0.1:1/cb';

const withUser = {
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: [redirectUri],
};
const withoutUser = { grant_types: ['client_credentials'], response_types: [], redirect_uris: [] };
const both = { ...withUser, grant_types: [...withUser.grant_types, ...withoutUser.grant_types] };

/** The clients of the provider, as RFC 7591 metadata. `jwk` is the public key of `jwt-client`; without it that client is left out. */
export function clients(secret: string, jwk: JsonWebKey | undefined): readonly Readonly<Record<string, unknown>>[] {
  const basic = { token_endpoint_auth_method: 'client_secret_basic', client_secret: secret };
  const post = { token_endpoint_auth_method: 'client_secret_post', client_secret: secret };
  const jwt = { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [jwk] } };
  return [
    { client_id: 'confidential', ...basic, ...both },
    { client_id: 'confidential-post', ...post, ...both },
    ...(jwk ? [{ client_id: 'jwt-client', ...jwt, ...both }] : []),
    { client_id: 'public', token_endpoint_auth_method: 'none', ...withUser },
    { client_id: 'bound', ...basic, ...withoutUser, dpop_bound_access_tokens: true },
    { client_id: 'introspector', ...basic, ...withoutUser, grant_types: [] },
  ];
}
