import fc from 'fast-check';
import type { Op } from '../../plan/ops.ts';
import type { HtuEdit, PlanValue } from '../../plan/values.ts';
import { type FuzzPlace, isOpFor, singleOps } from './vocabulary.ts';

/** The same URI to every server that normalises (RFC 3986 §6.2.2, §6.2.3). */
const sameUri: readonly HtuEdit[] = [
  'upper-scheme',
  'upper-host',
  'default-port',
  'percent-unreserved',
  'dot-segments',
];

const claims: readonly (readonly [string, PlanValue])[] = [
  ['x-unknown', { deep: [1, null] }],
  ['jti', { $: 'random', bytes: 24 }],
  ...sameUri.map((edit) => ['htu', { $: 'htu', edits: [edit] }] as const),
];

/**
 * Changes of which the answer must not depend: the order and spelling of JSON, members and fields that nobody knows, the
 * case of a field's name, another spelling of the same URI, another `jti`. What they are worth is for the judge to say.
 */
const rewrites: readonly Op[] = [
  ...(['header', 'payload'] as const).flatMap((part) => [
    ...(['reversed', 'spaced', 'escaped-names'] as const).map((edit): Op => ({ op: 'json', part, edit })),
    ...(['escape', 'space'] as const).map((edit): Op => ({ op: 'json-bytes', part, edit, at: 300 })),
  ]),
  { op: 'header-set', name: 'x-unknown', value: 'y' },
  { op: 'header-set', name: 'typ', value: 'DPoP+JWT' },
  ...claims.map(([name, value]): Op => ({ op: 'claim-set', name, value })),
  ...['dpop', 'DPOP'].map((name): Op => ({ op: 'dpop-field', name })),
  ...(['proof-first', 'reversed', 'shuffled'] as const).map((edit): Op => ({ op: 'field-order', edit })),
  { op: 'field', name: 'X-Unknown', value: 'y' },
];

export function rewritesAt(place: FuzzPlace): readonly Op[] {
  return rewrites.filter((op) => isOpFor(place, op));
}

/**
 * One change beside a lawful rewrite: what is refused stays refused, what is accepted stays accepted. The rewrite comes
 * first or last; shrinking leaves it out.
 */
export function rewritten(place: FuzzPlace, canMint: boolean): fc.Arbitrary<readonly Op[]> {
  const lawful = rewritesAt(place);
  const spelt = new Set(lawful.map((op) => JSON.stringify(op)));
  const others = singleOps(place, canMint).filter((op) => !spelt.has(JSON.stringify(op)));
  const rewrite = fc.option(fc.constantFrom(...lawful), { nil: undefined, freq: 1000 });
  return fc
    .tuple(fc.constantFrom(...others), rewrite, fc.boolean())
    .map(([op, beside, isFirst]) => (beside === undefined ? [op] : isFirst ? [beside, op] : [op, beside]));
}
