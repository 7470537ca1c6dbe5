import type { codeDefects } from '../defects/code.ts';
import {
  besideCode,
  codeFor,
  codeFromObject,
  codeFromPushed,
  frontChannelToken,
  jwtCredentials,
  jwtKey,
  verifier,
  pushRequest,
  redeem,
  refresh,
  refreshTokenFor,
} from './flows.ts';
import { randomUUID } from 'node:crypto';
import { hash, jktOf, jws, newKey, seconds, type Json, type Key, type Probe, type World } from './probe-kit.ts';
import { describe, field, makeProof, post, sendProof, tokenRequest } from './proof-probe.ts';

const other = newKey();
const otherJkt = hash('another key').toString('base64url');
const badHtm: Json = { htm: 'PUT' };

type Redemption = {
  readonly claims?: Json | undefined;
  readonly key?: Key;
  readonly form?: Readonly<Record<string, string>>;
};

/** Redeems a code of a plain request that named this thumbprint. */
const plainCode = (jkt: (world: World) => string, how: Redemption = { claims: {} }): Probe => {
  return async (world) => {
    const code = await codeFor(world, { jkt: jkt(world) });
    return code === 'no code' || code === '' ? 'no code' : describe(await redeem(world, code, how.claims, how));
  };
};

/** Redeems a code of a pushed request. */
const pushedCode = (by: 'dpop_jkt' | 'proof', how: Redemption): Probe => {
  return async (world) => {
    const named = by === 'dpop_jkt' ? { jkt: jktOf(world.key) } : {};
    const pushed = await pushRequest(world, named, by === 'proof' ? world.key : undefined);
    return describe(await redeem(world, await codeFromPushed(world, pushed), how.claims, how));
  };
};

const pushed = (jkt: string | undefined, proof: boolean, claims: Json = {}): Probe => {
  return async (world) => {
    const named = jkt === undefined ? { jkt: jktOf(world.key) } : { jkt };
    return describe(await pushRequest(world, named, proof ? world.key : undefined, claims));
  };
};

/** Refreshes with a token from an earlier refresh. */
const rotated = (key: (world: World) => Key | undefined): Probe => {
  return async (world) => {
    const first = await refresh(world, await refreshTokenFor(world), world.key);
    return describe(await refresh(world, field(first, 'refresh_token'), key(world)));
  };
};

/** Redeems a code from a request with a request object. */
const objectCode = (jkt: (world: World) => string, queryJkt?: string): Probe => {
  return async (world) => {
    const code = await codeFromObject(world, jkt(world), queryJkt);
    return describe(await redeem(world, code, {}, { form: { code_verifier: verifier, ...jwtCredentials(world) } }));
  };
};

const codeTwice = (first: Json): Probe => {
  return async (world) => {
    const code = await codeFor(world);
    await redeem(world, code, first);
    return describe(await redeem(world, code, {}));
  };
};

const refreshAfterBadProof: Probe = async (world) => {
  const token = await refreshTokenFor(world);
  const form = { grant_type: 'refresh_token', refresh_token: token, client_id: 'public' };
  const proof = makeProof(world, { htm: 'PUT', url: `${world.server.issuer}/token` });
  await tokenRequest(world, form, { DPoP: proof });
  return describe(await refresh(world, token, world.key));
};

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const assertionAsProof: Probe = async (world) => {
  const times = { iat: seconds(), exp: seconds() + 60, jti: randomUUID() };
  const assertion = jws({ alg: 'ES256' }, { iss: 'jwt', sub: 'jwt', aud: world.server.issuer, ...times }, jwtKey());
  const form = { client_id: 'jwt', client_assertion_type: assertionType, client_assertion: assertion };
  return describe(await tokenRequest(world, form, { DPoP: assertion }));
};

const idTokenAsProof: Probe = async (world) => {
  const scope = { scope: 'openid' };
  const token = field(await redeem(world, await codeFor(world, scope), {}), 'id_token');
  return describe(await tokenRequest(world, {}, { DPoP: token }));
};

const selfMadeAssertion: Probe = async (world) => {
  const proof = makeProof(world, { htm: 'POST', url: `${world.server.issuer}/token` });
  const form = { client_id: 'confidential', client_assertion_type: assertionType, client_assertion: proof };
  return describe(await tokenRequest(world, form));
};

const introspectOpenly: Probe = async (world) => {
  const token = field(await sendProof(world), 'access_token');
  return (await post(`${world.server.issuer}/introspect`, { token })).status.toString();
};

const wrongVerifier = { code_verifier: 'x'.repeat(43) };

export const codeProbes: Readonly<Record<(typeof codeDefects)[number]['id'], Probe>> = {
  'front-channel-token': frontChannelToken,
  'state-of-another': besideCode,
  'state-dropped': besideCode,
  'iss-of-another': besideCode,
  'iss-dropped': besideCode,
  'dpop-jkt-front-ignored': plainCode(() => otherJkt),
  'dpop-jkt-demanded-ignored': plainCode(() => otherJkt),
  'dpop-jkt-ignored-without-par': plainCode(() => otherJkt),
  'request-object-jkt-ignored': objectCode(() => otherJkt),
  'request-object-query-wins': objectCode(({ key }) => jktOf(key), otherJkt),
  'dpop-jkt-malformed-ignored': plainCode(() => 'abc'),
  'par-dpop-jkt-malformed-ignored': pushed('abc', true),
  'par-dpop-jkt-needs-proof': pushed(undefined, false),
  'par-proof-unchecked-beside-jkt': pushed(undefined, true, badHtm),
  'par-proof-code-no-proof': pushedCode('proof', {}),
  'par-jkt-code-no-proof': pushedCode('dpop_jkt', {}),
  'par-proof-code-refused': pushedCode('proof', { claims: {} }),
  'code-reusable': codeTwice({}),
  'code-burnt-by-bad-proof': codeTwice(badHtm),
  'refresh-burnt-by-bad-proof': refreshAfterBadProof,
  'refresh-rotated-unbound': rotated(() => other),
  'refresh-rotated-no-proof': rotated(() => undefined),
  'refresh-rotated-dead': rotated(({ key }) => key),
  'pkce-dropped-for-bound-code': plainCode(({ key }) => jktOf(key), { claims: {}, form: wrongVerifier }),
  'assertion-as-proof': assertionAsProof,
  'id-token-as-proof': idTokenAsProof,
  'assertion-by-own-jwk': selfMadeAssertion,
  'introspection-open': introspectOpenly,
};
