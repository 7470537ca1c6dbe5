import * as oauth from 'oauth4webapi';
import { expect, test } from 'vitest';
import { startReference, type RunningReference } from './server.ts';

const insecure = { [oauth.allowInsecureRequests]: true };
const redirectUri = 'http://127.0.0.1:1/cb';
const client: oauth.Client = { client_id: 'public' };

async function discover({ issuer }: RunningReference): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  return oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, { algorithm: 'oauth2', ...insecure }));
}

/** Attempts a request, and once more when the server asks for a nonce. The handle has learnt the nonce by then. */
async function retried<Result>(attempt: () => Promise<Result>): Promise<Result> {
  try {
    return await attempt();
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return attempt();
  }
}

test.each([undefined, 'nonce-required', 'nonce-single-use', 'opaque-tokens', 'lowercase-token-type'])(
  'code, refresh and resource by oauth4webapi, variant %s',
  async (variant) => {
    const server = await startReference(variant === undefined ? {} : { variant });
    const as = await discover(server);
    const DPoP = oauth.DPoP(client, await oauth.generateKeyPair('ES256'));
    const verifier = oauth.generateRandomCodeVerifier();
    const pushed = await retried(async () =>
      oauth.processPushedAuthorizationResponse(
        as,
        client,
        await oauth.pushedAuthorizationRequest(
          as,
          client,
          oauth.None(),
          {
            response_type: 'code',
            redirect_uri: redirectUri,
            state: 'a state',
            code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
            code_challenge_method: 'S256',
          },
          { DPoP, ...insecure },
        ),
      ),
    );
    const query = new URLSearchParams({ client_id: 'public', request_uri: pushed.request_uri });
    const { headers } = await fetch(`${server.issuer}/authorize?${query.toString()}`, { redirect: 'manual' });
    const callback = oauth.validateAuthResponse(as, client, new URL(headers.get('location') ?? ''), 'a state');
    const tokens = await retried(async () =>
      oauth.processAuthorizationCodeResponse(
        as,
        client,
        await oauth.authorizationCodeGrantRequest(as, client, oauth.None(), callback, redirectUri, verifier, {
          DPoP,
          ...insecure,
        }),
      ),
    );
    const refreshToken = tokens.refresh_token ?? '';
    const refreshed = await retried(async () =>
      oauth.processRefreshTokenResponse(
        as,
        client,
        await oauth.refreshTokenGrantRequest(as, client, oauth.None(), refreshToken, { DPoP, ...insecure }),
      ),
    );
    const url = new URL(`${server.resourceBase}/resource?a=b`);
    const answer = await retried(() =>
      oauth.protectedResourceRequest(refreshed.access_token, 'POST', url, undefined, 'x', { DPoP, ...insecure }),
    );
    await server.close();
    expect(await answer.json()).toEqual({ resource: '/resource', sub: 'alice', method: 'POST' });
  },
);
