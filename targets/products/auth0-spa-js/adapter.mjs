import { Auth0Client } from '@auth0/auth0-spa-js';
import { servePage } from '../kit/page.mjs';
import { allBut } from '../kit/words.mjs';
import product from './product.json';

function clientOf(one) {
  const { issuer, client, redirect_uri: redirectUri, scope } = one.settings;
  one.auth0 ??= new Auth0Client({
    domain: issuer,
    issuer,
    clientId: client.id,
    useDpop: true,
    useRefreshTokens: true,
    cacheLocation: 'localstorage',
    authorizationParams: { redirect_uri: redirectUri, scope },
  });
  return one.auth0;
}

const authorize = (one) => clientOf(one).loginWithRedirect();

async function token(one, _grant, callback) {
  if (callback) await clientOf(one).handleRedirectCallback(callback.href);
  return clientOf(one).getTokenSilently({ cacheMode: callback ? 'cache-only' : 'off', detailedResponse: true });
}

/** Each API has an id of its own for its nonces. */
async function call(one, { method, url, headers, body }) {
  const fetcher = clientOf(one).createFetcher({ dpopNonceId: new URL(url).origin });
  return (await fetcher.fetchWithAuth(url, { method, headers, ...(body && { body }) })).status;
}

const does = allBut('token.client_credentials', 'par', 'call.stream');
servePage(product, { decides: 'library', does, auth: ['none'], authorize, token, call });
