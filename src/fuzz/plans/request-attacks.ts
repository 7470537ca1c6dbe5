import { accessToken, claim, header, htu, lines, scheme, signature } from '../../suite/define.ts';
import type { Op } from '../../plan/ops.ts';
import type { FuzzPlace } from './vocabulary.ts';

type Attacks = readonly (readonly Op[])[];

/** `jwk` may name an algorithm too (RFC 7517 §4.4); the one that counts is that of the header. */
const contradictions: Attacks = ['ES384', 'none'].map((alg) => [
  header.set('alg', alg),
  header.set('jwk', { $: 'jwk', set: { alg: 'ES256' } }),
]);

/** An algorithm is bound to its curve (RFC 7518 §3.4). */
const otherCurve: Attacks = (['ES384', 'ES512'] as const).map((alg) => [
  { op: 'key', use: 'other', alg },
  header.set('alg', 'ES256'),
  { op: 'sign', by: 'own', alg: 'ES256' },
]);

const query: Op = { op: 'query', value: 'proofmark=1' };

/** What is compared for the plain URI has to be compared beside a query as well. */
const besideQuery: Attacks = (['other-path', 'other-host', 'path-prefix'] as const).map((edit) => [
  query,
  claim.set('htu', htu(edit)),
]);

const head: Op = { op: 'method', value: 'HEAD' };
const noProof = lines('absent');

/** HEAD shows whatever GET does but for the content (RFC 9110 §9.3.2), so it asks for the same credentials. */
const asHead: Attacks = [
  [head, accessToken('none'), noProof],
  [head, noProof],
  [head, scheme('Bearer'), noProof],
  [head, { op: 'key', use: 'other' }],
  [head, signature('flip-first')],
  [head, claim.set('htm', 'POST')],
  [head, claim.set('htu', htu('other-path'))],
];

/** What a guard that compares the field as text does not see, and a check of Bearer tokens may take. */
const pastGuards: Attacks = [
  ...['dpop', 'DPOP', '', 'PoP'].map((value) => [scheme(value), noProof]),
  ...(['DPoP', 'Bearer'] as const).flatMap((value): readonly Op[][] => [
    [scheme(value), { op: 'authorization-spaces', count: 2 }, noProof],
    [scheme(value), { op: 'authorization-spaces', count: 1, of: 'tab' }, noProof],
  ]),
];

/** The field of a proxy in front that is not there. It names a caller that some servers spare. */
const fromLocal: Op = { op: 'field', name: 'X-Forwarded-For', value: '127.0.0.1' };

/** What has to be refused with a method that changes things. A lawful request with it is not sent. */
export function writeAttacks(value: string): Attacks {
  const write: Op = { op: 'method', value };
  return [
    [write, accessToken('none'), noProof],
    [write, noProof],
    [write, scheme('Bearer'), noProof],
    [write, claim.set('htm', 'POST')],
  ];
}

/** A live token that is bound to nobody, which a resource may rule out (RFC 9728 §2). */
const unbound: Attacks = [[scheme('Bearer'), accessToken('unbound'), noProof]];

/** Each costs a login. */
const withLogin: Attacks = [[{ op: 'proof-from', source: 'id-token' }]];

/** What takes a change of the request around the proof, or a login. */
export function requestAttacks(place: FuzzPlace): Attacks {
  const unsigned: Attacks = [[fromLocal, signature('flip-first')]];
  if (place === 'token') return [...contradictions, ...otherCurve, ...besideQuery, ...unsigned, ...withLogin];
  return place === 'par'
    ? contradictions
    : [
        ...contradictions,
        [query],
        ...besideQuery,
        ...asHead,
        ...pastGuards,
        ...unsigned,
        [fromLocal, noProof],
        ...unbound,
      ];
}
