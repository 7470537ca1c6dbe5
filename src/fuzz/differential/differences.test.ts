import { describe, expect, test } from 'vitest';
import type { Op } from '../../plan/ops.ts';
import type { PlanAnswer } from './answers.ts';
import { clusters, differs, policyOf, type Row } from './differences.ts';
import type { Ruling } from '../oracle/ruling.ts';

const mustRefuse: Ruling = { expect: 'refuse', requirements: ['RFC9449-4.3-04a'], isDoubtful: false };
const either: Ruling = { expect: 'either', requirements: [] };
const typ: Op = { op: 'header-remove', name: 'typ' };
const foo: Op = { op: 'claim-set', name: 'foo', value: 1 };

function row(ops: readonly Op[], answered: readonly PlanAnswer['answered'][], ruling: Ruling): Row {
  const answers = answered.map((each, index) => ({
    target: ['a', 'b', 'c'][index] ?? 'd',
    place: 'token' as const,
    answered: each,
    ruling,
  }));
  return { ops, session: {}, answers };
}

describe('a difference', () => {
  test('is what one accepts and another refuses; a crash or an open answer beside it is none', () => {
    expect(differs(row([typ], ['accepted', 'refused'], mustRefuse))).toBe(true);
    expect(differs(row([typ], ['refused', 'crashed'], mustRefuse))).toBe(false);
    expect(differs(row([typ], ['accepted', 'unjudged'], mustRefuse))).toBe(false);
  });

  test('is shown by its smallest plan; the others that break the same are counted', () => {
    const rows = [
      row([foo, typ], ['accepted', 'refused'], mustRefuse),
      row([typ], ['accepted', 'refused'], mustRefuse),
      row([foo], ['accepted', 'accepted'], either),
    ];
    const [cluster, ...others] = clusters(rows);
    expect(others).toEqual([]);
    expect(cluster?.rows.map(({ ops }) => ops)).toEqual([[typ], [foo, typ]]);
    expect(cluster).toMatchObject({ expect: 'refuse', requirements: ['RFC9449-4.3-04a'] });
  });

  test('that a simpler one explains is counted with it, though more be broken', () => {
    const more: Ruling = { ...mustRefuse, requirements: ['RFC9449-4.3-04a', 'RFC9449-4.3-08a'] };
    const rows = [
      row([typ, { op: 'claim-set', name: 'htm', value: 'TRACE' }], ['accepted', 'refused'], more),
      row([typ], ['accepted', 'refused'], mustRefuse),
    ];
    expect(clusters(rows).map(({ rows: alike }) => alike.length)).toEqual([2]);
  });

  test('is another one where others accept', () => {
    const rows = [row([typ], ['accepted', 'refused'], mustRefuse), row([typ], ['refused', 'accepted'], mustRefuse)];
    expect(clusters(rows)).toHaveLength(2);
  });

  test('on which the targets may lawfully disagree is named as policy', () => {
    const iat: Op = { op: 'claim-set', name: 'iat', value: { $: 'now', plus: -200 } };
    expect(policyOf('either', { ops: [iat], session: {} })).toBe('how old or how far ahead a proof may be');
    const twice: Op = { op: 'duplicate-member', part: 'payload', name: 'iat', value: 1, position: 'first' };
    expect(policyOf('either', { ops: [twice], session: {} })).toBe('which of two members of one name counts');
    expect(policyOf('either', { ops: [], session: { alg: 'RS256' } })).toBe('which keys and algorithms are taken');
    expect(policyOf('refuse', { ops: [iat], session: {} })).toBeUndefined();
    expect(policyOf('either', { ops: [foo], session: {} })).toBeUndefined();
  });
});
