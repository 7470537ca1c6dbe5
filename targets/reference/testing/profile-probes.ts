import type { profileDefects } from '../defects/profiles.ts';
import { codeFromPushed, pushRequest, redeem, redirectUri, refresh, verifier } from './flows.ts';
import { newKey, seconds, send, type Json, type Probe, type World } from './probe-kit.ts';
import { describe, field, headerOf, makeProof, post, proofProbe, sendProof, tokenRequest } from './proof-probe.ts';

const secret = 'reference-secret';
const rsaKey = newKey('RS256');

const metadata =
  (member: string): Probe =>
  async ({ server }) =>
    field(await send(`${server.issuer}/.well-known/oauth-authorization-server`), member);

/** Whether the answer is a refusal of the proof itself or of its missing nonce. */
const dated = (offset: number): Probe => proofProbe({ claims: () => ({ iat: seconds() + offset }) });

async function nonceOf(world: World): Promise<Json> {
  return { nonce: headerOf(await sendProof(world), 'dpop-nonce') };
}

const crossOrigin: Probe = async ({ server }) =>
  describe(await send(`${server.issuer}/token`, { headers: { Origin: 'http://elsewhere.example' } }));

const asConfidential = { client_id: 'confidential', client_secret: secret };

/** Gets a refresh token with a pushed request. Each proof has its nonce. */
async function pushedRefreshToken(world: World, claims: Json): Promise<string> {
  const pushed = await pushRequest(world, { client: 'confidential' }, world.key, claims);
  const form = { ...asConfidential, code_verifier: verifier };
  return field(
    await redeem(world, await codeFromPushed(world, pushed, 'confidential'), claims, { form }),
    'refresh_token',
  );
}

/** Refreshes with another key than that of the first proof. */
const refreshedByOther: Probe = async (world) => {
  const claims = await nonceOf(world);
  const token = await pushedRefreshToken(world, claims);
  return describe(await refresh(world, token, newKey(), { form: asConfidential, claims }));
};

/** Redeems, without a proof, a code that was asked for without one. */
const plainCode: Probe = async (world) => {
  const pushed = await pushRequest(world, { client: 'confidential' });
  const form = { ...asConfidential, code_verifier: verifier };
  return describe(await redeem(world, await codeFromPushed(world, pushed, 'confidential'), undefined, { form }));
};

const plainRefresh =
  (claims: (world: World) => Promise<Json>): Probe =>
  async (world) => {
    const token = await pushedRefreshToken(world, await claims(world));
    return describe(await refresh(world, token, undefined, { form: asConfidential }));
  };

const noClaims = async (): Promise<Json> => Promise.resolve({});

/** A pushed request whose challenge is the verifier. */
const plainChallenge: Probe = async ({ server }) => {
  const challenge = { code_challenge: verifier.slice(0, 43), code_challenge_method: 'plain' };
  const request = { response_type: 'code', redirect_uri: redirectUri, ...asConfidential, ...challenge };
  return describe(await post(`${server.issuer}/par`, request));
};

/** Asks for a code of the public client with a proof that has no nonce. */
const nonceless: Probe = async (world) => describe(await pushRequest(world, {}, world.key));

const preflight: Probe = async ({ server }) => {
  const headers = { Origin: 'http://elsewhere.example', 'Access-Control-Request-Method': 'POST' };
  return headerOf(await send(`${server.issuer}/token`, { method: 'OPTIONS', headers }), 'access-control-allow-headers');
};

const readMetadata: Probe = async ({ server }) => {
  const headers = { Origin: 'http://elsewhere.example' };
  const url = `${server.issuer}/.well-known/oauth-authorization-server`;
  return headerOf(await send(url, { headers }), 'access-control-allow-origin');
};

/** Whether a refresh gives another refresh token. */
const refreshedOnce: Probe = async (world) => {
  const token = await pushedRefreshToken(world, {});
  const given = field(await refresh(world, token, world.key, { form: asConfidential }), 'refresh_token');
  return token === given ? 'kept' : 'replaced';
};

const withNonce: Probe = async (world) => {
  const claims = await nonceOf(world);
  const url = `${world.server.issuer}/token`;
  const answer = await tokenRequest(world, {}, { DPoP: makeProof(world, { htm: 'POST', url }, { claims }) });
  return field(answer, 'expires_in');
};

const algs = 'dpop_signing_alg_values_supported';
const authMethods = 'token_endpoint_auth_methods_supported';
const parRequired = 'require_pushed_authorization_requests';
const withoutProof: Probe = async (world) => describe(await tokenRequest(world));

export const profileProbes: Readonly<Record<(typeof profileDefects)[number]['id'], Probe>> = {
  'fapi2-proof-optional': withoutProof,
  'fapi2-code-proof-optional': plainCode,
  'fapi2-refresh-proof-optional': plainRefresh(noClaims),
  'fapi2-pkce-plain': plainChallenge,
  'fapi2-other-algs': proofProbe({ key: () => rsaKey }),
  'fapi2-secrets': metadata(authMethods),
  'fapi2-public-clients': metadata(authMethods),
  'fapi2-par-optional': metadata(parRequired),
  'fapi2-pkce-optional': async (world) =>
    describe(await pushRequest(world, { client: 'confidential', pkce: false }, world.key)),
  'fapi2-iat-ahead-refused': dated(8),
  'fapi2-iat-5-min-ahead': dated(75),
  'fapi2-refresh-rotated': refreshedOnce,
  'haip-no-es256': metadata(algs),
  'atproto-proof-optional': withoutProof,
  'atproto-nonce-optional': proofProbe(),
  'atproto-code-proof-optional': plainCode,
  'atproto-refresh-proof-optional': plainRefresh(nonceOf),
  'atproto-nonce-confidential-only': nonceless,
  'atproto-nonce-one-resource': proofProbe({ path: '/resource/other' }),
  'atproto-preflight-narrow': preflight,
  'atproto-metadata-no-cors': readMetadata,
  'atproto-no-es256': metadata(algs),
  'atproto-par-optional': metadata(parRequired),
  'atproto-token-hour': withNonce,
  'atproto-refresh-unbound': refreshedByOther,
  'atproto-no-cors': crossOrigin,
  'camara-bearer-for-proof': proofProbe(),
  'camara-missing-proof-code': async (world) =>
    describe(await tokenRequest(world, { client_id: 'bound', client_secret: secret })),
  'camara-iat-wide': dated(-330),
  'mcp-iat-wide': dated(360),
  'mcp-bad-proof-400': proofProbe({ claims: { htm: 'PUT' } }),
};
