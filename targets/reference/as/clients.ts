import type { JsonWebKey } from 'node:crypto';

export interface ReferenceClient {
  readonly clientId: string;
  readonly auth: 'secret' | 'private_key_jwt' | 'none';
  readonly secret?: string;
  /** The private key, so that tests and descriptors can sign. Like every secret here, it protects nothing. */
  readonly privateJwk?: JsonWebKey;
  readonly dpopBoundAccessTokens: boolean;
  readonly redirectUris: readonly string[];
  readonly grants: readonly string[];
}

export interface RegisteredClient {
  readonly client: ReferenceClient;
  /** Its registration access token. */
  readonly token: string;
  /** All that is registered, as it is shown to the client. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

const redirectUris = ['http://127.0.0.1:1/cb'];
const allGrants = ['client_credentials', 'authorization_code', 'refresh_token'];
const secret = 'reference-secret';
const plain = { dpopBoundAccessTokens: false, redirectUris, grants: allGrants };

export const referenceClients: readonly ReferenceClient[] = [
  { ...plain, clientId: 'confidential', auth: 'secret', secret },
  {
    ...plain,
    clientId: 'jwt',
    auth: 'private_key_jwt',
    privateJwk: {
      kty: 'EC',
      crv: 'P-256',
      x: 'RPWPq44RGzQyOuIocmDPZJEkeOJGkyGfwXLIQ3JqKfw',
      y: 'ywIUXouxsrn4DNsUsTUARatDw4aUpk4vsnpe59hQXe0',
      d: 'gWDCD5bPovnMmAoX9_5Eo4XhYHyYKTiuQvgz_8LF9IE',
    },
  },
  { ...plain, clientId: 'public', auth: 'none', grants: ['authorization_code', 'refresh_token'] },
  { ...plain, clientId: 'bound', auth: 'secret', secret, dpopBoundAccessTokens: true },
  { ...plain, clientId: 'post', auth: 'secret', secret },
  { ...plain, clientId: 'introspector', auth: 'secret', secret, grants: [] },
];

/**
 * The key that signs access tokens, the same in every run. With it, cases mint tokens with any `cnf` for the resource
 * server, and so attack the binding itself.
 */
export const referenceSigningJwk: JsonWebKey & { readonly kid: string } = {
  kid: 'reference-2024',
  kty: 'EC',
  crv: 'P-256',
  x: 'K5gAvKr5BArWbn_WLzYtpFUmz2j7TfvfaOhlDJgsgvE',
  y: 'mpaSIi6vHKPJavWww0PAkXIv1KesZ6tTlrgjhzJuPsA',
  d: 'yfsPFn_B8gQpFfOem1qgTMthwl7tUDbEzhMw_nTD2LU',
};
