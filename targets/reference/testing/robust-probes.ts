import { generateKeyPairSync } from 'node:crypto';
import type { robustDefects } from '../defects/robust.ts';
import { encode, hash, newKey, signer, type Json, type Key, type Probe } from './probe-kit.ts';
import { describe, proofProbe, sendProof } from './proof-probe.ts';

/** Requests answered one after the other while another is not; a slow server answers that one long before. */
const others = 20;

/** What a client sees when the request may end the connection or never get an answer. */
function fate(probe: Probe): Probe {
  return async (world) => {
    const answer = probe(world).catch(() => 'broken off');
    return Promise.race([answer, overtaken(world).catch(() => answer)]);
  };
}

async function overtaken(world: Parameters<Probe>[0]): Promise<string> {
  for (let count = 0; count < others; count += 1) await sendProof(world, {});
  return 'no answer';
}

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
const inClaim = (value: unknown): Probe => proofProbe({ claims: { x: value } });
const inHeader = (members: Json): Probe => proofProbe({ header: members });
const own = (json: string): Json => JSON.parse(json) as Json;
const ed25519 = newKey('Ed25519');
const rsa = newKey('RS256');

function jwkWith(change: Json, key?: Key): Probe {
  return proofProbe({
    ...(key === undefined ? {} : { key: () => key }),
    header: (_, { jwk }) => ({ jwk: { ...jwk, ...change } }),
  });
}

/** Rewrites the text of the payload (or header) of the proof before it is signed. */
function rewritten(edit: (json: string) => string): Probe {
  return async (world) => {
    const lines = (proof: string): string[] => {
      const [head = '', payload = ''] = proof.split('.');
      const input = `${head}.${encode(edit(Buffer.from(payload, 'base64url').toString()))}`;
      return [`${input}.${signer(input, world.key).toString('base64url')}`];
    };
    return describe(await sendProof(world, { lines }));
  };
}

const iat = (text: string): Probe => rewritten((json) => json.replace(/"iat":\d+/, `"iat":${text}`));

function keyWithZero(): Key {
  for (;;) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = { ...publicKey.export({ format: 'jwk' }) };
    if (Buffer.from(String(jwk.x), 'base64url')[0] === 0) return { alg: 'ES256', privateKey, jwk };
  }
}

const zero = keyWithZero();
const coordinate = (edit: (bytes: Buffer) => Buffer): Probe =>
  jwkWith({ x: edit(Buffer.from(String(zero.jwk.x), 'base64url')).toString('base64url') }, zero);

const pollutedForGood: Probe = async (world) => {
  await sendProof(world, { header: own('{"__proto__":{"typ":"dpop+jwt"}}') });
  return describe(await sendProof(world, { header: { typ: undefined } }));
};

