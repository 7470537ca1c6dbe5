import type { algorithmDefects } from '../defects/algorithms.ts';
import { newKey, type Key, type Probe } from './probe-kit.ts';
import { proofProbe } from './proof-probe.ts';

const ed448 = newKey('Ed448');
const p384 = newKey('ES384');
const rsa1024: Key = { ...newKey('PS256', 1024), alg: 'PS256' };
const rsa = newKey('PS256');
const ec = newKey();

const offCurve = (): Record<string, unknown> => {
  const y = Buffer.from(String(p384.jwk['y']), 'base64url');
  y.writeUInt8(y.readUInt8(47) ^ 1, 47);
  return { ...p384.jwk, y: y.toString('base64url') };
};

/** One probe for each defect of `defects/algorithms.ts`. */
export const algorithmProbes: Readonly<Record<(typeof algorithmDefects)[number]['id'], Probe>> = {
  'ed448-refused': proofProbe({ key: () => ed448 }),
  'ed448-unverified': proofProbe({ key: () => ed448, sign: () => Buffer.alloc(114, 1) }),
  'okp-curve-unchecked': proofProbe({ key: () => ed448, header: { alg: 'Ed25519' } }),
  'rsa-1024-under-ps256': proofProbe({ key: () => rsa1024 }),
  'ps256-key-type-unchecked': proofProbe({ key: () => ec, header: { alg: 'PS256' } }),
  'ps512-hash-ignored': proofProbe({ key: () => rsa, header: { alg: 'PS512' } }),
  'es384-off-curve-accepted': proofProbe({ key: () => p384, header: { jwk: offCurve() } }),
};
