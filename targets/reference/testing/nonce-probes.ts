import type { nonceDefects } from '../defects/nonce.ts';
import { send, type Json, type Probe, type World } from './probe-kit.ts';
import {
  describe,
  field,
  headerOf,
  makeProof,
  proofProbe,
  sendProof,
  sendPushed,
  tokenRequest,
} from './proof-probe.ts';
import { setTimeout as delay } from 'node:timers/promises';
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

/** Uses each nonce at once, many times over. */
const eachAtOnce: Probe = async (world) => {
  const seen: string[] = [];
  for (let round = 0; round < 12; round += 1) {
    const nonce = await nonceOf(world);
    seen.push(describe(await sendProof(world, { claims: { nonce } })));
  }
  return seen.join(' ');
};

const twoWithout: Probe = async (world) => {
  await sendProof(world);
  return describe(await sendProof(world));
};

const stale: Probe = async (world) => {
  const nonce = await nonceOf(world);
  await delay(4300);
  return describe(await sendProof(world, { claims: { nonce } }));
};

const replaced: Probe = async (world) => {
  const nonce = await nonceOf(world);
  await nonceOf(world);
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
    const proof = makeProof(world, { htm: 'POST', url: `${world.server.issuer}/token` }, { claims });
    return tokenRequest(
      world,
      { grant_type: 'refresh_token', refresh_token: token, client_id: 'public' },
      { DPoP: proof },
    );
  };
  const first = await refresh({});
  return describe(await refresh({ nonce: headerOf(first, 'dpop-nonce') }));
};

const parWithout: Probe = async (world) => describe(await sendPushed(world));

const crossOrigin: Probe = async ({ server, role }) => {
  const url = role === 'as' ? `${server.issuer}/token` : `${server.resourceBase}/resource`;
  return describe(await send(url, { headers: { Origin: 'http://elsewhere.example' } }));
};

const preflight: Probe = async ({ server, role }) => {
  const url = role === 'as' ? `${server.issuer}/token` : `${server.resourceBase}/resource`;
  const headers = {
    Origin: 'http://elsewhere.example',
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization,dpop',
  };
  const received = await send(url, { method: 'OPTIONS', headers });
  const allowed = received.headers.filter(([name]) => name === 'Access-Control-Allow-Headers');
  return `${received.status} ${allowed.join(' ')}`;
};

export const nonceProbes: Readonly<Record<(typeof nonceDefects)[number]['id'], Probe>> = {
  'nonce-not-supplied': proofProbe(),
  'nonce-header-renamed': proofProbe(),
  'nonce-in-underscore': proofProbe(),
  'nonce-challenge-code': proofProbe(),
  'nonce-mismatch-code': withNonce(() => 'never-issued'),
  'nonce-challenge-401': proofProbe(),
  'nonce-challenge-400': proofProbe(),
  'nonce-any-accepted': withNonce(() => 'anything'),
  'nonce-prefix-compared': withNonce((nonce) => nonce.slice(0, 12)),
  'nonce-case-folded': withNonce((nonce) => nonce.toUpperCase()),
  'nonce-empty-accepted': withNonce(() => ''),
  'nonce-type-unchecked': withNonce((nonce) => [nonce]),
  'nonce-non-string-accepted': withNonce(() => 0),
  'nonce-optional-after-challenge': twoWithout,
  'nonce-with-space': proofProbe(),
  'nonce-with-quote': proofProbe(),
  'nonce-two-lines': proofProbe(),
  'nonce-counter': proofProbe(),
  'nonce-timestamp': proofProbe(),
  'nonce-tiny': proofProbe(),
  'nonce-never-stale': stale,
  'nonce-replaced-is-dead': replaced,
  'nonce-supplied-is-dead': withNonce((nonce) => nonce),
  'nonce-per-node': eachAtOnce,
  'nonce-cacheable': withNonce((nonce) => nonce),
  'nonce-cacheable-at-as': proofProbe(),
  'nonce-shared-with-as': asNonceAtRs,
  'code-burnt-by-challenge': codeAfterChallenge,
  'refresh-burnt-by-challenge': refreshAfterChallenge,
  'par-nonce-not-demanded': parWithout,
  'par-nonce-not-supplied': parWithout,
  'par-nonce-ignored': parWithout,
  'cors-nonce-hidden': crossOrigin,
  'cors-fields-not-allowed': preflight,
  'cors-preflight-refused': preflight,
  'cors-wildcard-alone': preflight,
};
