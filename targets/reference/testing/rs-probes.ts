import type { resourceDefects } from '../defects/rs.ts';
import { hash, jktOf, mint, newKey, send, type Json, type Probe, type Sending, type World } from './probe-kit.ts';
import { describe, field, makeProof, proofProbe, sendProof } from './proof-probe.ts';

interface Visit {
  readonly claims?: Json | ((world: World) => Json);
  readonly path?: string;
  readonly method?: string;
  readonly prove?: boolean;
  readonly more?: (token: string) => Sending & { readonly query?: string };
  readonly authorization?: (token: string) => string | string[] | undefined;
}

const dpop = (token: string): string => `DPoP ${token}`;
const bearer = (token: string): string => `Bearer ${token}`;
const unbound = { cnf: undefined };

/** A visit to a resource with a minted token, bound to the key of the probe unless the claims say otherwise. */
const visit = ({ claims = {}, path = '/resource', method = 'GET', prove = false, ...rest }: Visit = {}): Probe => {
  return async (world) => {
    const { server, key } = world;
    const own = typeof claims === 'function' ? claims(world) : claims;
    const token = mint(server, { cnf: { jkt: jktOf(key) }, ...own });
    const url = `${server.resourceBase}${path}`;
    const ath = hash(token).toString('base64url');
    const authorization = (rest.authorization ?? dpop)(token);
    const { query = '', headers, ...sending } = rest.more?.(token) ?? {};
    const proof = prove ? { DPoP: makeProof(world, key, method, url, {}, { ath }) } : {};
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
  const proof = makeProof(world, other, 'GET', url, {}, { ath: hash(token).toString('base64url') });
  return describe(await send(url, { headers: { Authorization: dpop(token), DPoP: proof } }));
};

export const resourceProbes: Readonly<Record<(typeof resourceDefects)[number]['id'], Probe>> = {
  'key-binding-unchecked': visit({ claims: boundToOther, prove: true }),
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
  'scheme-case-sensitive': visit({ authorization: (token) => `dpop ${token}`, prove: true }),
  'two-spaces-refused': visit({ authorization: (token) => `DPoP  ${token}`, prove: true }),
  'two-authorizations-accepted': visit({ authorization: (token) => [dpop(token), bearer(token)], prove: true }),
  'no-challenge': anonymous,
  'challenge-bearer-only': anonymous,
  'challenge-error-in-bearer': badProof,
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
  'resource-metadata-flag-string': metadata,
  'resource-metadata-text': metadata,
  'bearer-despite-metadata': visit({ claims: unbound, authorization: bearer }),
};
