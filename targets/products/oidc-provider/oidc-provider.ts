/** Launches npm `oidc-provider` as authorization server. Its userinfo endpoint is a resource that supports DPoP too. */
import { generateKeyPairSync, randomBytes, type JsonWebKey } from 'node:crypto';
import { parseArgs } from 'node:util';
import { errors, Provider } from 'oidc-provider';
import { launch, listenFlags, oneOf, orRefuse, refuse } from '../kit/launcher.ts';
import { createStore, type Store } from './memory-store.ts';
import { clients } from './oidc-clients.ts';

interface Settings {
  readonly nonce: 'off' | 'offered' | 'required';
  readonly tokens: 'jwt' | 'opaque';
  readonly proofAlgs: 'default' | 'all';
  readonly clients: ReturnType<typeof clients>;
}

interface Context {
  readonly oidc: { readonly params: { readonly scope?: string } };
}

const flags = {
  ...listenFlags,
  nonce: { type: 'string', default: 'off' },
  tokens: { type: 'string', default: 'jwt' },
  'proof-algs': { type: 'string', default: 'default' },
} as const;

/** The default of oidc-provider. It has a name because the store has to use the same value. */
const clockTolerance = 15;

/** All algorithms for proofs that it can be configured with. */
const everyAlg = ['ES256', 'ES384', 'ES512', 'Ed25519', 'EdDSA', 'PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'];

const defaultResources = { jwt: 'urn:proofmark:api', opaque: 'urn:proofmark:opaque' };

const resourceServers = new Map<string, object>([
  [defaultResources.jwt, { scope: 'read write', accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } }],
  [defaultResources.opaque, { scope: 'read write', accessTokenFormat: 'opaque' }],
]);

const { values } = orRefuse(() => parseArgs({ options: flags }));
const settings: Settings = {
  nonce: oneOf('nonce', values.nonce, ['off', 'offered', 'required']),
  tokens: oneOf('tokens', values.tokens, ['jwt', 'opaque']),
  proofAlgs: oneOf('proof-algs', values['proof-algs'], ['default', 'all']),
  clients: clients(readSecret(), readPublicJwk()),
};
await launch(values, (issuer) => createProvider(issuer, settings).callback());

function createProvider(issuer: string, { nonce, tokens, proofAlgs, clients }: Settings): Provider {
  const provider = new Provider(issuer, {
    adapter: createAdapters(),
    clients,
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    clockTolerance,
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    ...(proofAlgs === 'default' ? {} : { enabledJWA: { dPoPSigningAlgValues: everyAlg } }),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: true },
      dPoP: {
        enabled: true,
        ...(nonce === 'off' ? {} : { nonceSecret: randomBytes(32) }),
        requireNonce: () => nonce === 'required',
      },
      introspection: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (context: Context, _client: unknown, oneOfThese?: readonly string[]) =>
          oneOfThese ?? (wantsUserinfo(context) ? undefined : defaultResources[tokens]),
        getResourceServerInfo,
      },
      revocation: { enabled: true },
      userinfo: { enabled: true },
    },
    findAccount: (_context: Context, sub: string) => ({ accountId: sub, claims: async () => ({ sub }) }),
    jwks: { keys: [signingKey()] },
    // The cached token of a client must outlive a run. The other lifetimes are those of the product.
    ttl: { ClientCredentials: 3600 },
  });
  return provider.on('server_error', (_context, error) => console.error(error));
}

/** The userinfo endpoint accepts only access tokens without audience, so `openid` asks for no resource by default. */
function wantsUserinfo(context: Context): boolean {
  return context.oidc.params.scope?.split(' ').includes('openid') ?? false;
}

function getResourceServerInfo(_context: Context, resource: string): object {
  const server = resourceServers.get(resource);
  if (!server) throw new errors.InvalidTarget();
  return server;
}

function createAdapters(): (model: string) => Store {
  const stores: Store[] = [];
  setInterval(() => stores.forEach((store) => store.sweep()), 10_000).unref();
  return () => {
    const store = createStore({ maxEntries: 50_000, graceSeconds: clockTolerance });
    stores.push(store);
    return store;
  };
}

function signingKey(): JsonWebKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'embedded' };
}

function readSecret(): string {
  const secret = process.env['PROOFMARK_CLIENT_SECRET'];
  return secret || refuse('PROOFMARK_CLIENT_SECRET is not set: it is the secret of the confidential clients.');
}

function readPublicJwk(): JsonWebKey | undefined {
  const text = process.env['PROOFMARK_CLIENT_JWK'];
  if (!text) return undefined;
  const jwk = orRefuse(() => JSON.parse(text) as JsonWebKey);
  return jwk.d === undefined ? jwk : refuse('PROOFMARK_CLIENT_JWK must be a public key: it has a member d.');
}
