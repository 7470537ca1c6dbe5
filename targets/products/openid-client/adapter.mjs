import * as oidc from 'openid-client';
import { chooseAlgorithm, newKeys, signingKey } from '../kit/keys.mjs';
import { serve } from '../kit/serve.mjs';
import { allBut, furtherWords } from '../kit/words.mjs';

const authentication = {
  none: () => oidc.None(),
  client_secret_basic: ({ secret }) => oidc.ClientSecretBasic(secret),
  client_secret_post: ({ secret }) => oidc.ClientSecretPost(secret),
  private_key_jwt: async ({ key }) => oidc.PrivateKeyJwt({ key: await signingKey(key), kid: key.kid }),
};

/** Reads the metadata, and makes the key, when they are first needed. */
async function ready(one) {
  const { issuer, client } = one.settings;
  const auth = await authentication[client.auth](client);
  const execute = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
  one.config ??= await oidc.discovery(new URL(issuer), client.id, undefined, auth, { algorithm: 'oauth2', execute });
  one.alg ??= chooseAlgorithm(one.config.serverMetadata().dpop_signing_alg_values_supported);
  one.keys ??= await newKeys(one.alg);
  one.DPoP ??= oidc.getDPoPHandle(one.config, one.keys);
  return one;
}

async function authorize(session, { par, dpopJkt }) {
  const { config, DPoP, settings } = await ready(session);
  session.checks = { pkceCodeVerifier: oidc.randomPKCECodeVerifier(), expectedState: oidc.randomState() };
  const parameters = {
    redirect_uri: settings.redirect_uri,
    scope: settings.scope ?? '',
    state: session.checks.expectedState,
    code_challenge: await oidc.calculatePKCECodeChallenge(session.checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...(dpopJkt ? { dpop_jkt: await DPoP.calculateThumbprint() } : {}),
  };
  if (par) return oidc.buildAuthorizationUrlWithPAR(config, parameters, { DPoP });
  return oidc.buildAuthorizationUrl(config, parameters);
}

const grants = {
  client_credentials: ({ settings: { scope } }, config, options) =>
    oidc.clientCredentialsGrant(config, scope ? { scope } : {}, options),
  refresh_token: ({ tokens }, config, options) => oidc.refreshTokenGrant(config, tokens.refresh_token, {}, options),
  authorization_code: ({ checks }, config, options, url) =>
    oidc.authorizationCodeGrant(config, url, checks, {}, options),
  'urn:ietf:params:oauth:grant-type:token-exchange': ({ tokens }, config, options) =>
    oidc.genericGrantRequest(
      config,
      'urn:ietf:params:oauth:grant-type:token-exchange',
      {
        subject_token: tokens.access_token,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      },
      options,
    ),
  'urn:ietf:params:oauth:grant-type:device_code': async ({ settings: { scope } }, config, options) => {
    const device = await oidc.initiateDeviceAuthorization(config, scope ? { scope } : {});
    return oidc.pollDeviceAuthorizationGrant(config, device, {}, options);
  },
};

async function token(one, grant, callback) {
  const { config, DPoP } = await ready(one);
  return grants[grant](one, config, { DPoP }, callback);
}

async function call(one, { method, url, headers, body }) {
  const { config, DPoP, tokens } = await ready(one);
  const fields = new Headers(headers);
  return (await oidc.fetchProtectedResource(config, tokens.access_token, new URL(url), method, body, fields, { DPoP }))
    .status;
}

serve(import.meta.url, { decides: 'adapter', does: [...allBut('redirects'), ...furtherWords], authorize, token, call });
