import * as z from 'zod';
import type { SigningAlg } from './values.ts';

/** Types of keys (RFC 7518 §6.1, RFC 8037 §2), each with its algorithms, the usual one first. */
export const algsOfKeyType = {
  EC: ['ES256', 'ES384', 'ES512'],
  RSA: ['RS256', 'PS256', 'PS384', 'PS512', 'RS384', 'RS512'],
  OKP: ['EdDSA', 'Ed25519', 'Ed448'],
} as const satisfies Readonly<Record<string, readonly SigningAlg[]>>;
export const KeyType = z.enum(['EC', 'RSA', 'OKP']);
export type KeyType = z.output<typeof KeyType>;
