import { randomUUID } from 'node:crypto';
import * as mcp from '@modelcontextprotocol/client';
import { chooseAlgorithm, newKeys, publicPart } from '../kit/keys.mjs';
import { serve } from '../kit/serve.mjs';
import { allBut } from '../kit/words.mjs';

/** What the library asks of an application: who the client is, what it keeps, and the DPoP session. */
function providerOf(one) {
  const { client, redirect_uri: redirectUrl, scope } = one.settings;
  const key = { issuer: client.id, subject: client.id, privateKey: client.key, alg: 'ES256' };
  const known = { client_id: client.id, client_secret: client.secret, token_endpoint_auth_method: client.auth };
  return {
    redirectUrl,
    clientMetadata: { redirect_uris: [redirectUrl], scope },
    clientInformation: () => known,
    tokens: () => one.tokens,
    dpop: () => one.dpop,
    prepareTokenRequest: () => new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }),
    addClientAuthentication: client.auth === 'private_key_jwt' ? mcp.createPrivateKeyJwtAuth(key) : undefined,
  };
}

/** Reads the metadata, and makes the DPoP session, when they are first needed. */
async function ready(one) {
  one.metadata ??= await mcp.discoverAuthorizationServerMetadata(one.settings.issuer);
  one.alg ??= chooseAlgorithm(one.metadata?.dpop_signing_alg_values_supported, mcp.DPOP_SUPPORTED_ALGS);
  one.keys ??= await newKeys(one.alg);
  one.dpop ??= await mcp.DpopSession.create({
    keyPair: { ...one.keys, ...(await publicPart(one.keys)), alg: one.alg },
  });
  const { clientInformation, addClientAuthentication } = providerOf(one);
  return { metadata: one.metadata, clientInformation: clientInformation(), addClientAuthentication, dpop: one.dpop };
}

async function authorize(one) {
  const { issuer, redirect_uri: redirectUrl, scope } = one.settings;
  one.state = randomUUID();
  one.started = await mcp.startAuthorization(issuer, { ...(await ready(one)), redirectUrl, scope, state: one.state });
  return one.started.authorizationUrl;
}

async function token(one, grant, callback) {
  const options = await ready(one);
  const { issuer, redirect_uri: redirectUri } = one.settings;
  if (grant === 'client_credentials') return mcp.fetchToken(providerOf(one), issuer, options);
  if (grant === 'refresh_token')
    return mcp.refreshAuthorization(issuer, { ...options, refreshToken: one.tokens.refresh_token });
  const { state, code: authorizationCode, iss } = Object.fromEntries(callback.searchParams);
  if (state !== one.state) throw new Error('the state is another one');
  const { codeVerifier } = one.started;
  return mcp.exchangeAuthorization(issuer, { ...options, authorizationCode, iss, codeVerifier, redirectUri });
}

/** The wrapper replaces the scheme of a token whose type is DPoP. */
async function call(one, { method, url, headers, body }) {
  await ready(one);
  const authorization = ['authorization', `Bearer ${one.tokens.access_token}`];
  const request = { method, headers: [...headers, authorization], body, duplex: 'half' };
  return (await mcp.withDpopFromProvider(providerOf(one))(fetch)(url, request)).status;
}

serve(import.meta.url, { decides: 'library', does: allBut('par', 'dpop_jkt'), authorize, token, call });
