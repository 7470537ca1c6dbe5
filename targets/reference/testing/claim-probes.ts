import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { claimDefects } from '../defects/claims.ts';
import type { htuDefects } from '../defects/htu.ts';
import { hash, jktOf, mint, seconds, send, type Probe, type Received, type World } from './probe-kit.ts';
import { describe, makeProof, post, proofProbe, sendProof, sendPushed, type Change } from './proof-probe.ts';

const iat = (offset: number): Probe => proofProbe({ claims: () => ({ iat: seconds() + offset }) });
const day = 86_400;
const inUrl = (edit: (url: string) => unknown, path?: string): Probe =>
  proofProbe({ claims: (url) => ({ htu: edit(url) }), ...(path === undefined ? {} : { path }) });

/** A proof whose `ath` is the token with the edit. */
const ath = (edit: (token: string) => string | undefined): Probe => {
  return async (world) => {
    const { server, key } = world;
    const token = mint(server, { cnf: { jkt: jktOf(key) } });
    const url = `${server.resourceBase}/resource`;
    const proof = makeProof(world, { key, htm: 'GET', url }, { claims: { ath: edit(token) } });
    return describe(await send(url, { headers: { Authorization: `DPoP ${token}`, DPoP: proof } }));
  };
};

/** The number of requests in between that are sent at once. */
const crowd = 25;

/** Sends the changes one after the other with one jti, and describes the last answer. */
const replay = (changes: readonly Change[], wait = 0, between = 0): Probe => {
  return async (world) => {
    const jti = randomUUID();
    const sendOne = (change: Change = {}) => {
      const claims = (url: string) => ({ jti, ...(typeof change.claims === 'function' ? change.claims(url) : {}) });
      return sendProof(world, { ...change, claims });
    };
    for (const change of changes.slice(0, -1)) await sendOne(change);
    for (let left = between; left > 0; left -= crowd)
      await Promise.all(Array.from({ length: Math.min(crowd, left) }, () => sendProof(world)));
    await delay(wait);
    return describe(await sendOne(changes.at(-1)));
  };
};

/** Sends the same bytes twice. */
const repeated = async (world: World, atOnce: boolean): Promise<string> => {
  const kept: string[] = [];
  const first = await sendProof(world, { lines: (proof) => (kept.push(proof), ['x']) });
  const lines = (): string[] => kept;
  const jobs = [
    () => sendProof(world, { lines }),
    () => sendProof(world, { lines }),
    () => sendProof(world, { lines }),
  ];
  const answers = atOnce ? await Promise.all(jobs.map((job) => job())) : [await jobs[0]?.(), await jobs[1]?.()];
  return inOrder([first, ...answers]);
};

/** At the RS every request has its own token, so `ath` reveals a repeated proof. There the jti probe is used. */
const onceAtOnce: Probe = async (world) => {
  if (world.role === 'as') return repeated(world, true);
  const jti = randomUUID();
  return inOrder(await Promise.all([1, 2, 3].map(() => sendProof(world, { claims: { jti } }))));
};

/** On a busy machine, requests that are sent at once may arrive one after the other. So this is tried again. */
const twiceAtOnce: Probe = async (world) => {
  let answers = await onceAtOnce(world);
  const accepted = (text: string): number => text.split('200').length;
  for (let left = 20; left > 0 && accepted(answers) <= 2; left -= 1) answers = await onceAtOnce(world);
  return answers;
};

/** Sends one jti to both servers behind the name. */
const atBothReplicas: Probe = async (world) => {
  const claims = { jti: randomUUID() };
  const answers: Received[] = [];
  for (const origin of world.server.replicas[world.role]) answers.push(await sendThrough(world, origin, { claims }));
  return inOrder(answers);
};

/** Sends the plain request for the public name over a connection to another origin. */
function sendThrough(world: World, origin: string, change: Change): Promise<Received> {
  const { server, role, key } = world;
  if (role === 'as') {
    const url = `${server.issuer}/token`;
    const headers = { Host: new URL(url).host, DPoP: makeProof(world, { key, htm: 'POST', url }, change) };
    const client = { client_id: 'confidential', client_secret: 'reference-secret' };
    return post(`${origin}/token`, { grant_type: 'client_credentials', ...client }, headers);
  }
  const url = `${server.resourceBase}/resource`;
  const token = mint(server, { cnf: { jkt: jktOf(key) } });
  const proof = makeProof(world, { key, htm: 'GET', url, extra: { ath: hash(token).toString('base64url') } }, change);
  const headers = { Host: new URL(url).host, Authorization: `DPoP ${token}`, DPoP: proof };
  return send(`${origin}/resource`, { headers });
}

const ahead = () => ({ iat: seconds() + 6 });
const aged = () => ({ iat: seconds() - 200 });

