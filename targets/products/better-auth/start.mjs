import { createServer } from 'node:http';
import { oauthProvider } from '@better-auth/oauth-provider';
import { oauthProviderResourceClient } from '@better-auth/oauth-provider/resource-client';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { jwt } from 'better-auth/plugins';
import { createRouter } from './router.mjs';

const models = [
  'user session account verification jwks rateLimit oauthClient oauthResource oauthClientResource oauthAccessToken',
  'oauthRefreshToken oauthConsent oauthClientAssertion',
].flatMap((line) => line.split(' '));
const redirect = { redirect_uris: ['https://client.example.com/cb'], skip_consent: true };
const grants = ['authorization_code', 'refresh_token'];

/** The provider on a port of localhost, a login page of ours, and resources that its part for resource servers checks. */
export async function start(_cache, [port]) {
  const base = `http://localhost:${port}`;
  const next = {};
  const auth = betterAuth({
    baseURL: base,
    secret: process.env.SERVER_SECRET,
    database: memoryAdapter(Object.fromEntries(models.map((model) => [model, []]))),
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: false },
    logger: { level: 'error' },
    plugins: [
      jwt(),
      oauthProvider({
        loginPage: '/login',
        consentPage: '/consent',
        scopes: ['openid', 'read', 'offline_access'],
        resources: [{ identifier: `${base}/api` }],
        enforcePerClientResources: false,
        // The descriptor has to know the names and the secrets of the clients.
        generateClientId: () => next.id,
        generateClientSecret: () => next.secret,
        clientPrivileges: () => true,
      }),
    ],
  });
  await createClients(auth, next);
  const api = oauthProviderResourceClient(auth).getActions();
  createServer(createRouter({ auth, api, base })).listen(Number(port), 'localhost', () => console.log('ready'));
}

async function createClients(auth, next) {
  const user = { email: 'tester@example.com', password: process.env.TESTER_SECRET, name: 'tester' };
  const { headers: set } = await auth.api.signUpEmail({ body: user, returnHeaders: true });
  const cookie = set.getSetCookie().map((one) => one.split(';')[0]);
  const headers = new Headers({ cookie: cookie.join('; ') });
  const create = async (id, metadata, secret) => {
    Object.assign(next, { id, secret });
    await auth.api.adminCreateOAuthClient({ body: { ...redirect, ...metadata }, headers });
  };
  const scope = 'openid read offline_access';
  await create(
    'confidential',
    {
      scope,
      grant_types: ['client_credentials', ...grants],
      token_endpoint_auth_method: 'client_secret_basic',
      client_credentials_scopes: ['read'],
    },
    process.env.CLIENT_SECRET,
  );
  await create('public', { scope, grant_types: grants, token_endpoint_auth_method: 'none' });
  await create(
    'bound',
    {
      scope,
      grant_types: grants,
      token_endpoint_auth_method: 'client_secret_post',
      dpop_bound_access_tokens: true,
    },
    process.env.CLIENT_SECRET,
  );
}
