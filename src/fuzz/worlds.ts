import type { Op } from '../plan/ops.ts';
import { htuEdits, signingAlgs } from '../plan/values.ts';
import type { SessionSpec } from '../suite/schema.ts';

/** Kinds of key beside the usual one; which of them a server takes is its own choice, if it does not advertise them. */
export const worlds: readonly SessionSpec[] = [
  ...signingAlgs.map((alg): SessionSpec => ({ alg })),
  { alg: 'RS256', rsaBits: 1024 },
  { alg: 'PS256', rsaBits: 1024 },
  { alg: 'RS256', rsaBits: 3072 },
  { alg: 'PS256', rsaBits: 4096 },
  { keyKind: 'zero-x' },
  { keyKind: 'zero-y' },
  { alg: 'RS256', keyKind: 'exponent-1' },
  { alg: 'RS256', keyKind: 'exponent-2' },
  { alg: 'EdDSA', keyKind: 'identity' },
];

/** What can go wrong with one kind of key and not with another. */
export const worldDeltas: readonly (readonly Op[])[] = [
  [],
  ...(['private', 'private-d', 'private-primes', 'stripped-zero', 'short-coordinate', 'long-coordinate'] as const).map(
    (edit): readonly Op[] => [{ op: 'header-set', name: 'jwk', value: { $: 'jwk', edit } }],
  ),
  ...['none', 'RS256', 'PS256', 'ES256', 'EdDSA', 'HS256'].map((value): readonly Op[] => [
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

/** A member left out, and found again by whoever merges names that every object of JavaScript has. */
const polluting: readonly (readonly Op[])[] = (
  [
    ['header-remove', 'header-set', 'typ', 'dpop+jwt'],
    ['claim-remove', 'claim-set', 'jti', { $: 'random', bytes: 16 }],
  ] as const
).flatMap(([remove, set, name, value]): (readonly Op[])[] => [
  [
    { op: remove, name },
    { op: set, name: '__proto__', value: { [name]: value } },
  ],
  [
    { op: remove, name },
    { op: set, name: 'constructor', value: { prototype: { [name]: value } } },
  ],
]);

/** Attacks that take more than one op, known by name. */
export const attacks: readonly (readonly Op[])[] = [
  ...polluting,
  [
    { op: 'header-set', name: 'jwk', value: { $: 'jwk', set: { alg: 'none' } } },
    { op: 'sign', by: 'nobody' },
  ],
  [
    { op: 'header-set', name: 'alg', value: 'none' },
    { op: 'sign', by: 'nobody' },
  ],
  [
    { op: 'header-set', name: 'alg', value: 'None' },
    { op: 'sign', by: 'nobody' },
  ],
  [
    { op: 'header-set', name: 'crit', value: ['b64'] },
    { op: 'header-set', name: 'b64', value: false },
  ],
  [
    { op: 'header-set', name: 'alg', value: 'HS256' },
    { op: 'header-set', name: 'jwk', value: { $: 'jwk', edit: 'oct' } },
    { op: 'sign', by: 'hmac-oct' },
  ],
  [
    { op: 'header-set', name: 'alg', value: 'HS256' },
    { op: 'sign', by: 'hmac-jwk' },
  ],
  [
    { op: 'header-set', name: 'alg', value: 'HS256' },
    { op: 'sign', by: 'hmac-pem' },
  ],
  [
    { op: 'header-set', name: 'x5c', value: { $: 'certificates', of: 'other' } },
    { op: 'sign', by: 'other' },
  ],
  [
    { op: 'header-remove', name: 'jwk' },
    { op: 'header-set', name: 'x5c', value: { $: 'certificates' } },
  ],
  [
    { op: 'header-remove', name: 'jwk' },
    { op: 'header-set', name: 'kid', value: { $: 'thumbprint' } },
  ],
  [
    { op: 'header-set', name: 'jwk', value: { $: 'jwk', of: 'other' } },
    { op: 'header-set', name: 'kid', value: { $: 'thumbprint' } },
  ],
  ...(
    [
      ['x-forwarded-host', 'other-host'],
      ['forwarded', 'other-host'],
      ['x-original-url', 'other-host'],
      ['x-rewrite-url', 'other-host'],
      ['x-forwarded-proto', 'other-scheme'],
      ['x-forwarded-port', 'other-port'],
      ['x-forwarded-prefix', 'parent-path'],
    ] as const
  ).map(([as, edit]): readonly Op[] => [
    { op: 'forwarded', as },
    { op: 'claim-set', name: 'htu', value: { $: 'htu', edits: [edit] } },
  ]),
];

/** What may depend on the client, tried with each that needs no user. */
export const clientDeltas: readonly (readonly Op[])[] = [
  [],
  [
    { op: 'dpop-lines', lines: 'absent' },
    { op: 'dpop-lines', lines: 'present' },
  ],
  [{ op: 'dpop-lines', lines: 'absent' }],
  [{ op: 'dpop-lines', lines: 'empty' }],
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
