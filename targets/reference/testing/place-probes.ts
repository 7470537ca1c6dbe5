import type { placeDefects } from '../defects/places.ts';
import { codeFor, pushWith, redirectUri, refreshTokenFor, verifier } from './flows.ts';
import { hash, jktOf, mint, newKey, send, type Json, type Probe, type Received, type World } from './probe-kit.ts';
import { type Change, describe, headerOf, makeProof, sendProof, tokenRequest } from './proof-probe.ts';

type Client = 'public' | 'confidential' | 'bound';
type Form = Readonly<Record<string, string>>;
type Grant = (world: World, client: Client) => Promise<Form>;

const secret = 'reference-secret';
const none = (): Buffer => Buffer.alloc(0);
const algNone: Change = { header: { alg: 'none' }, sign: none };
const privateKey: Change = {
  header: (_, { jwk, privateKey: key }) => ({ jwk: { ...jwk, d: key.export({ format: 'jwk' }).d } }),
};
const twice: Change = { lines: (proof, another) => [proof, another()] };
const elsewhere: Change = { claims: (url) => ({ htu: new URL('/elsewhere', url).href }) };
const unsigned: Change = { sign: () => Buffer.alloc(64, 7) };
const fromLocal = { 'X-Forwarded-For': '127.0.0.1' };
const saying = (claims: Json): Change => ({ claims });

/** A request at /resource/other whose proof differs from a valid one in the change. */
const atOther = (change: Change): Probe => {
  return async (world) => describe(await sendProof(world, { path: '/resource/other', ...change }));
};

interface Visit {
  readonly method: string;
  readonly path?: string;
  readonly scheme?: 'DPoP' | 'Bearer';
  readonly headers?: Form;
}

/** A request without a proof, with a bound token under the scheme, or without credentials. */
const visit = ({ method, path = '/resource', scheme, headers = {} }: Visit): Probe => {
  return async ({ server, key }) => {
    const token = mint(server, { cnf: { jkt: jktOf(key) } });
    const credentials = scheme === undefined ? {} : { Authorization: `${scheme} ${token}` };
    return describe(await send(`${server.resourceBase}${path}`, { method, headers: { ...credentials, ...headers } }));
  };
};

const code: Grant = async (world, client) => ({
  grant_type: 'authorization_code',
  code: await codeFor(world, { client }),
  redirect_uri: redirectUri,
  code_verifier: verifier,
});

/** The refresh token of a code that was redeemed with a proof, and with a nonce where one is demanded. */
const refreshToken: Grant = async (world, client) => {
  const nonce = await nonceOf(world);
  const claims = nonce === '' ? {} : { nonce };
  if (client !== 'bound') return refreshing(await refreshTokenFor(world, client, claims));
  const answer = await ask(world, client, await code(world, client), { claims });
  return refreshing(String((JSON.parse(answer.body) as Json).refresh_token));
};

const refreshing = (token: string): Form => ({ grant_type: 'refresh_token', refresh_token: token });

async function nonceOf(world: World): Promise<string> {
  return headerOf(await sendProof(world), 'dpop-nonce');
}

/** A token request of the client. The proof differs from a valid one in the change. */
function ask(world: World, client: Client, grant: Form, change: Change): Promise<Received> {
  const own = client === 'public' ? { client_id: client } : { client_id: client, client_secret: secret };
  const url = `${world.server.issuer}/token`;
  const make = (): string => makeProof(world, { htm: 'POST', url }, change);
  const lines = change.lines?.(make(), make) ?? [make()];
  return tokenRequest(world, { ...own, ...grant }, lines.length === 0 ? {} : { DPoP: lines });
}

const beside = (grant: Grant, change: Change, client: Client = 'confidential'): Probe => {
  return async (world) => describe(await ask(world, client, await grant(world, client), change));
};

/** The grant of a client with a secret that sends a proof and nothing else of its own. */
const unauthenticated = (grant: Grant): Probe => {
  return async (world) => {
    const form = { client_id: 'confidential', ...(await grant(world, 'confidential')) };
    const proof = makeProof(world, { htm: 'POST', url: `${world.server.issuer}/token` });
    return describe(await tokenRequest(world, form, { DPoP: proof }));
  };
};

/** The grant without a proof, or with these DPoP lines in place of one. */
const unproved = (grant: Grant, client: Client, lines: string[] = []): Probe => {
  return async (world) => describe(await ask(world, client, await grant(world, client), { lines: () => lines }));
};

const weak = newKey('PS256', 1024);
const noGrant: Grant = async () => Promise.resolve({});

