import type { nonceDefects } from '../defects/nonce.ts';
import { send, type Json, type Probe, type World } from './probe-kit.ts';
import { describe, field, headerOf, makeProof, post, proofProbe, sendProof, tokenRequest } from './proof-probe.ts';
import { codeFor, redeem } from './flows.ts';

async function nonceOf(world: World): Promise<string> {
  return headerOf(await sendProof(world), 'dpop-nonce');
}

const withNonce = (edit: (nonce: string) => unknown): Probe => {
  return async (world) => {
    const nonce = edit(await nonceOf(world));
    return describe(await sendProof(world, { claims: { nonce } }));
  };
};

const twoWithout: Probe = async (world) => {
  await sendProof(world);
  return describe(await sendProof(world));
};

const stale: Probe = async (world) => {
  const nonce = await nonceOf(world);
  for (let count = 0; count < 5; count += 1) await sendProof(world);
  return describe(await sendProof(world, { claims: { nonce } }));
};

const asNonceAtRs: Probe = async (world) => {
  const nonce = await nonceOf({ ...world, role: 'as' });
  return describe(await sendProof(world, { claims: { nonce } }));
};

/** Redeems a code first without a nonce, then with one. */
const codeAfterChallenge: Probe = async (world) => {
  const code = await codeFor(world, {});
  const first = await redeem(world, code, {});
  return describe(await redeem(world, code, { nonce: headerOf(first, 'dpop-nonce') }));
};

const refreshAfterChallenge: Probe = async (world) => {
  const token = field(await redeem(world, await codeFor(world, {}), undefined), 'refresh_token');
  const refresh = (claims: Json) => {
    const proof = makeProof(world, world.key, 'POST', `${world.server.issuer}/token`, { claims });
    return tokenRequest(
      world,
      { grant_type: 'refresh_token', refresh_token: token, client_id: 'public' },
      { DPoP: proof },
    );
  };
  const first = await refresh({});
  return describe(await refresh({ nonce: headerOf(first, 'dpop-nonce') }));
};

const parWithout: Probe = async (world) => {
  const url = `${world.server.issuer}/par`;
  const form = { response_type: 'code', redirect_uri: 'http://127.0.0.1:1/cb' };
  const client = { client_id: 'confidential', client_secret: 'reference-secret' };
  return describe(await post(url, { ...client, ...form }, { DPoP: makeProof(world, world.key, 'POST', url) }));
};

const crossOrigin: Probe = async ({ server, role }) => {
  const url = role === 'as' ? `${server.issuer}/token` : `${server.resourceBase}/resource`;
  return describe(await send(url, { headers: { Origin: 'http://elsewhere.example' } }));
};

export const nonceProbes: Readonly<Record<(typeof nonceDefects)[number]['id'], Probe>> = {
  'nonce-not-supplied': proofProbe(),
  'nonce-header-renamed': proofProbe(),
  'nonce-challenge-code': proofProbe(),
  'nonce-mismatch-code': withNonce(() => 'never-issued'),
  'nonce-challenge-401': proofProbe(),
  'nonce-challenge-400': proofProbe(),
  'nonce-any-accepted': withNonce(() => 'anything'),
  'nonce-prefix-compared': withNonce((nonce) => nonce.slice(0, 12)),
  'nonce-case-folded': withNonce((nonce) => nonce.toUpperCase()),
  'nonce-empty-accepted': withNonce(() => ''),
  'nonce-type-unchecked': withNonce((nonce) => [nonce]),
  'nonce-optional-after-challenge': twoWithout,
  'nonce-with-space': proofProbe(),
  'nonce-with-quote': proofProbe(),
  'nonce-two-lines': proofProbe(),
  'nonce-counter': proofProbe(),
  'nonce-never-stale': stale,
  'nonce-supplied-is-dead': withNonce((nonce) => nonce),
  'nonce-cacheable': withNonce((nonce) => nonce),
  'nonce-shared-with-as': asNonceAtRs,
  'code-burnt-by-challenge': codeAfterChallenge,
  'refresh-burnt-by-challenge': refreshAfterChallenge,
  'par-nonce-not-demanded': parWithout,
  'cors-nonce-hidden': crossOrigin,
};
