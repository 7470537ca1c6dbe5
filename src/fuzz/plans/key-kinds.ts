import type { Op } from '../../plan/ops.ts';
import { signingAlgs } from '../../plan/values.ts';
import type { SessionSpec } from '../../suite/schema.ts';

/** Kinds of key beside the usual one; which of them a server takes is its own choice, if it does not advertise them. */
export const keyKinds: readonly SessionSpec[] = [
  ...signingAlgs.map((alg): SessionSpec => ({ alg })),
  { alg: 'RS256', rsaBits: 1024 },
  { alg: 'PS256', rsaBits: 1024 },
  { alg: 'RS256', rsaBits: 3072 },
  { alg: 'PS256', rsaBits: 4096 },
  { keyKind: 'zero-x' },
  { keyKind: 'zero-y' },
  { alg: 'RS256', keyKind: 'exponent-1' },
  { alg: 'PS256', keyKind: 'exponent-2' },
  { alg: 'EdDSA', keyKind: 'identity' },
  { alg: 'EdDSA', keyKind: 'ed448' },
];

/** What can go wrong with one kind of key and not with another. */
export const keyKindDeltas: readonly (readonly Op[])[] = [
  [],
  ...(['private', 'private-d', 'private-primes', 'stripped-zero', 'short-coordinate', 'long-coordinate'] as const).map(
    (edit): readonly Op[] => [{ op: 'header-set', name: 'jwk', value: { $: 'jwk', edit } }],
  ),
  ...['none', 'RS256', 'PS256', 'PS512', 'ES256', 'EdDSA', 'Ed25519', 'HS256'].map((value): readonly Op[] => [
    { op: 'header-set', name: 'alg', value },
  ]),
  ...[{ n: 'AA' }, { n: 'AQ' }, { e: 'AA' }, { e: 'AQ' }].map((set): readonly Op[] => [
    { op: 'header-set', name: 'jwk', value: { $: 'jwk', set } },
  ]),
  [{ op: 'sign', by: 'other' }],
  ...(['flip-first', 'zero', 'empty', 's-beyond-order', 'der'] as const).map((edit): readonly Op[] => [
    { op: 'signature', edit },
  ]),
];
