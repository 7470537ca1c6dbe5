import { OktaAuth } from '@okta/okta-auth-js';
import { servePage } from '../kit/page.mjs';
import { allBut } from '../kit/words.mjs';
import product from './product.json';

function clientOf(one) {
  const { issuer, client, redirect_uri: redirectUri, scope } = one.settings;
  one.okta ??= new OktaAuth({
    issuer,
    clientId: client.id,
    redirectUri,
    scopes: scope.split(' '),
    pkce: true,
    dpop: true,
    tokenManager: { storage: 'localStorage', autoRenew: false },
  });
  return one.okta;
}

const authorize = (one) => clientOf(one).token.getWithRedirect();

async function token(one, _grant, callback) {
  const okta = clientOf(one);
  const tokens = callback
    ? (await okta.token.parseFromUrl({ url: callback.href })).tokens
    : await okta.token.renewTokens();
  okta.tokenManager.setTokens(tokens);
  return { token_type: tokens.accessToken.tokenType, refresh_token: okta.tokenManager.getTokensSync().refreshToken };
}

/** As the documentation has it: a second request with the nonce that a resource demands. */
async function call(one, { method, url, headers, body }) {
  const okta = clientOf(one);
  const ask = async (nonce) => {
    const fields = new Headers(headers);
    const dpop = await okta.getDPoPAuthorizationHeaders({ url, method, ...(nonce && { nonce }) });
    for (const [name, value] of Object.entries(dpop)) fields.set(name, value);
    return fetch(url, { method, headers: fields, ...(body && { body }) });
  };
  const response = await ask();
  const nonce = response.ok ? null : okta.parseUseDPoPNonceError(response.headers);
  return (nonce ? await ask(nonce) : response).status;
}

const does = allBut('token.client_credentials', 'par', 'dpop_jkt', 'call.stream');
servePage(product, { decides: 'library', does, auth: ['none'], authorize, token, call });
