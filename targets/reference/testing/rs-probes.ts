import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { resourceDefects } from '../defects/rs.ts';
import {
  hash,
  jktOf,
  jws,
  mint,
  newKey,
  newKeyWithZero,
  seconds,
  send,
  type Json,
  type Key,
  type Probe,
  type Sending,
  type Signer,
  type World,
} from './probe-kit.ts';
import { describe, field, makeProof, post, proofProbe, sendProof } from './proof-probe.ts';

interface Visit {
  readonly claims?: Json | ((world: World) => Json);
  readonly path?: string;
  readonly method?: string;
  readonly prove?: boolean;
  readonly key?: Key;
  /** Further members of the jwk in the proof. */
  readonly jwk?: Json;
  /** Replaces the minted token. */
  readonly token?: (minted: string, world: World) => string;
  readonly more?: (token: string) => Sending & { readonly query?: string };
  readonly authorization?: (token: string) => string | string[] | undefined;
}

const dpop = (token: string): string => `DPoP ${token}`;
const bearer = (token: string): string => `Bearer ${token}`;
const unbound = { cnf: undefined };

/** Visits a resource with a minted token. It is bound to the key of the probe, unless the claims name another. */
const visit = ({ claims = {}, path = '/resource', method = 'GET', prove = false, ...rest }: Visit = {}): Probe => {
  return async (world) => {
    const { server } = world;
    const key = rest.key ?? world.key;
    const own = typeof claims === 'function' ? claims({ ...world, key }) : claims;
    const minted = mint(server, { cnf: { jkt: jktOf(key) }, ...own });
    const token = rest.token?.(minted, world) ?? minted;
    const url = `${server.resourceBase}${path}`;
    const ath = hash(token).toString('base64url');
    const authorization = (rest.authorization ?? dpop)(token);
    const { query = '', headers, ...sending } = rest.more?.(token) ?? {};
    const header = rest.jwk === undefined ? {} : { header: { jwk: { ...key.jwk, ...rest.jwk } } };
    const proof = prove ? { DPoP: makeProof(world, { key, htm: method, url, extra: { ath } }, header) } : {};
    const all = { ...(authorization === undefined ? {} : { Authorization: authorization }), ...proof, ...headers };
    return describe(await send(`${url}${query}`, { method, ...sending, headers: all }));
  };
};

const other = newKey();
const boundToOther = { cnf: { jkt: jktOf(other) } };
const anonymous = visit({ authorization: () => undefined });
const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
const badProof = proofProbe({ claims: { htm: 'PUT' } });
const crossOrigin = visit({
  authorization: () => undefined,
  more: () => ({ headers: { Origin: 'http://x.example' } }),
});

const metadata: Probe = async ({ server }) => {
  return describe(await send(`${server.resourceBase}/.well-known/oauth-protected-resource`));
};

const opaqueWithOtherKey: Probe = async (world) => {
  const token = field(await sendProof({ ...world, role: 'as' }), 'access_token');
  const url = `${world.server.resourceBase}/resource`;
  const proof = makeProof(world, { key: other, htm: 'GET', url, extra: { ath: hash(token).toString('base64url') } });
  return describe(await send(url, { headers: { Authorization: dpop(token), DPoP: proof } }));
};

/** An opaque token, sent otherwise than it was issued. */
const opaqueAltered =
  (edit: (token: string, world: World) => string | Promise<string>): Probe =>
  async (world) => {
    const issued = field(await sendProof({ ...world, role: 'as' }), 'access_token');
    const token = await edit(issued, world);
    const url = `${world.server.resourceBase}/resource`;
    const proof = makeProof(world, { htm: 'GET', url, extra: { ath: hash(token).toString('base64url') } });
    return describe(await send(url, { headers: { Authorization: dpop(token), DPoP: proof } }));
  };

const revoked = async (token: string, { server }: World): Promise<string> => {
  await post(`${server.issuer}/revoke`, { client_id: 'confidential', client_secret: 'reference-secret', token });
  return token;
};

/** Longer than the tokens of the variant that lets them live shortest. */
const expired = async (token: string): Promise<string> => {
  await delay(6500);
  return token;
};

/** Visits a resource with a proof. The token is bound to the edited thumbprint. */
const jkt = (edit: (jkt: string, key: Key) => unknown, key?: Key): Probe =>
  visit({ claims: (world) => ({ cnf: { jkt: edit(jktOf(world.key), world.key) } }), prove: true, ...(key && { key }) });
const digest = (names: readonly string[], { jwk }: Key, algorithm = 'sha256'): string => {
  const members = Object.fromEntries(names.map((name) => [name, jwk[name]]));
  return hash(JSON.stringify(members), algorithm).toString('base64url');
};
const ec = ['crv', 'kty', 'x', 'y'];
const zero = newKeyWithZero();
const strip = (value: unknown): string => {
  const bytes = Buffer.from(String(value), 'base64url');
  return bytes.subarray(bytes.findIndex((byte) => byte !== 0)).toString('base64url');
};
const edited = (token: Visit['token']): Probe => visit({ prove: true, ...(token && { token }) });
const resigned = (header: object, sign?: Signer) => (minted: string, world: World) =>
  jws({ typ: 'at+jwt', ...header }, Buffer.from(minted.split('.')[1] ?? '', 'base64url').toString(), world.key, sign);
