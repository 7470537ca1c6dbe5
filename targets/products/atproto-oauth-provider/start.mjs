import { createServer } from 'node:http';
import { oauthMiddleware } from '@atproto/oauth-provider/middleware';
import { JoseKey, OAuthProvider } from '@atproto/oauth-provider/provider';
import { createStore } from './store.mjs';

const account = { did: 'did:web:tester.example', pds: 'did:web:pds.example', deactivated: false };

/** The provider on a port of localhost, and resources of a personal data server which it checks. */
export async function start(_cache, [port]) {
  const issuer = `http://localhost:${port}`;
  const documents = clients(JSON.parse(process.env.CLIENT_KEY));
  const provider = new OAuthProvider({
    issuer,
    keyset: [await JoseKey.generate(['ES256'], 'one')],
    store: createStore({ account, clients: Object.keys(documents) }),
    safeFetch: async (request) => Response.json(documents[request.url ?? request]),
    cookie: { secure: false },
    // Or else each authorization of a public client would take a page made by scripts.
    getClientInfo: () => ({ isTrusted: true }),
  });
  const authorize = oauthMiddleware(provider);
  createServer((request, response) => {
    const url = new URL(request.url, issuer);
    if (['/', '/resource', '/resource/other'].includes(url.pathname)) return answer(provider, request, response, url);
    authorize(request, response, () => send(response, 404, {}));
  }).listen(Number(port), 'localhost', () => console.log('ready'));
}

/** As the personal data server answers: a nonce with everything, and the challenge of the error. */
async function answer(provider, request, response, url) {
  const nonce = provider.nextDpopNonce();
  if (nonce) response.setHeader('DPoP-Nonce', nonce);
  response.setHeader('Cache-Control', 'no-store');
  try {
    const { method, headers } = request;
    await provider.authenticateRequest(method, url, headers, { audience: [account.pds], scope: ['atproto'] });
    send(response, 200, { protected: 'resource' });
  } catch (error) {
    refuse(response, error);
  }
}

/** A challenge that no field can have is an error of the server, as Express makes of it. */
function refuse(response, { wwwAuthenticateHeader: challenge, statusCode = 500, error }) {
  try {
    if (challenge) response.setHeader('WWW-Authenticate', challenge);
    send(response, challenge ? 401 : statusCode, { error });
  } catch {
    send(response, 500, { error: 'server_error' });
  }
}

/** The documents that clients publish at their client_id; nothing is fetched for them. */
function clients({ kty, crv, x, y }) {
  const common = {
    scope: 'atproto',
    application_type: 'web',
    redirect_uris: ['https://client.example.com/cb'],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    dpop_bound_access_tokens: true,
  };
  const key = { kty, crv, x, y, kid: 'one', use: 'sig', alg: 'ES256' };
  const signing = { token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256' };
  const documents = {
    'https://client.example.com/public.json': { ...common, token_endpoint_auth_method: 'none' },
    'https://client.example.com/confidential.json': { ...common, ...signing, jwks: { keys: [key] } },
  };
  return Object.fromEntries(Object.entries(documents).map(([id, document]) => [id, { client_id: id, ...document }]));
}

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