const pushed = (client: 'public' | 'confidential', change: Change): Probe => {
  return async (world) => {
    const key = change.key?.() ?? world.key;
    const url = `${world.server.issuer}/par`;
    const proof = makeProof(world, { key, htm: 'POST', url }, change);
    return describe(await pushWith(world, { client }, [proof]));
  };
};

/** Without a nonce, although the server demands one. */
const nonceless: Change = saying({});
const wrongNonce: Change = saying({ nonce: 'never-issued' });

export const placeProbes: Readonly<Record<(typeof placeDefects)[number]['id'], Probe>> = {
  'other-htm-unchecked': atOther(saying({ htm: 'PUT' })),
  'other-htu-unchecked': atOther(elsewhere),
  'other-iat-unchecked': atOther(saying({ iat: 1 })),
  'other-jti-missing': atOther(saying({ jti: undefined })),
  'other-typ-unchecked': atOther({ header: { typ: 'JWT' } }),
  'other-alg-none': atOther(algNone),
  'other-private-key': atOther(privateKey),
  'other-two-headers': atOther(twice),
  'other-ath-unchecked': atOther(saying({ ath: hash('another').toString('base64url') })),
  'other-empty-header-opens': visit({ method: 'GET', path: '/resource/other', scheme: 'DPoP', headers: { DPoP: '' } }),
  'htm-usual-accepted': async (world) => describe(await sendProof(world, saying({ htm: 'POST' }))),
  'put-open': visit({ method: 'PUT' }),
  'patch-without-proof': visit({ method: 'PATCH', scheme: 'DPoP' }),
  'delete-bound-as-bearer': visit({ method: 'DELETE', scheme: 'Bearer' }),
  'delete-htm-unchecked': async (world) =>
    describe(await sendProof(world, { method: 'DELETE', ...saying({ htm: 'GET' }) })),
  'head-htm-unchecked': async (world) =>
    describe(await sendProof(world, { method: 'HEAD', ...saying({ htm: 'POST' }) })),
  'head-proof-unsigned': async (world) => describe(await sendProof(world, { method: 'HEAD', ...unsigned })),
  'local-caller-unsigned': async (world) => describe(await sendProof(world, { headers: fromLocal, ...unsigned })),
  'local-caller-without-proof': visit({ method: 'GET', scheme: 'DPoP', headers: fromLocal }),
  'other-methods-open': visit({ method: 'PROPFIND' }),
  'post-nonce-not-demanded': async (world) => describe(await sendProof(world, { method: 'POST' })),
  'other-nonce-not-demanded': atOther(nonceless),
  'post-nonce-any-accepted': async (world) => describe(await sendProof(world, { method: 'POST', ...wrongNonce })),
  'code-proof-typ-unchecked': beside(code, { header: { typ: 'JWT' } }),
  'code-proof-alg-none': beside(code, algNone),
  'code-proof-private-key': beside(code, privateKey),
  'code-proof-two-headers': beside(code, twice),
  'code-proof-replaces-secret': unauthenticated(code),
  'refresh-proof-replaces-secret': unauthenticated(refreshToken),
  'refresh-proof-typ-unchecked': beside(refreshToken, { header: { typ: 'JWT' } }),
  'refresh-proof-alg-none': beside(refreshToken, algNone),
  'refresh-proof-private-key': beside(refreshToken, privateKey),
  'refresh-proof-two-headers': beside(refreshToken, twice),
  'public-proof-htu-unchecked': beside(code, elsewhere, 'public'),
  'public-refresh-proof-jti-missing': beside(refreshToken, saying({ jti: undefined }), 'public'),
  'public-par-proof-typ-unchecked': pushed('public', { header: { typ: 'JWT' } }),
  'bound-client-code-bearer': unproved(code, 'bound'),
  'bound-client-refresh-bearer': unproved(refreshToken, 'bound'),
  'bound-client-empty-header': unproved(noGrant, 'bound', ['']),
  'refresh-empty-header': unproved(refreshToken, 'public', ['']),
  'par-empty-header-ignored': async (world) => describe(await pushWith(world, { client: 'confidential' }, [''])),
  'par-weak-rsa-accepted': pushed('confidential', { key: () => weak }),
  'code-nonce-not-demanded': beside(code, nonceless),
  'refresh-nonce-not-demanded': beside(refreshToken, nonceless),
  'public-nonce-not-demanded': beside(code, nonceless, 'public'),
  'code-nonce-any-accepted': beside(code, wrongNonce),
  'refresh-nonce-any-accepted': beside(refreshToken, wrongNonce),
  'public-par-nonce-any-accepted': pushed('public', wrongNonce),
};
