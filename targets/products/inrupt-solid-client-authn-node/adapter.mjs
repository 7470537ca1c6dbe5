import { Session } from '@inrupt/solid-client-authn-node';
import { serve } from '../kit/serve.mjs';
import { allBut } from '../kit/words.mjs';

async function authorize(one) {
  const { issuer, client, redirect_uri: redirectUrl } = one.settings;
  one.session = new Session({ keepAlive: false });
  one.session.events.on('newTokens', (tokens) => Object.assign(one, { given: tokens }));
  await one.session.login({
    oidcIssuer: issuer,
    clientId: client.id,
    clientSecret: client.secret,
    redirectUrl,
    tokenType: 'DPoP',
    handleRedirect: (url) => Object.assign(one, { url }),
  });
  return one.url;
}

async function token(one, _grant, callback) {
  await one.session.handleIncomingRedirect(callback.href);
  if (!one.session.info.isLoggedIn) throw new Error('the session is not logged in');
  return { token_type: 'DPoP', refresh_token: one.given?.refreshToken };
}

async function call({ session }, { method, url, headers, body }) {
  return (await session.fetch(url, { method, headers, body, duplex: 'half' })).status;
}

const does = allBut('token.client_credentials', 'token.refresh', 'par', 'dpop_jkt', 'nonce.as', 'nonce.rs', 'restart');
const auth = ['none', 'client_secret_basic'];
serve(import.meta.url, { decides: 'library', does, auth, authorize, token, call });
