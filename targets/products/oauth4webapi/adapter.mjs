import * as oauth from 'oauth4webapi';
import { chooseAlgorithm, newKeys, signingKey } from '../kit/keys.mjs';
import { serve } from '../kit/serve.mjs';
import { allBut, furtherWords } from '../kit/words.mjs';

/** Reads the metadata, and makes the key, when they are first needed. */
async function ready(one) {
  const { issuer, client } = one.settings;
  const url = new URL(issuer);
  const insecure = { [oauth.allowInsecureRequests]: url.protocol === 'http:' };
  const found = async () => oauth.discoveryRequest(url, { algorithm: 'oauth2', ...insecure });
  one.as ??= await oauth.processDiscoveryResponse(url, await found());
  one.alg ??= chooseAlgorithm(one.as.dpop_signing_alg_values_supported);
  one.keys ??= await newKeys(one.alg);
  one.client ??= { client_id: client.id };
  one.options ??= { DPoP: oauth.DPoP(one.client, one.keys), ...insecure };
  if (client.auth === 'none') one.auth = oauth.None();
  if (client.auth === 'client_secret_basic') one.auth = oauth.ClientSecretBasic(client.secret);
  if (client.auth === 'private_key_jwt') one.auth = oauth.PrivateKeyJwt(await signingKey(client.key));
  return [one.as, one.client, one.auth, one.options];
}

/** As the examples of the library do: once more after a nonce error. The handle has the nonce by then. */
function twice(attempt) {
  return attempt().catch((error) => {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return attempt();
  });
}

async function authorize(one, { par, dpopJkt }) {
  const [as, client, auth, options] = await ready(one);
  const { redirect_uri: redirectUri, scope } = one.settings;
  one.verifier = oauth.generateRandomCodeVerifier();
  one.state = oauth.generateRandomState();
  const challenge = await oauth.calculatePKCECodeChallenge(one.verifier);
  let parameters = { response_type: 'code', redirect_uri: redirectUri, state: one.state, ...(scope && { scope }) };
  Object.assign(parameters, { code_challenge: challenge, code_challenge_method: 'S256', client_id: client.client_id });
  if (dpopJkt) parameters.dpop_jkt = await options.DPoP.calculateThumbprint();
  if (par) {
    const push = () => oauth.pushedAuthorizationRequest(as, client, auth, parameters, options);
    const pushed = await twice(async () => oauth.processPushedAuthorizationResponse(as, client, await push()));
    parameters = { client_id: client.client_id, request_uri: pushed.request_uri };
  }
  return `${as.authorization_endpoint}?${new URLSearchParams(parameters)}`;
}

async function deviceCode(one, scope) {
  const [as, client, auth, options] = await ready(one);
  const insecure = { [oauth.allowInsecureRequests]: options[oauth.allowInsecureRequests] };
  const sent = await oauth.deviceAuthorizationRequest(as, client, auth, scope, insecure);
  return (await oauth.processDeviceAuthorizationResponse(as, client, sent)).device_code;
}

async function token(one, grant, callback) {
  const [as, client, auth, options] = await ready(one);
  const { settings, tokens, verifier, state } = one;
  const scope = settings.scope ? { scope: settings.scope } : {};
  return twice(async () => {
    if (grant === 'client_credentials') {
      const sent = await oauth.clientCredentialsGrantRequest(as, client, auth, scope, options);
      return oauth.processClientCredentialsResponse(as, client, sent);
    }
    if (grant === 'refresh_token') {
      const sent = await oauth.refreshTokenGrantRequest(as, client, auth, tokens.refresh_token, options);
      return oauth.processRefreshTokenResponse(as, client, sent);
    }
    if (grant.endsWith(':token-exchange')) {
      const subject = { subject_token: tokens.access_token };
      const exchange = { ...subject, subject_token_type: 'urn:ietf:params:oauth:token-type:access_token' };
      const sent = await oauth.genericTokenEndpointRequest(as, client, auth, grant, exchange, options);
      return oauth.processGenericTokenEndpointResponse(as, client, sent);
    }
    if (grant.endsWith(':device_code')) {
      one.device ??= await deviceCode(one, scope);
      const sent = await oauth.deviceCodeGrantRequest(as, client, auth, one.device, options);
      return oauth.processDeviceCodeResponse(as, client, sent);
    }
    const code = oauth.validateAuthResponse(as, client, callback, state);
    const { redirect_uri: redirectUri } = settings;
    const sent = await oauth.authorizationCodeGrantRequest(as, client, auth, code, redirectUri, verifier, options);
    return oauth.processAuthorizationCodeResponse(as, client, sent);
  });
}

async function call(one, { method, url, headers, body }) {
  const options = (await ready(one))[3];
  const send = () =>
    oauth.protectedResourceRequest(one.tokens.access_token, method, new URL(url), headers, body, options);
  return (await twice(send)).status;
}

serve(import.meta.url, { decides: 'adapter', does: [...allBut('redirects'), ...furtherWords], authorize, token, call });
