import { type ForwardedPart, forwardedNames, forwardedParts } from '../../plan/forwarded.ts';
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

const asClaimed = (edit: 'other-host' | 'other-scheme' | 'other-port' | 'parent-path' | 'other-path'): Op => ({
  op: 'claim-set',
  name: 'htu',
  value: { $: 'htu', edits: [edit] },
});
const htmPut: Op = { op: 'claim-set', name: 'htm', value: { $: 'method', edit: 'put' } };

/** The proof names what the forwarded field names. */
const sameElsewhere: Readonly<Record<ForwardedPart, Op>> = {
  host: asClaimed('other-host'),
  scheme: asClaimed('other-scheme'),
  port: asClaimed('other-port'),
  prefix: asClaimed('parent-path'),
  path: asClaimed('other-path'),
  method: htmPut,
};

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
  ...forwardedNames.map((as): readonly Op[] => [{ op: 'forwarded', as }, sameElsewhere[forwardedParts[as]]]),
  ...['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'].map((name): readonly Op[] => [
    { op: 'field', name, value: 'PUT' },
    htmPut,
  ]),
];
