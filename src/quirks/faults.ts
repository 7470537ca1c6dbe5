import type { Op } from '../plan/ops.ts';
import {
  accessToken,
  athOf,
  claim,
  header,
  htu,
  jwk,
  lines,
  nonce,
  now,
  otherMethod,
  scheme,
  signature,
  signBy,
} from '../suite/define.ts';
import type { QuirkPlace } from './measurement.ts';

export type Fault = { readonly name: string; readonly ops: readonly Op[]; readonly at?: readonly QuirkPlace[] };

const longAgo = -10 * 86_400;
const resource = ['resource'] as const;

/** Faults that can be combined in one proof, so that it shows which one a refusal names. */
export const proofFaults: readonly Fault[] = [
  { name: 'typ', ops: [header.set('typ', 'JWT')] },
  { name: 'private key in jwk', ops: [header.set('jwk', jwk('private'))] },
  { name: 'signature', ops: [signature('flip-first')] },
  { name: 'no jti', ops: [claim.remove('jti')] },
  { name: 'htm', ops: [claim.set('htm', otherMethod('put'))] },
  { name: 'htu', ops: [claim.set('htu', htu('other-path'))] },
  { name: 'old iat', ops: [claim.set('iat', now(longAgo))] },
  { name: 'ath', ops: [claim.set('ath', athOf('garbage'))], at: resource },
  { name: 'made-up nonce', ops: [nonce('made-up')] },
];

/** All faults of the map of errors. */
export const faults: readonly Fault[] = [
  { name: 'no proof', ops: [lines('absent')] },
  { name: 'empty DPoP field', ops: [lines('empty')] },
  { name: 'two proofs', ops: [lines('twice-distinct')] },
  { name: 'not a JWT', ops: [{ op: 'proof-text', text: 'garbage' }] },
  ...proofFaults,
  { name: 'alg none', ops: [header.set('alg', 'none'), signBy('nobody')] },
  { name: 'alg HS256', ops: [signBy('hmac-jwk')] },
  { name: 'no jwk', ops: [header.remove('jwk')] },
  { name: 'signed by another key', ops: [signBy('other')] },
  { name: 'no htm', ops: [claim.remove('htm')] },
  { name: 'no htu', ops: [claim.remove('htu')] },
  { name: 'no iat', ops: [claim.remove('iat')] },
  { name: 'iat ahead', ops: [claim.set('iat', now(-longAgo))] },
  { name: 'no nonce', ops: [nonce('none')] },
  { name: 'no ath', ops: [claim.remove('ath')], at: resource },
  { name: 'proof by another key than the bound one', ops: [{ op: 'key', use: 'other' }], at: resource },
  { name: 'bound token as Bearer', ops: [scheme('Bearer')], at: resource },
  { name: 'token nobody issued', ops: [accessToken('garbage')], at: resource },
  { name: 'no token', ops: [accessToken('none')], at: resource },
  { name: 'neither token nor proof', ops: [accessToken('none'), lines('absent')], at: resource },
];

/** The fault is not in the proof, but in its second use. */
export const replayed: Fault = { name: 'replay', ops: [{ op: 'proof-of', exchange: 'first' }] };
