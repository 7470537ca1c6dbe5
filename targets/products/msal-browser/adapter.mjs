import { CacheLookupPolicy, createStandardPublicClientApplication, ProtocolMode } from '@azure/msal-browser';
import { servePage } from '../kit/page.mjs';
import { allBut } from '../kit/words.mjs';
import product from './product.json';

async function clientOf(one) {
  const { issuer, client, redirect_uri: redirectUri } = one.settings;
  one.msal ??= await createStandardPublicClientApplication({
    auth: {
      clientId: client.id,
      authority: issuer,
      knownAuthorities: [new URL(issuer).host],
      redirectUri,
      OIDCOptions: { responseMode: 'query', defaultScopes: ['openid', 'offline_access'] },
    },
    cache: { cacheLocation: 'localStorage' },
    system: { protocolMode: ProtocolMode.OIDC },
  });
  return one.msal;
}

/** Each request for a token names the call that it is for, and gets a proof for it. */
const wishes = ({ settings: { scope } }, method, url, nonce) => ({
  scopes: scope.split(' '),
  authenticationScheme: 'DPoP',
  resourceRequestMethod: method,
  resourceRequestUri: url,
  ...(nonce && { dpopNonce: nonce }),
});

const authorize = async (one) => (await clientOf(one)).acquireTokenRedirect(wishes(one, 'GET', one.settings.resource));

async function token(one, _grant, callback) {
  const msal = await clientOf(one);
  const result = callback
    ? await msal.handleRedirectPromise({ navigateToLoginRequestUrl: false })
    : await msal.acquireTokenSilent({
        ...wishes(one, 'GET', one.settings.resource),
        account: msal.getAllAccounts()[0],
        cacheLookupPolicy: CacheLookupPolicy.RefreshToken,
        forceRefresh: true,
      });
  return { token_type: result.tokenType, refresh_token: 'kept by the library' };
}

async function call(one, { method, url, headers, body }) {
  const msal = await clientOf(one);
  const account = msal.getAllAccounts()[0];
  const { accessToken, tokenType, dpopProof } = await msal.acquireTokenSilent({ ...wishes(one, method, url), account });
  const fields = [...headers, ['Authorization', `${tokenType} ${accessToken}`], ['DPoP', dpopProof]];
  return (await fetch(url, { method, headers: fields, ...(body && { body }) })).status;
}

const does = allBut('token.client_credentials', 'par', 'call.stream', 'nonce.as', 'nonce.rs');
servePage(product, { decides: 'library', does, auth: ['none'], authorize, token, call });