/** Sends one jti to two addresses of the server. */
const elsewhere: Probe = async (world) => {
  const jti = randomUUID();
  await sendProof(world, { claims: { jti } });
  if (world.role === 'rs') return describe(await sendProof(world, { claims: { jti }, path: '/resource/other' }));
  return describe(await sendPushed(world, { claims: { jti } }));
};

function inOrder(answers: readonly ({ readonly status: number } | undefined)[]): string {
  return answers
    .map((answer) => String(answer?.status))
    .toSorted()
    .join();
}

export const claimProbes: Readonly<Record<(typeof claimDefects)[number]['id'], Probe>> = {
  'jti-missing-accepted': proofProbe({ claims: { jti: undefined } }),
  'htm-missing-accepted': proofProbe({ claims: { htm: undefined } }),
  'htu-missing-accepted': proofProbe({ claims: { htu: undefined } }),
  'iat-missing-accepted': proofProbe({ claims: { iat: undefined } }),
  'jti-type-unchecked': proofProbe({ claims: { jti: 7 } }),
  'iat-string-accepted': proofProbe({ claims: () => ({ iat: String(seconds()) }) }),
  'htm-array-accepted': proofProbe({ claims: (url) => ({ htm: [url.endsWith('token') ? 'POST' : 'GET'] }) }),
  'htu-array-accepted': inUrl((url) => [url]),
  'mistyped-member-500': proofProbe({ claims: { jti: 7 } }),
  'jti-empty-accepted': proofProbe({ claims: { jti: '' } }),
  'htm-unchecked': proofProbe({ claims: { htm: 'PUT' } }),
  'htm-case-folded': proofProbe({ claims: (url) => ({ htm: url.endsWith('token') ? 'post' : 'get' }) }),
  'htm-head-as-get': proofProbe({ claims: { htm: 'GET' }, method: 'HEAD' }),
  'iat-unchecked': iat(-day * 400),
  'iat-past-unchecked': iat(-day * 400),
  'iat-future-unchecked': iat(day * 2),
  'iat-past-day': iat(-3600),
  'iat-future-day': iat(3600),
  'iat-milliseconds-accepted': proofProbe({ claims: () => ({ iat: Date.now() }) }),
  'iat-seconds-old-refused': iat(-6),
  'iat-fresh-refused': proofProbe(),
  'exp-ignored': proofProbe({ claims: () => ({ exp: seconds() - 5 }) }),
  'nbf-ignored': proofProbe({ claims: () => ({ nbf: seconds() + 3600 }) }),
  'exp-nbf-refused': proofProbe({ claims: () => ({ exp: seconds() + 60 }) }),
  'unknown-claims-refused': proofProbe({ claims: { x: 1 } }),
  'ath-missing-accepted': ath(() => undefined),
  'ath-unchecked': ath(() => hash('other').toString('base64url')),
  'ath-hex-accepted': ath((token) => hash(token).toString('hex')),
  'ath-sha512-accepted': ath((token) => hash(token, 'sha512').toString('base64url')),
  'ath-base64-accepted': async (world) => {
    // The alphabets differ only for a token whose hash has a plus or slash. One in four has neither.
    const answers = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(() => ath((token) => hash(token).toString('base64'))(world));
    return (await Promise.all(answers)).toSorted()[0] ?? '';
  },
  'ath-padded-accepted': ath((token) => `${hash(token).toString('base64url')}=`),
  'ath-prefix-compared': ath((token) => hash(token).toString('base64url').slice(0, 12)),
  'replay-accepted': replay([{}, {}]),
  'replay-keyed-on-text': replay([{}, {}]),
  'replay-keyed-on-raw-htu': replay([{}, { claims: (url) => ({ htu: `${url}?x=y` }) }]),
  'replay-small-memory': replay([{}, {}], 0, 12),
  'replay-thousand-memory': replay([{}, {}], 0, 1050),
  'replay-memory-from-now': replay([{ claims: ahead }, { claims: ahead }], 4300),
  'replay-memory-from-iat': replay([{ claims: aged }, { claims: aged }]),
  'replay-elsewhere-500': elsewhere,
  'replay-short-memory': replay([{}, {}], 2100),
  'replay-per-worker': replay([{}, {}]),
  'replay-per-replica': atBothReplicas,
  'replay-not-atomic': twiceAtOnce,
};

const forwarded = (headers: Readonly<Record<string, string>>, edit: (url: string) => string): Probe =>
  proofProbe({ headers, claims: (url) => ({ htu: edit(url) }) });