const bothSchemes = (first: 'DPoP' | 'Bearer', second: 'DPoP' | 'Bearer', prove: boolean): Probe =>
  visit({ authorization: (token) => [`${first} ${token}`, `${second} ${token}`], prove });

const proofOnly: Probe = async (world) => {
  const url = `${world.server.resourceBase}/resource`;
  const token = makeProof(world, { htm: 'GET', url, extra: { ath: 'x' } });
  const proof = makeProof(world, { htm: 'GET', url, extra: { ath: hash(token).toString('base64url') } });
  return describe(await send(url, { headers: { Authorization: dpop(token), DPoP: proof } }));
};

const twoTokens: Probe = async (world) => {
  await visit({ prove: true })(world);
  return visit({ prove: true })(world);
};

export const resourceProbes: Readonly<Record<(typeof resourceDefects)[number]['id'], Probe>> = {
  'key-binding-unchecked': visit({ claims: boundToOther, prove: true }),
  'post-proof-unsigned': proofProbe({ method: 'POST', sign: () => Buffer.alloc(64, 7) }),
  'post-ath-missing': proofProbe({ method: 'POST', claims: { ath: undefined } }),
  'post-replayed': async (world) => {
    const same = { method: 'POST', claims: { jti: randomUUID() } };
    await sendProof(world, same);
    return describe(await sendProof(world, same));
  },
  'opaque-binding-unchecked': opaqueWithOtherKey,
  'empty-header-opens': visit({ more: () => ({ headers: { DPoP: '' } }) }),
  'bound-as-bearer': visit({ authorization: bearer }),
  'bound-as-bearer-with-proof': visit({ authorization: bearer, prove: true }),
  'bound-as-bearer-on-post': visit({ authorization: bearer, method: 'POST' }),
  'bound-as-bearer-on-other': visit({ authorization: bearer, path: '/resource/other' }),
  'query-token-accepted': visit({
    authorization: () => undefined,
    more: (token) => ({ query: `?access_token=${token}` }),
  }),
  'form-token-accepted': visit({
    authorization: () => undefined,
    method: 'POST',
    more: (token) => ({ body: `access_token=${token}`, headers: form }),
  }),
  'dpop-without-proof': visit(),
  'proof-without-token': visit({ authorization: () => undefined, prove: true }),
  'unbound-with-dpop': visit({ claims: unbound, prove: true }),
  'unknown-cnf-as-bearer': visit({ claims: { cnf: { 'x5t#S256': 'x' } }, authorization: bearer }),
  'unknown-cnf-refused': visit({ claims: ({ key }) => ({ cnf: { jkt: jktOf(key), x: 1 } }), prove: true }),
  'token-exp-unchecked': visit({ claims: { exp: 1 }, prove: true }),
  'token-aud-unchecked': visit({ claims: { aud: 'https://other.example' }, prove: true }),
  'token-nbf-unchecked': visit({ claims: () => ({ nbf: seconds() + 3600 }), prove: true }),
  'token-iss-unchecked': visit({ claims: { iss: 'https://other.example' }, prove: true }),
  'token-signature-unchecked': edited(resigned({ alg: 'ES256' })),
  'token-alg-none-accepted': edited(resigned({ alg: 'none' }, () => Buffer.alloc(0))),
  'token-embedded-jwk-trusted': edited((minted, world) =>
    resigned({ alg: 'ES256', jwk: world.key.jwk })(minted, world),
  ),
  'opaque-prefix-compared': opaqueAltered((token) => token.slice(0, 16)),
  'opaque-case-folded': opaqueAltered((token) => token.toLowerCase()),
  'opaque-revoked-accepted': opaqueAltered(revoked),
  'opaque-exp-unchecked': opaqueAltered(expired),
  'proof-as-token': proofOnly,
  'sibling-token-refused': twoTokens,
  'cnf-unknown-with-dpop': visit({ claims: { cnf: { x: 1 } }, prove: true }),
  'cnf-type-unchecked': visit({ claims: { cnf: 'x' }, prove: true }),
  'jkt-falsy-unchecked': jkt(() => ''),
  'jkt-type-unchecked': jkt(() => 7),
  'jkt-array-accepted': jkt((own) => [own]),
  'jkt-prefix-compared': jkt((own) => own.slice(0, 10)),
  'jkt-case-folded': jkt((own) => own.toUpperCase()),
  'jkt-padding-ignored': jkt((own) => `${own}=`),
  'jkt-hex-accepted': jkt((own) => Buffer.from(own, 'base64url').toString('hex')),
  'jkt-sha1-accepted': jkt((_, key) => digest(ec, key, 'sha1')),
  'jkt-sha512-accepted': jkt((_, key) => digest(ec, key, 'sha512')),
  'jkt-all-members-accepted': visit({
    claims: ({ key }) => ({ cnf: { jkt: digest([...ec, 'z'], { ...key, jwk: { ...key.jwk, z: 1 } }) } }),
    jwk: { z: 1 },
    prove: true,
  }),
  'jkt-stripped-accepted': jkt(
    (_, { jwk, ...rest }) => digest(ec, { ...rest, jwk: { ...jwk, x: strip(jwk.x), y: strip(jwk.y) } }),
    zero,
  ),
  'jkt-outside-read': visit({ claims: ({ key }) => ({ cnf: undefined, jkt: jktOf(key) }), prove: true }),
  'jkt-outside-preferred': visit({ claims: ({ key }) => ({ ...boundToOther, jkt: jktOf(key) }), prove: true }),
  'actor-cnf-read': visit({
    claims: ({ key }) => ({ cnf: undefined, act: { cnf: { jkt: jktOf(key) } } }),
    prove: true,
  }),
  'cnf-jwk-preferred': visit({ claims: ({ key }) => ({ cnf: { jkt: jktOf(other), jwk: key.jwk } }), prove: true }),
  'two-authorizations-last': bothSchemes('Bearer', 'DPoP', true),
  'two-authorizations-bypass': bothSchemes('DPoP', 'Bearer', false),
  'unbound-bearer-refused': visit({ claims: unbound, authorization: bearer }),
  'empty-credentials-open': visit({ authorization: () => 'DPoP', prove: true }),
  'token-quotes-stripped': visit({ authorization: (token) => `DPoP "${token}"`, prove: true }),
  'token-parameter-read': visit({ authorization: (token) => `DPoP token="${token}"`, prove: true }),
  'token-trailing-word-ignored': visit({ authorization: (token) => `DPoP ${token} x`, prove: true }),
  'token-list-first': visit({ authorization: (token) => `DPoP ${token}, Bearer ${token}`, prove: true }),
  'token-extra-segments-ignored': edited((minted) => `${minted}.AA`),
  'head-open': visit({ method: 'HEAD', authorization: () => undefined }),
  'options-leaks': visit({ method: 'OPTIONS', authorization: () => undefined }),
  'scheme-lower-slips': visit({ authorization: (token) => `dpop ${token}` }),
  'scheme-upper-slips': visit({ authorization: (token) => `DPOP ${token}` }),
  'scheme-spaces-slip': visit({ authorization: (token) => `DPoP  ${token}` }),
  'scheme-tab-slips': visit({ authorization: (token) => `DPoP\t${token}` }),
  'bearer-in-place': visit({ authorization: bearer }),
  'bearer-only': visit({ authorization: bearer }),
  'post-guarded': visit({ method: 'POST', authorization: dpop, prove: true }),
  'scheme-absent-slips': visit({ authorization: (token) => token }),
  'scheme-unknown-slips': visit({ authorization: (token) => `PoP ${token}` }),
  'bearer-spaces-slip': visit({ authorization: (token) => `Bearer  ${token}` }),
  'bearer-tab-slips': visit({ authorization: (token) => `Bearer\t${token}` }),
  'tab-taken-for-space': visit({ authorization: (token) => `DPoP\t${token}`, prove: true }),
  'bad-proof-403': badProof,
  'token-error-400': visit({ claims: { exp: 1 }, prove: true }),
  'scheme-case-sensitive': visit({ authorization: (token) => `dpop ${token}`, prove: true }),
  'two-spaces-refused': visit({ authorization: (token) => `DPoP  ${token}`, prove: true }),
  'two-authorizations-accepted': visit({ authorization: (token) => [dpop(token), bearer(token)], prove: true }),
  'no-challenge': anonymous,
  'challenge-bearer-only': anonymous,
  'challenge-error-in-bearer': badProof,
  'token-error-missing': visit({ claims: { exp: 1 }, prove: true }),
  'bearer-error-missing': visit({ authorization: bearer }),
  'challenge-error-missing': badProof,
  'challenge-unquoted': badProof,
  'error-without-credentials': anonymous,
  'algs-missing': anonymous,
  'algs-comma': anonymous,
  'algs-none': anonymous,
  'algs-unsupported': anonymous,
  'proof-error-invalid-token': badProof,
  'challenge-error-unregistered': badProof,
  'token-error-insufficient-scope': visit({ claims: { exp: 1 }, prove: true }),
  'proxy-authenticate-sent': anonymous,
  'cors-challenge-hidden': crossOrigin,
  'resource-metadata-other': metadata,
  'resource-metadata-algs-string': metadata,
  'resource-metadata-algs-none': metadata,
  'resource-metadata-empty-array': metadata,
  'resource-metadata-flag-string': metadata,
  'resource-metadata-text': metadata,
  'resource-metadata-methods-string': metadata,
  'resource-metadata-url-other': async (world) => (await anonymous(world)).replaceAll(world.server.resourceBase, ''),
  'bearer-despite-metadata': visit({ claims: unbound, authorization: bearer }),
};
