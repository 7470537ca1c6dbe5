import { createHmac, createPrivateKey, sign as signBytes } from 'node:crypto';
import type { joseDefects } from '../defects/jose.ts';
import { encode, jktOf, newKey, newKeyWithZero, signer, type Key, type Probe } from './probe-kit.ts';
import { describe, proofProbe, sendProof } from './proof-probe.ts';
import { algorithmProbes } from './algorithm-probes.ts';
import { createServer } from 'node:http';
import { once } from 'node:events';

const rsa = newKey('RS256');
const pss: Key = { ...rsa, alg: 'PS256' };
const lenient = newKey();
const other = newKey();
const p384 = newKey('ES384');
const p521 = newKey('ES512');
const okp = newKey('Ed25519');
const octet: Key = { ...newKey(), alg: 'HS256', jwk: { kty: 'oct', k: encode('a shared secret') } };
const rsa3072 = newKey('RS256', 3072);
const rsa1024 = newKey('RS256', 1024);
const zeroKey = newKeyWithZero();
/** Test data, made once with openssl; the key is no secret. */
const certified = {
  certificate:
    'MIIBoTCCAUegAwIBAgIUHr9+uy3QvHJo/gRKw0tEJqhybCQwCgYIKoZIzj0EAwIwJTEjMCEGA1UEAwwaY2VydGlmaWNhdGUgb2YgYW5vdGhlciBrZXkwIBcNMjYxMTIyMDY1MjE4WhgPMjEyNjEwMjkwNjUyMThaMCUxIzAhBgNVBAMMGmNlcnRpZmljYXRlIG9mIGFub3RoZXIga2V5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE2rOVLqQRolp8NzAtDbqejmmiMHuF5Wl8Mr5Gbt0gQdtIfK5OlD31eNxZ1uHKtV8lB6esUt70DL45EKNTXMxIzqNTMFEwHQYDVR0OBBYEFLWrbgdFOo9T8IoGKkQGQc2DlrGFMB8GA1UdIwQYMBaAFLWrbgdFOo9T8IoGKkQGQc2DlrGFMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhAOALvQPdnId+MfD3EKIp9Mt1YzeS8zoQuPOn9KjV+JlYAiA5OqVA0zxmZf6/UtC+oztBSr6mQUXZTrcknXnDHDmHgw==',
  key: {
    alg: 'ES256',
    privateKey: createPrivateKey({
      key: {
        kty: 'EC',
        crv: 'P-256',
        x: '2rOVLqQRolp8NzAtDbqejmmiMHuF5Wl8Mr5Gbt0gQds',
        y: 'SHyuTpQ99XjcWdbhyrVfJQenrFLe9Ay-ORCjU1zMSM4',
        d: 'cbZkkoiC5hhr-zR8taek0P4F0jDhT97SA3839uDMAIc',
      },
      format: 'jwk',
    }),
    jwk: {},
  },
};
const zeros = (): Buffer => Buffer.alloc(64);
const none = (): Buffer => Buffer.alloc(0);
const mac = (secret: string) => (input: string) => createHmac('sha256', secret).update(input).digest();
const withPrivate = (_world: unknown, key: Key) => ({ jwk: { ...key.privateKey.export({ format: 'jwk' }) } });
const segments = (edit: (parts: string[]) => string[]) => (proof: string) => [edit(proof.split('.')).join('.')];

const knownKeyUsed: Probe = async (world) => {
  await sendProof(world, { key: () => other });
  return describe(await sendProof(world, { sign: (input) => signer(input, other) }));
};

const jwkLeftOut: Probe = async (world) => {
  await sendProof(world);
  return describe(await sendProof(world, { header: { jwk: undefined, kid: jktOf(world.key) } }));
};