const beyond: Probe = proofProbe({
  key: () => ed25519,
  sign: (input, key) => {
    const usual = signer(input, key);
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const s = BigInt(`0x${Buffer.from(usual.subarray(32).toReversed()).toString('hex')}`) + order;
    return Buffer.concat([usual.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex').toReversed()]);
  },
});

const methodOf = (url: string): string => (url.endsWith('token') ? 'POST' : 'GET');
const pollutedJti = (url: string): Json => ({ ...own('{"__proto__":{"jti":"a"}}'), jti: undefined, x: url.length });
const halfZero = (input: string, key: Key): Buffer =>
  Buffer.concat([signer(input, key).subarray(0, 32), Buffer.alloc(32)]);

export const robustProbes: Readonly<Record<(typeof robustDefects)[number]['id'], Probe>> = {
  'mistyped-member-exit': fate(proofProbe({ claims: { jti: 7 } })),
  'deep-json-endless': fate(inClaim(nested(600))),
  'deep-json-exit': fate(inClaim(nested(1100))),
  'long-jti-500': proofProbe({ claims: { jti: 'a'.repeat(6000) } }),
  'long-member-500': inClaim('a'.repeat(3500)),
  'nul-500': inClaim('\0'),
  'control-500': inClaim('\u001b'),
  'surrogate-500': inClaim('\ud800'),
  'format-500': inClaim('\u200b'),
  'template-500': inClaim('"'),
  'path-500': inClaim('../x'),
  'method-name-500': proofProbe({ claims: own('{"toString":1}') }),
  'x5c-500': inHeader({ x5c: ['AAAA'] }),
  'x5t-500': inHeader({ x5t: '' }),
  'zip-500': inHeader({ zip: 'DEF' }),
  'b64-500': inHeader({ b64: true }),
  'cty-500': inHeader({ cty: 'JWT' }),
  'exp-infinite-500': rewritten((json) => json.replace('{', '{"exp":1e400,')),
  'exp-mistyped-500': proofProbe({ claims: { exp: {} } }),
  'crit-mistyped-500': inHeader({ crit: null }),
  'many-fields-500': proofProbe({
    headers: Object.fromEntries(Array.from({ length: 120 }, (_, index) => [`X-${index}`, 'x'])),
  }),
  'fifty-fields-first': proofProbe({ lines: (proof) => [proof, 'x', 'y'] }),
  'typ-folded': inHeader({ typ: '\uff44pop+jwt' }),
  'typ-mistyped-500': inHeader({ typ: {} }),
  'alg-mistyped-500': inHeader({ alg: {} }),
  'alg-prototype-500': inHeader({ alg: 'constructor' }),
  'jwk-mistyped-500': inHeader({ jwk: 1 }),
  'htm-folded': proofProbe({ claims: (url) => ({ htm: methodOf(url).replace('T', '\uff34') }) }),
  'htu-folded': proofProbe({ claims: (url) => ({ htu: url.replace(/e([a-z]*)$/, '\uff45$1') }) }),
  'c-string-compared': inHeader({ typ: 'dpop+jwt\0' }),
  'htm-c-string': proofProbe({ claims: (url) => ({ htm: `${methodOf(url)}\0` }) }),
  'prototype-polluted': inHeader({ typ: undefined, ...own('{"constructor":{"prototype":{"typ":"dpop+jwt"}}}') }),
  'prototype-polluted-for-good': pollutedForGood,
  'claims-prototype-read': proofProbe({ claims: pollutedJti }),
  'jwk-member-500': jwkWith({ x: 1 }),
  'jwk-member-inferred': jwkWith({ crv: undefined }),
  'jwk-kty-folded': jwkWith({ kty: 'ec' }),
  'jwk-empty-unverified': jwkWith({ y: undefined }),
  'leading-zero-refused': proofProbe({ key: () => zero }),
  'leading-zero-dropped': proofProbe({ key: () => zero }),
  'coordinates-padded': coordinate((bytes) => bytes.subarray(1)),
  'long-exponent-accepted': jwkWith({ e: 'AAEAAQ' }, rsa),
  'long-coordinate-accepted': coordinate((bytes) => Buffer.concat([Buffer.of(0), bytes])),
  'bad-point-500': jwkWith({ x: '', y: '' }),
  'bad-rsa-500': jwkWith({ n: 'AA' }, rsa),
  'rsa-exponent-unchecked': proofProbe({
    key: () => rsa,
    header: (_, { jwk }) => ({ jwk: { ...jwk, e: 'AQ' } }),
    sign: powerless,
  }),
  's-beyond-order-accepted': beyond,
  'signature-range-500': proofProbe({ sign: halfZero }),
  'signature-range-accepted': proofProbe({ sign: halfZero }),
  'short-signature-500': proofProbe({ sign: () => Buffer.of(1) }),
  'jwk-alg-trusted': proofProbe({ header: (_, { jwk }) => ({ alg: 'ES384', jwk: { ...jwk, alg: 'ES256' } }) }),
  'jwk-alg-none-trusted': proofProbe({
    header: (_, { jwk }) => ({ jwk: { ...jwk, alg: 'none' } }),
    sign: () => Buffer.alloc(0),
  }),
  'iat-infinite-accepted': iat('1e400'),
  'iat-nan-accepted': iat('NaN'),
  'iat-large-500': iat('18446744073709551616'),
  'iat-no-number-500': iat('0x10'),
  'iat-notation-refused': iat(`${Math.floor(Date.now() / 1000)}.0`),
  'json-relaxed': rewritten((json) => `${json}/* */`),
  'octets-ignored': proofProbe({ lines: (proof) => [`\u00ef\u00bb\u00bf${proof}`] }),
};

/** With the exponent 1, the padded digest is its own signature (RFC 8017 9.2). */
function powerless(input: string): Buffer {
  const info = Buffer.concat([Buffer.from('3031300d060960864801650304020105000420', 'hex'), hash(input)]);
  return Buffer.concat([Buffer.of(0, 1), Buffer.alloc(253 - info.length, 0xff), Buffer.of(0), info]);
}