export const htuProbes: Readonly<Record<(typeof htuDefects)[number]['id'], Probe>> = {
  'htu-unchecked': inUrl(() => 'https://other.example/x'),
  'htu-path-unchecked': inUrl((url) => `${url}/elsewhere`),
  'htu-path-prefix': inUrl((url) => url.slice(0, -2)),
  'htu-host-unchecked': inUrl((url) => url.replace('127.0.0.1', 'other.example')),
  'htu-scheme-unchecked': inUrl((url) => url.replace('http:', 'https:')),
  'htu-port-unchecked': inUrl((url) => url.replace(/:\d+/, ':1')),
  'htu-relative-accepted': inUrl((url) => new URL(url).pathname),
  'htu-origin-prefix': inUrl((url) => `${url}/elsewhere`),
  'htu-path-suffix': inUrl((url) => `https://other.example${new URL(url).pathname}`),
  'htu-path-case-folded': inUrl((url) => url.replace(/[a-z]$/, (letter) => letter.toUpperCase())),
  'htu-trailing-slash-stripped': inUrl((url) => `${url}/`),
  'htu-unchecked-with-query': inUrl((url) => `${url}/elsewhere`, '/resource?a=b'),
  'htu-query-compared': proofProbe({ path: '/resource?a=b' }),
  'htu-endpoint-query-compared': proofProbe({ endpointQuery: '?tenant=one' }),
  'htu-reserved-decoded': proofProbe({ path: '/resource/with%40at' }),
  'htu-percent-equal-decoded': inUrl((url) => url.replace('%40', '@'), '/resource/with%40at'),
  'htu-userinfo-accepted': inUrl((url) => url.replace('://', '://a:b@')),
  'htu-case-kept': inUrl((url) => url.replace('http', 'HTTP')),
  'htu-percent-kept': inUrl((url) => url.replace(/[a-z]$/, (letter) => `%${letter.charCodeAt(0).toString(16)}`)),
  'htu-dots-kept': inUrl((url) => url.replace(/([a-z])\/(?=[a-z]+$)|(\d)\//, '$1$2/./')),
  'htu-empty-path-kept': inUrl((url) => url.replace(/\/$/, ''), '/'),
  'host-header-trusted': proofProbe({
    headers: { Host: 'other.example' },
    claims: (url) => ({ htu: url.replace(/127\.0\.0\.1:\d+/, 'other.example') }),
  }),
  'forwarded-host-trusted': proofProbe({
    headers: { 'X-Forwarded-Host': 'other.example' },
    claims: (url) => ({ htu: url.replace(/127\.0\.0\.1:\d+/, 'other.example') }),
  }),
  'forwarded-proto-trusted': forwarded({ 'X-Forwarded-Proto': 'https' }, (url) => url.replace('http:', 'https:')),
  'forwarded-port-trusted': forwarded({ 'X-Forwarded-Port': '1' }, (url) => url.replace(/:\d+/, ':1')),
  'forwarded-prefix-trusted': forwarded({ 'X-Forwarded-Prefix': '/x' }, (url) => url.replace(/(\d)\//, '$1/x/')),
  'original-url-trusted': forwarded({ 'X-Original-URL': 'http://other.example/x' }, () => 'http://other.example/x'),
  'forwarded-method-trusted': proofProbe({ headers: { 'X-Forwarded-Method': 'PUT' }, claims: { htm: 'PUT' } }),
  'gateway-host-trusted': forwarded({ 'X-Original-Host': 'other.example' }, (url) =>
    url.replace(/127\.0\.0\.1:\d+/, 'other.example'),
  ),
  'gateway-scheme-trusted': forwarded({ 'X-Forwarded-Ssl': 'on' }, (url) => url.replace('http:', 'https:')),
  'gateway-path-trusted': forwarded({ 'X-Forwarded-Uri': '/x' }, (url) => new URL('/x', url).href),
  'forwarded-host-port-trusted': forwarded({ Forwarded: 'host="a:1"' }, (url) => url.replace(/:\d+/, ':1')),
  'forwarded-set-trusted': forwarded({ 'X-Forwarded-Host': 'other.example', 'X-Forwarded-Proto': 'http' }, (url) =>
    url.replace(/127\.0\.0\.1:\d+/, 'other.example'),
  ),
  'loopback-names-equal': inUrl((url) => url.replace('127.0.0.1', 'localhost')),
  'htu-slash-decoded': inUrl((url) => url.replace(/\/(?=[a-z]+$)/, '%2F'), '/resource/other'),
  'htu-query-refused': inUrl((url) => `${url}?a=b`),
  'htu-hex-case-kept': inUrl((url) => url.replace('%3A', '%3a'), '/resource/with%3Acolon'),
  'htu-unreserved-encoded': proofProbe({ path: '/resource/~tilde' }),
  'htu-host-case-kept': inUrl((url) => url.replace('localhost', 'LocalHost')),
  'htu-port-kept': inUrl((url) => url.replace(/(\d)\//, '$1:80/')),
  'proof-any-resource': inUrl((url) => `${url}/other`),
};
