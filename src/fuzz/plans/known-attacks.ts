import type { Op } from '../../plan/ops.ts';

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
