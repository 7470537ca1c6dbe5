import { describe, expect, test } from 'vitest';
import type { Op } from '../plan/ops.ts';
import type { Finding } from '../record/schema.ts';
import type { Sighting } from './findings/sighting.ts';
import { isSaid } from './known.ts';

const laundered: Op = { op: 'host', value: 'laundered-query' };
const other: Op = { op: 'query', value: 'a=b' };

function sighting(ops: readonly Op[], surprise: Sighting['surprise'] = 'accepted', row = 'RFC9449-4.3-01a'): Sighting {
  return {
    kind: 'surprise',
    surprise,
    requirements: surprise === 'accepted' ? [row] : [],
    isDoubtful: false,
    outcome: { class: surprise === 'crashed' ? 'crashed' : 'accepted', status: 500, text: '' },
    place: 'resource',
    session: {},
    ops,
    origin: { phase: 'singles', seed: 1, index: 0 },
  };
}

function finding(delta: readonly Op[], expect_: string, verdict: Finding['verdict'] = 'fail'): Finding {
  return {
    type: 'finding',
    index: 0,
    target: 't',
    suite: 's',
    suiteTitle: '',
    section: '',
    case: 'c',
    instance: 'c@resource',
    title: '',
    place: 'resource',
    role: 'rs',
    requirements: [],
    verdict,
    reason: '',
    assertions: [],
    exchanges: [],
    ms: 0,
    plan: { exchanges: [{ delta, expect: expect_ }] },
    basis: { by: 'blocked', why: '' },
  };
}

describe('what a case has found there', () => {
  test('is not found again by the same changes, whichever row the judge names', () => {
    expect(isSaid([finding([laundered], 'refuse')], sighting([laundered]))).toBe(true);
    expect(isSaid([finding([laundered], 'refuse', 'note')], sighting([laundered]))).toBe(true);
  });

  test('says nothing of more changes that are accepted, of another place, or where it passed', () => {
    expect(isSaid([finding([laundered], 'refuse')], sighting([laundered, other]))).toBe(false);
    expect(isSaid([{ ...finding([laundered], 'refuse'), place: 'token' }], sighting([laundered]))).toBe(false);
    expect(isSaid([finding([laundered], 'refuse', 'pass')], sighting([laundered]))).toBe(false);
  });

  test('explains another value of the same kind that crashes the server', () => {
    const iat = (text: string): Op => ({ op: 'claim-set', name: 'iat', value: { $: 'json-text', text } });
    expect(isSaid([finding([iat('NaN')], 'refuse', 'warn')], sighting([iat('0x7f')], 'crashed'))).toBe(true);
    expect(isSaid([finding([iat('NaN')], 'refuse', 'warn')], sighting([iat('0x7f')]))).toBe(false);
    const nbf: Op = { op: 'claim-set', name: 'nbf', value: { $: 'json-text', text: 'NaN' } };
    expect(isSaid([finding([iat('NaN')], 'refuse', 'warn')], sighting([nbf], 'crashed'))).toBe(false);
  });

  test('explains more changes that crash the server too, or are refused too', () => {
    expect(isSaid([finding([laundered], 'refuse', 'warn')], sighting([other, laundered], 'crashed'))).toBe(true);
    expect(isSaid([finding([other], 'accept', 'warn')], sighting([other, laundered], 'refused'))).toBe(true);
    expect(isSaid([finding([other], 'refuse', 'warn')], sighting([other], 'refused'))).toBe(false);
  });
});
