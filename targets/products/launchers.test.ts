import type { webcrypto } from 'node:crypto';
import { decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { login, start, stop, type Launched } from './kit/launched.fixture.ts';
import { redirectUri } from './oidc-provider/oidc-clients.ts';

const secret = 'a-secret-for-this-run-only';
const insecure = { [oauth.allowInsecureRequests]: true } as const;
const confidential: oauth.Client = { client_id: 'confidential' };
const publicClient: oauth.Client = { client_id: 'public' };
const basic = oauth.ClientSecretBasic(secret);

let provider: Launched;
let strictProvider: Launched;
let resourceServer: Launched;
let as: oauth.AuthorizationServer;
let keys: webcrypto.CryptoKeyPair;

beforeAll(async () => {
  keys = await oauth.generateKeyPair('ES256');
  [provider, strictProvider] = await Promise.all([startProvider(), startProvider('--nonce', 'required')]);
  resourceServer = await start('express-oauth2-jwt-bearer', ['--issuer', provider.url], {});
  as = await discover(provider);
});

afterAll(async () => {
  const servers = [provider, strictProvider, resourceServer];
  expect(await Promise.all(servers.map(async (server) => stop(server.process)))).toEqual([0, 0, 0]);
});

describe('products that the project installs', () => {
  test('a proof at the token endpoint binds a JWT access token, which the resource server accepts', async () => {
    const dpop = oauth.DPoP(confidential, keys);
    const token = await clientCredentials(dpop);
    expect(token.token_type).toBe('dpop');
    expect(decodeJwt(token.access_token)).toMatchObject({
      iss: provider.url,
      aud: 'urn:proofmark:api',
      client_id: 'confidential',
      cnf: { jkt: await dpop.calculateThumbprint() },
    });
    const resource = new URL('/resource', resourceServer.url);
    const options = { DPoP: dpop, ...insecure };
    const answer = await oauth.protectedResourceRequest(token.access_token, 'POST', resource, undefined, null, options);
    expect([answer.status, await answer.json()]).toEqual([200, { path: '/resource' }]);
  });

  test('introspection names the key of an opaque access token', async () => {
    const dpop = oauth.DPoP(confidential, keys);
    const { access_token: token } = await clientCredentials(dpop, { resource: 'urn:proofmark:opaque' });
    const introspector: oauth.Client = { client_id: 'introspector' };
    const answer = await oauth.introspectionRequest(as, introspector, basic, token, insecure);
    expect(await oauth.processIntrospectionResponse(as, introspector, answer)).toMatchObject({
      active: true,
      aud: 'urn:proofmark:opaque',
      cnf: { jkt: await dpop.calculateThumbprint() },
      token_type: 'DPoP',
    });
  });

  test('a login gives a public client tokens for userinfo and for a refresh', async () => {
    const dpop = oauth.DPoP(publicClient, keys);
    const token = await redeem(as, await authorize(as), dpop);
    expect(token).toMatchObject({ token_type: 'dpop', scope: 'openid offline_access' });
    expect(await userinfo(as, token, dpop)).toEqual({ sub: 'alice' });
    const options = { DPoP: dpop, additionalParameters: { resource: 'urn:proofmark:api' }, ...insecure };
    const refreshToken = token.refresh_token ?? '';
    const answer = await oauth.refreshTokenGrantRequest(as, publicClient, oauth.None(), refreshToken, options);
    const refreshed = await oauth.processRefreshTokenResponse(as, publicClient, answer);
    expect(decodeJwt(refreshed.access_token)).toMatchObject({ sub: 'alice', aud: 'urn:proofmark:api' });
  });

  test('a pushed authorization request binds the code to the key of its proof', async () => {
    const dpop = oauth.DPoP(publicClient, keys);
    const grant = await authorize(as, dpop);
    const stranger = oauth.DPoP(publicClient, await oauth.generateKeyPair('ES256'));
    await expect(redeem(as, grant, stranger)).rejects.toMatchObject({ error: 'invalid_grant' });
    expect(await redeem(as, await authorize(as, dpop), dpop)).toMatchObject({ token_type: 'dpop' });
  });

  test('a client registered as bound gets no access token without a proof', async () => {
    const answer = await oauth.clientCredentialsGrantRequest(as, { client_id: 'bound' }, basic, {}, insecure);
    expect([answer.status, await answer.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
  });

  test('a required nonce is asked for at the token endpoint and at userinfo', async () => {
    const strict = await discover(strictProvider);
    const grant = await authorize(strict);
    const atToken = oauth.DPoP(publicClient, keys);
    await expect(redeem(strict, grant, atToken)).rejects.toSatisfy(oauth.isDPoPNonceError);
    const token = await redeem(strict, grant, atToken);
    const atUserinfo = oauth.DPoP(publicClient, keys);
    await expect(userinfo(strict, token, atUserinfo)).rejects.toSatisfy(oauth.isDPoPNonceError);
    expect(await userinfo(strict, token, atUserinfo)).toEqual({ sub: 'alice' });
  });
});

interface Grant {
  readonly callback: URLSearchParams;
  readonly verifier: string;
}

async function startProvider(...flags: readonly string[]): Promise<Launched> {
  return start('oidc-provider', flags, { PROOFMARK_CLIENT_SECRET: secret });
}

async function discover({ url }: Launched): Promise<oauth.AuthorizationServer> {
  const answer = await oauth.discoveryRequest(new URL(url), insecure);
  return oauth.processDiscoveryResponse(new URL(url), answer);
}

async function clientCredentials(dpop: oauth.DPoPHandle, parameters: Record<string, string> = {}) {
  const options = { DPoP: dpop, ...insecure };
  const answer = await oauth.clientCredentialsGrantRequest(as, confidential, basic, parameters, options);
  return oauth.processClientCredentialsResponse(as, confidential, answer);
}

async function authorize(server: oauth.AuthorizationServer, pushedWith?: oauth.DPoPHandle): Promise<Grant> {
  const verifier = oauth.generateRandomCodeVerifier();
  const parameters = new URLSearchParams([
    ['client_id', publicClient.client_id],
    ['redirect_uri', redirectUri],
    ['response_type', 'code'],
    ['scope', 'openid offline_access read'],
    ['prompt', 'consent'],
    ['resource', 'urn:proofmark:api'],
    ['code_challenge', await oauth.calculatePKCECodeChallenge(verifier)],
    ['code_challenge_method', 'S256'],
  ]);
  const url = new URL(server.authorization_endpoint ?? '');
  url.search = (pushedWith ? await push(server, parameters, pushedWith) : parameters).toString();
  const callback = oauth.validateAuthResponse(server, publicClient, await login(url), oauth.expectNoState);
  return { callback, verifier };
}

async function push(server: oauth.AuthorizationServer, parameters: URLSearchParams, dpop: oauth.DPoPHandle) {
  const options = { DPoP: dpop, ...insecure };
  const answer = await oauth.pushedAuthorizationRequest(server, publicClient, oauth.None(), parameters, options);
  const { request_uri: requestUri } = await oauth.processPushedAuthorizationResponse(server, publicClient, answer);
  return new URLSearchParams({ client_id: publicClient.client_id, request_uri: requestUri });
}

async function redeem(server: oauth.AuthorizationServer, { callback, verifier }: Grant, dpop: oauth.DPoPHandle) {
  const none = oauth.None();
  const options = { DPoP: dpop, ...insecure };
  const answer = await oauth.authorizationCodeGrantRequest(
    server,
    publicClient,
    none,
    callback,
    redirectUri,
    verifier,
    options,
  );
  return oauth.processAuthorizationCodeResponse(server, publicClient, answer);
}

async function userinfo(server: oauth.AuthorizationServer, token: oauth.TokenEndpointResponse, dpop: oauth.DPoPHandle) {
  const options = { DPoP: dpop, ...insecure };
  const answer = await oauth.userInfoRequest(server, publicClient, token.access_token, options);
  return oauth.processUserInfoResponse(server, publicClient, 'alice', answer);
}
