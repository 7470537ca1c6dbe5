import { createHmac } from 'node:crypto';
import type { algorithmDefects } from '../defects/algorithms.ts';
import { newKey, type Json, type Key, type Probe, type Signer } from './probe-kit.ts';
import { proofProbe } from './proof-probe.ts';

const ed448 = newKey('Ed448');
const p384 = newKey('ES384');
const rsa1024: Key = { ...newKey('PS256', 1024), alg: 'PS256' };
const rsa = newKey('PS256');
const ec = newKey();
const es512 = newKey('ES512');
const ps384 = newKey('PS384');
const ps512 = newKey('PS512');
const rs384 = newKey('RS384');
const rs512 = newKey('RS512');
const rs256 = newKey('RS256');
const ed25519 = newKey('EdDSA');
const reversed = (jwk: Json): Json => Object.fromEntries(Object.entries(jwk).toReversed());
const octets = Buffer.alloc(64, 7);

const unsigned: Signer = (_, { alg }) => Buffer.alloc(alg === 'ES512' ? 132 : 256, 1);

const offCurve = (): Record<string, unknown> => {
  const y = Buffer.from(String(p384.jwk['y']), 'base64url');
  y.writeUInt8(y.readUInt8(47) ^ 1, 47);
  return { ...p384.jwk, y: y.toString('base64url') };
};

/** One probe for each defect of `defects/algorithms.ts`. */
export const algorithmProbes: Readonly<Record<(typeof algorithmDefects)[number]['id'], Probe>> = {
  'ed448-refused': proofProbe({ key: () => ed448 }),
  'ed448-unverified': proofProbe({ key: () => ed448, sign: () => Buffer.alloc(114, 1) }),
  'es512-unverified': proofProbe({ key: () => es512, sign: unsigned }),
  'ps384-unverified': proofProbe({ key: () => ps384, sign: unsigned }),
  'ps512-unverified': proofProbe({ key: () => ps512, sign: unsigned }),
  'rs384-unverified': proofProbe({ key: () => rs384, sign: unsigned }),
  'rs512-unverified': proofProbe({ key: () => rs512, sign: unsigned }),
  'long-mac-oct-accepted': proofProbe({
    header: { alg: 'HS512', jwk: { kty: 'oct', k: octets.toString('base64url') } },
    sign: (input) => createHmac('sha512', octets).update(input).digest(),
  }),
  'jwk-rsa-inferred': proofProbe({ key: () => rs256, header: { jwk: { ...rs256.jwk, kty: undefined } } }),
  'jwk-okp-inferred': proofProbe({ key: () => ed25519, header: { jwk: { ...ed25519.jwk, crv: undefined } } }),
  'okp-thumbprint-all-members': proofProbe({ key: () => ed25519, header: { jwk: { ...ed25519.jwk, use: 'sig' } } }),
  'okp-order-refused': proofProbe({ key: () => ed25519, header: { jwk: reversed(ed25519.jwk) } }),
  'okp-curve-unchecked': proofProbe({ key: () => ed448, header: { alg: 'Ed25519' } }),
  'rsa-1024-under-ps256': proofProbe({ key: () => rsa1024 }),
  'ps256-key-type-unchecked': proofProbe({ key: () => ec, header: { alg: 'PS256' } }),
  'ps512-hash-ignored': proofProbe({ key: () => rsa, header: { alg: 'PS512' } }),
  'es384-off-curve-accepted': proofProbe({ key: () => p384, header: { jwk: offCurve() } }),
};
