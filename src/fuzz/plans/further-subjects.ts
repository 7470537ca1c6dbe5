import type { Op } from '../../plan/ops.ts';
import { htuEdits } from '../../plan/values.ts';
import { claim, header } from '../../suite/define.ts';

/** One fault for each check of RFC 9449 §4.3 that a route or a client may have lost. */
const ofEachCheck: readonly (readonly Op[])[] = [
  [{ op: 'dpop-lines', lines: 'twice-distinct' }],
  [{ op: 'dpop-lines', lines: 'empty' }],
  [claim.remove('jti')],
  [header.set('typ', 'JWT')],
  [header.set('alg', 'none'), { op: 'sign', by: 'nobody' }],
  [header.set('jwk', { $: 'jwk', edit: 'private' })],
  [{ op: 'nonce', from: 'none' }, claim.set('iat', { $: 'now', plus: -31_622_400 })],
];

/** What may depend on the client, tried with each that needs no user. */
export const clientDeltas: readonly (readonly Op[])[] = [
  [],
  ...ofEachCheck,
  [
    { op: 'dpop-lines', lines: 'absent' },
    { op: 'dpop-lines', lines: 'present' },
  ],
  [{ op: 'dpop-lines', lines: 'absent' }],
  [{ op: 'proof-text', text: 'garbage' }],
  [{ op: 'signature', edit: 'flip-first' }],
  [{ op: 'key', use: 'other' }],
  [{ op: 'client-auth', use: 'none' }],
  [{ op: 'client-auth', use: 'proof-as-assertion' }],
  [{ op: 'proof-from', source: 'client-assertion' }],
  [
    { op: 'key', use: 'client' },
    { op: 'claim-set', name: 'iss', value: { $: 'client-id', of: 'own' } },
    { op: 'claim-set', name: 'sub', value: { $: 'client-id', of: 'own' } },
    { op: 'claim-set', name: 'aud', value: { $: 'issuer' } },
    { op: 'claim-set', name: 'exp', value: { $: 'now', plus: 60 } },
    { op: 'client-auth', use: 'proof-as-assertion' },
  ],
];

/** What depends on the URI of a resource and its method. */
export const uriDeltas: readonly (readonly Op[])[] = [
  [],
  ...ofEachCheck,
  [claim.set('ath', { $: 'ath', of: 'garbage' })],
  ...htuEdits.map((edit): readonly Op[] => [{ op: 'claim-set', name: 'htu', value: { $: 'htu', edits: [edit] } }]),
  [{ op: 'claim-remove', name: 'htu' }],
  ...['GET', 'POST', 'TRACE'].map((value): readonly Op[] => [{ op: 'claim-set', name: 'htm', value }]),
  [{ op: 'claim-remove', name: 'ath' }],
  [{ op: 'signature', edit: 'flip-first' }],
  [{ op: 'dpop-lines', lines: 'absent' }],
  [{ op: 'access-token-in', place: 'form' }],
  [
    { op: 'access-token-in', place: 'form' },
    { op: 'dpop-lines', lines: 'absent' },
  ],
  [{ op: 'authorization-scheme', value: 'Bearer' }],
  [
    { op: 'authorization-scheme', value: 'Bearer' },
    { op: 'dpop-lines', lines: 'absent' },
  ],
];
