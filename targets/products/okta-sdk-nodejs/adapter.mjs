import { generateKeyPairSync } from 'node:crypto';
import okta from '@okta/okta-sdk-nodejs';
import { serve } from '../kit/serve.mjs';
import { allBut } from '../kit/words.mjs';

/** The library takes an RSA key, for its client assertions and for its proofs. */
function clientOf(one) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  one.client ??= new okta.Client({
    orgUrl: one.settings.issuer,
    authorizationMode: 'PrivateKey',
    clientId: one.settings.client.id,
    scopes: [one.settings.scope],
    privateKey: privateKey.export({ format: 'jwk' }),
    testing: { disableHttpsCheck: true },
  });
  return one.client;
}

async function token(one) {
  const { oauth } = clientOf(one);
  oauth.clearCachedAccessToken();
  return oauth.getAccessToken();
}

async function call(one, { method, url, headers, body }) {
  return (await clientOf(one).http.http(url, { method, headers: Object.fromEntries(headers), body })).status;
}

const does = allBut('token.authorization_code', 'token.refresh', 'par', 'dpop_jkt', 'nonce.rs', 'restart');
serve(import.meta.url, { decides: 'library', does, auth: ['private_key_jwt'], token, call });