const urlFetched: Probe = async (world) => {
  const seen: string[] = [];
  const catcher = createServer((request, response) => {
    seen.push(request.url ?? '');
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await once(catcher, 'listening');
  const address = catcher.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await sendProof(world, { header: { jku: `http://127.0.0.1:${port}/keys` } });
  catcher.close();
  return seen.join();
};

/** Sets bits that no octet uses. The last character of a 64-octet signature has four of them. */
const looseBits = segments(([a = '', b = '', c = '']) => [
  a,
  b,
  `${c.slice(0, -1)}${{ A: 'B', Q: 'R', g: 'h', w: 'x' }[c.slice(-1)] ?? c.slice(-1)}`,
]);

const standardAlphabet = (proof: string): string[] => [proof.replaceAll('-', '+').replaceAll('_', '/')];

/** The second of two members named typ counts in most parsers. */
const duplicate: Probe = async (world) => {
  const twice = (jwk: unknown): string => `{"typ":"x","typ":"dpop+jwt","alg":"ES256","jwk":${JSON.stringify(jwk)}}`;
  const lines = (proof: string): string[] => {
    const input = `${encode(twice(world.key.jwk))}.${proof.split('.')[1]}`;
    return [`${input}.${signer(input, world.key).toString('base64url')}`];
  };
  return describe(await sendProof(world, { lines }));
};

const brokenUtf8: Probe = async (world) => {
  const lines = (proof: string): string[] => {
    const [head = '', payload = ''] = proof.split('.');
    const bytes = Buffer.from(payload, 'base64url').toString('latin1').replace('}', ',"x":"\xff"}');
    const input = `${head}.${Buffer.from(bytes, 'latin1').toString('base64url')}`;
    return [`${input}.${signer(input, world.key).toString('base64url')}`];
  };
  return describe(await sendProof(world, { lines }));
};

const spaced: Probe = async (world) => {
  const lines = (proof: string): string[] => {
    const [head = '', payload = ''] = proof.split('.');
    const input = `${encode(` ${Buffer.from(head, 'base64url').toString()}`)}.${payload}`;
    return [`${input}.${signer(input, world.key).toString('base64url')}`];
  };
  return describe(await sendProof(world, { lines }));
};

const flattened = (proof: string): string[] => {
  const [first, payload, signature] = proof.split('.');
  return [JSON.stringify({ protected: first, payload, signature })];
};

const offCurve = { header: (_: unknown, { jwk }: Key) => ({ jwk: { ...jwk, y: jwk.x } }) };
const der = (input: string, { privateKey }: Key): Buffer => signBytes('sha256', Buffer.from(input), privateKey);

export const joseProbes: Readonly<Record<(typeof joseDefects)[number]['id'], Probe>> = {
  'header-name-case-sensitive': proofProbe({ headerName: 'DPOP' }),
  'two-headers-first': proofProbe({ lines: (proof) => [proof, 'x'] }),
  'two-headers-last': proofProbe({ lines: (proof) => ['x', proof] }),
  'two-headers-identical': proofProbe({ lines: (proof) => [proof, proof] }),
  'comma-first': proofProbe({ lines: (proof, another) => [`${proof}, ${another()}`] }),
  'two-segments-accepted': proofProbe({ lines: segments((parts) => parts.slice(0, 2)) }),
  'trailing-dot-accepted': proofProbe({ lines: segments((parts) => [...parts, '']) }),
  'extra-segments-accepted': proofProbe({ lines: segments((parts) => [...parts, 'AA']) }),
  'json-serialisation-accepted': proofProbe({ lines: flattened }),
  'padding-accepted': proofProbe({
    lines: segments((parts) => parts.map((part) => part.padEnd(Math.ceil(part.length / 4) * 4, '='))),
  }),
  'base64-alphabet-accepted': proofProbe({ lines: standardAlphabet, claims: { x: '???>>>~~~' } }),
  'trailing-bits-accepted': proofProbe({ lines: looseBits }),
  'whitespace-accepted': proofProbe({ lines: (proof) => [`${proof.slice(0, 30)} ${proof.slice(30)}`] }),
  'duplicate-members-accepted': duplicate,
  'utf8-lenient': brokenUtf8,
  'typ-unchecked': proofProbe({ header: { typ: 'at+jwt' } }),
  'typ-missing-accepted': proofProbe({ header: { typ: undefined } }),
  'typ-prefix-compared': proofProbe({ header: { typ: 'dpop+jwtx' } }),
  'typ-jwt-accepted': proofProbe({ header: { typ: 'JWT' } }),
  'alg-none-accepted': proofProbe({ header: { alg: 'none' }, sign: none }),
  'alg-none-case-accepted': proofProbe({ header: { alg: 'nOnE' }, sign: none }),
  'hs256-oct-accepted': proofProbe({ key: () => octet, sign: mac('a shared secret') }),
  'hs256-public-key-accepted': proofProbe({
    header: { alg: 'HS256', jwk: lenient.jwk },
    key: () => lenient,
    sign: mac(JSON.stringify(lenient.jwk)),
  }),
  'ec-curve-unchecked': proofProbe({ key: () => p384, header: { alg: 'ES256' } }),
  'key-type-unchecked': proofProbe({ key: () => rsa, header: { alg: 'ES256' } }),
  'rsa-padding-confused': proofProbe({ key: () => pss, header: { alg: 'RS256' } }),
  'alg-unregistered-accepted': proofProbe({ header: { alg: 'XX256' } }),
  'alg-trimmed': proofProbe({ header: { alg: 'ES256 ' } }),
  'alg-missing-accepted': proofProbe({ header: { alg: undefined } }),
  'signature-unchecked': proofProbe({ sign: none }),
  'signature-length-only': proofProbe({ sign: () => Buffer.alloc(64, 7) }),
  'signature-surplus-ignored': proofProbe({ sign: (input, key) => Buffer.concat([signer(input, key), Buffer.of(0)]) }),
  'signature-by-any-known-key': knownKeyUsed,
  'jwk-looked-up-elsewhere': jwkLeftOut,
  'x5c-instead-of-jwk': proofProbe({
    header: { x5c: [certified.certificate] },
    sign: (input) => signer(input, certified.key),
  }),
  'zero-signature-accepted': proofProbe({ sign: zeros }),
  'der-signature-accepted': proofProbe({ sign: der }),
  'off-curve-accepted': proofProbe(offCurve),
  'off-curve-500': proofProbe(offCurve),
  'private-ec-accepted': proofProbe({ header: withPrivate }),
  'private-rsa-accepted': proofProbe({ key: () => rsa, header: withPrivate }),
  'private-okp-accepted': proofProbe({ key: () => okp, header: withPrivate }),
  'rsa-1024-accepted': proofProbe({ key: () => rsa1024 }),
  ...algorithmProbes,
  'crit-ignored': proofProbe({ header: { crit: ['x'], x: 1 } }),
  'b64-false-accepted': proofProbe({ header: { b64: false, crit: ['b64'] } }),
  'jku-fetched': urlFetched,
  'unknown-header-refused': proofProbe({ header: { x: 1 } }),
  'jwk-optional-members-refused': proofProbe({ header: (_, { jwk }) => ({ jwk: { ...jwk, use: 'sig' } }) }),
  'thumbprint-all-members': proofProbe({ header: (_, { jwk }) => ({ jwk: { ...jwk, use: 'sig' } }) }),
  'thumbprint-zero-stripped': proofProbe({ key: () => zeroKey }),
  'es256-refused': proofProbe(),
  'es384-refused': proofProbe({ key: () => p384 }),
  'es512-refused': proofProbe({ key: () => p521 }),
  'ps256-refused': proofProbe({ key: () => pss }),
  'rs256-refused': proofProbe({ key: () => rsa }),
  'eddsa-refused': proofProbe({ key: () => ({ ...okp, alg: 'EdDSA' }) }),
  'ed25519-refused': proofProbe({ key: () => okp }),
  'ps384-refused': proofProbe({ key: () => ({ ...rsa, alg: 'PS384' }) }),
  'ps512-refused': proofProbe({ key: () => ({ ...rsa, alg: 'PS512' }) }),
  'rs384-refused': proofProbe({ key: () => ({ ...rsa, alg: 'RS384' }) }),
  'rs512-refused': proofProbe({ key: () => ({ ...rsa, alg: 'RS512' }) }),
  'rsa-large-refused': proofProbe({ key: () => rsa3072 }),
  'header-name-lower-refused': proofProbe({ headerName: 'dpop' }),
  'json-white-space-refused': spaced,
  'jwk-order-refused': proofProbe({
    header: (_, { jwk }) => ({ jwk: Object.fromEntries(Object.entries(jwk).toReversed()) }),
  }),
  'jkt-member-order': proofProbe({
    header: (_, { jwk }) => ({ jwk: Object.fromEntries(Object.entries(jwk).toReversed()) }),
  }),
  'not-object-500': proofProbe({ payload: [] }),
  'bad-base64-500': proofProbe({ lines: () => ['!.!.!'] }),
  'long-proof-500': proofProbe({ claims: { x: 'a'.repeat(5000) } }),
};
