import type { grantDefects } from '../defects/grants.ts';
import { codeFor, redirectUri, refreshTokenFor, verifier } from './flows.ts';
import type { Json, Probe, World } from './probe-kit.ts';
import { describe, makeProof, sendPushed, sendProof, tokenRequest } from './proof-probe.ts';

type Grant = (world: World) => Promise<Readonly<Record<string, string>>>;
type Make = (world: World) => string;

const code: Grant = async (world) => ({
  grant_type: 'authorization_code',
  client_id: 'public',
  code: await codeFor(world),
  redirect_uri: redirectUri,
  code_verifier: verifier,
});

const refreshToken: Grant = async (world) => ({
  grant_type: 'refresh_token',
  client_id: 'public',
  refresh_token: await refreshTokenFor(world),
});

const saying = (claims: (world: World) => Json): Make => {
  return (world) => makeProof(world, { htm: 'POST', url: `${world.server.issuer}/token` }, { claims: claims(world) });
};

/** A proof with another first octet in its signature. */
const unsigned: Make = (world) => {
  const [header = '', payload = '', signature = ''] = saying(() => ({}))(world).split('.');
  return `${header}.${payload}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
};

const beside = (grant: Grant, make: Make): Probe => {
  return async (world) => describe(await tokenRequest(world, await grant(world), { DPoP: make(world) }));
};

const twice = (grant: Grant): Probe => {
  return async (world) => {
    const proof = saying(() => ({}))(world);
    await tokenRequest(world, await grant(world), { DPoP: proof });
    return describe(await tokenRequest(world, await grant(world), { DPoP: proof }));
  };
};

const otherPath = saying(({ server }) => ({ htu: `${server.issuer}/other` }));
const wrongMethod = saying(() => ({ htm: 'GET' }));
const longAgo = saying(() => ({ iat: 1 }));
const nameless = saying(() => ({ jti: undefined }));

export const grantProbes: Readonly<Record<(typeof grantDefects)[number]['id'], Probe>> = {
  'code-proof-unsigned': beside(code, unsigned),
  'code-proof-htm-unchecked': beside(code, wrongMethod),
  'code-proof-htu-unchecked': beside(code, otherPath),
  'code-proof-iat-unchecked': beside(code, longAgo),
  'code-proof-jti-missing': beside(code, nameless),
  'code-proof-replayed': twice(code),
  'refresh-proof-unsigned': beside(refreshToken, unsigned),
  'refresh-proof-htm-unchecked': beside(refreshToken, wrongMethod),
  'refresh-proof-htu-unchecked': beside(refreshToken, otherPath),
  'refresh-proof-iat-unchecked': beside(refreshToken, longAgo),
  'refresh-proof-jti-missing': beside(refreshToken, nameless),
  'refresh-proof-replayed': twice(refreshToken),
  'par-takes-token-htu': async (world) =>
    describe(await sendPushed(world, { claims: { htu: `${world.server.issuer}/token` } })),
  'token-takes-par-htu': async (world) =>
    describe(await sendProof(world, { claims: { htu: `${world.server.issuer}/par` } })),
};
