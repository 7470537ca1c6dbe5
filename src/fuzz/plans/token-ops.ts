import { defined } from '../../defined.ts';
import type { Op } from '../../plan/ops.ts';
import type { PlanValue } from '../../plan/values.ts';
import { wordsIn } from './schema-words.ts';

const jkt: PlanValue = { $: 'thumbprint', of: 'session' };
const x5t = 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2';

const set = (name: string, value: PlanValue): Op => ({ op: 'token-claim-set', name, value });

/** `cnf.jkt` that is not the thumbprint of the session's key, or not written as RFC 9449 §6.1 writes it. */
const jkts: readonly PlanValue[] = [
  { $: 'thumbprint', of: 'other' },
  ...wordsIn('thumbprint', 'form')
    // Another way to compute it says nothing about a key whose members it does not touch.
    .filter((form) => form !== 'all-members' && form !== 'stripped')
    .map((form): PlanValue => ({ $: 'thumbprint', of: 'session', form })),
  7,
  true,
  '',
  null,
  [jkt],
  {},
];

/** What stands in `cnf` beside the right `jkt`, or in its place. */
const cnfs: readonly PlanValue[] = [
  ...jkts.map((value): PlanValue => ({ jkt: value })),
  {},
  null,
  jkt,
  true,
  [{ jkt }],
  { 'x5t#S256': x5t },
  { 'x-unknown': jkt },
  { kid: jkt },
  { jwk: { $: 'jwk', of: 'other' } },
  { jwk: { $: 'jwk' } },
  { 'x-unknown': { any: 1 }, jkt },
  { jkt, 'x5t#S256': x5t },
  { jkt: { $: 'thumbprint', of: 'other' }, jwk: { $: 'jwk' } },
];

/** Changes of an access token that Proofmark signs itself: of its claims, its binding and its signature. */
export const tokenOps: readonly Op[] = [
  ...cnfs.map((value) => set('cnf', value)),
  ...['cnf', 'exp', 'iss', 'aud', 'iat', 'jti', 'sub'].map((name): Op => ({ op: 'token-claim-remove', name })),
  ...[-86_400, -3600, 30, 86_400].map((plus) => set('exp', { $: 'now', plus })),
  set('exp', { $: 'now', plus: 3600, as: 'string' }),
  ...[-60, 3600, 86_400].map((plus) => set('nbf', { $: 'now', plus })),
  set('iss', 'https://other.example'),
  set('aud', 'https://other.example'),
  set('aud', ['https://other.example', 'https://third.example']),
  set('aud', []),
  set('x-unknown', { deep: [1, null] }),
  ...(['other', 'proof-key', 'nobody', 'broken'] as const).map((by): Op => ({ op: 'token-sign', by })),
];

const remove: Op = { op: 'token-claim-remove', name: 'cnf' };
const bearer: readonly Op[] = [
  { op: 'authorization-scheme', value: 'Bearer' },
  { op: 'dpop-lines', lines: 'absent' },
];
const own = (form?: 'stripped'): Op => set('cnf', { jkt: { $: 'thumbprint', of: 'own', ...defined({ form }) } });

/** Attacks on the binding that take more than one op. */
export const tokenAttacks: readonly (readonly Op[])[] = [
  [{ op: 'minted-token' }, ...bearer],
  ...cnfs.map((value): readonly Op[] => [set('cnf', value), ...bearer]),
  [remove, set('jkt', jkt)],
  [remove, set('act', { sub: 'proofmark', cnf: { jkt } })],
  [set('cnf', { jkt: { $: 'thumbprint', of: 'other' } }), set('jkt', jkt)],
  [
    { op: 'header-set', name: 'jwk', value: { $: 'jwk', edit: 'extra-members' } },
    set('cnf', { jkt: { $: 'thumbprint', of: 'session', form: 'all-members' } }),
  ],
  ...(['zero-x', 'zero-y'] as const).flatMap((use): (readonly Op[])[] => [
    [{ op: 'key', use }, own()],
    [{ op: 'key', use }, own('stripped')],
  ]),
  [
    { op: 'header-set', name: 'alg', value: 'HS256' },
    { op: 'header-set', name: 'jwk', value: { $: 'jwk', edit: 'oct' } },
    { op: 'sign', by: 'hmac-oct' },
    set('cnf', { jkt: { $: 'thumbprint', of: 'oct' } }),
  ],
  ...(
    [
      { alg: 'RS256', rsaBits: 1024 },
      { alg: 'PS256', rsaBits: 1024 },
      { alg: 'RS256', kind: 'exponent-1' },
      { alg: 'PS256', kind: 'exponent-2' },
      { alg: 'EdDSA', kind: 'identity' },
    ] as const
  ).map((key): readonly Op[] => [{ op: 'key', use: 'other', ...key }, own()]),
  // An issuer that does not take these keys is no hindrance where Proofmark signs the token.
  ...(['ES384', 'ES512', 'RS256', 'PS256', 'EdDSA', 'Ed25519'] as const).map((alg): readonly Op[] => [
    { op: 'key', use: 'other', alg },
    own(),
  ]),
];

export function isTokenOp({ op }: Op): boolean {
  return op === 'minted-token' || op.startsWith('token-');
}
