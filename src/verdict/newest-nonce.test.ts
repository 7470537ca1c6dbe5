import { describe, expect, test } from 'vitest';
import type { ExchangeEvent } from '../record/schema.ts';
import { createNewestNonces } from './newest-nonce.ts';

type Seen = {
  /** Milliseconds since the first one. */
  readonly at: number;
  readonly ms?: number;
  readonly used?: string;
  readonly given?: string;
  readonly challenged?: boolean;
  readonly instance?: string;
  readonly place?: 'resource' | 'token';
  readonly key?: string;
  readonly delta?: string[];
};

const began = Date.parse('2026-01-01T00:00:00Z');
let count = 0;

function seen({ at, ms = 5, used, given, challenged = false, instance = 'a@resource', ...rest }: Seen): ExchangeEvent {
  const { place = 'resource', key = 'k', delta = [] } = rest;
  count += 1;
  const answered: [string, string][] = given === undefined ? [] : [['DPoP-Nonce', given]];
  return {
    type: 'exchange',
    id: String(count),
    target: 't',
    instance,
    purpose: 'control-before',
    place,
    delta,
    proof: { text: '', header: { jwk: { x: key } }, payload: used === undefined ? {} : { nonce: used } },
    outcome: challenged ? { class: 'challenged', text: '401' } : { class: 'accepted', text: '200' },
    transcript: {
      request: { method: 'GET', url: `https://${place}.example/`, fields: [] },
      response: { status: challenged ? 401 : 200, fields: answered, body: '', bodyBytes: 0 },
      startedAt: new Date(began + at).toISOString(),
      totalMs: ms,
    },
  };
}

function concluded(events: readonly Seen[]): readonly unknown[] {
  const nonces = createNewestNonces('resource');
  for (const event of events) nonces.look(seen(event));
  const { ok, got, atMost } = nonces.result();
  return [ok, got.split(',')[0], atMost];
}

/** A demand, and the request sent again with what it supplied: so often refused. */
const refusals = (times: number): Seen[] =>
  Array.from({ length: times }, (_, at) => [
    { at: 100 * at, given: `n${at}`, challenged: true },
    { at: 100 * at + 10, used: `n${at}`, challenged: true },
  ]).flat();
const good: readonly Seen[] = [
  { at: 5000, given: 'good', challenged: true },
  { at: 5010, used: 'good' },
];

describe('the nonce that was just supplied', () => {
  test('always refused is a breach', () => {
    expect(concluded(refusals(3))).toEqual([false, 'refused 3 times of 3', undefined]);
  });

  test('refused now and then is a breach of less weight', () => {
    expect(concluded([...refusals(3), ...good])).toEqual([false, 'refused 3 times of 4', 'warn']);
  });

  test('refused twice may be chance', () => {
    expect(concluded([...refusals(2), ...good])).toEqual([true, 'refused 2 times of 3', undefined]);
  });

  test('never used at once shows nothing', () => {
    expect(concluded([{ at: 0, given: 'n', challenged: true }])[0]).toBe(undefined);
  });

  const chain = (times: number, between: (at: number) => readonly Seen[]): Seen[] =>
    Array.from({ length: times }, (_, at): Seen[] => [
      { at: 100 * at, given: `n${at}`, challenged: true },
      ...between(100 * at),
      { at: 100 * at + 10, used: `n${at}`, challenged: true },
    ]).flat();

  test.each<[string, (at: number) => readonly Seen[]]>([
    ['replaced by another answer', (at) => [{ at: at + 6, ms: 2, given: 'other', instance: 'b@resource' }]],
    ['used up by another request', (at) => [{ at: at + 6, ms: 2, used: `n${at / 100}`, instance: 'b@resource' }]],
  ])('is not judged where it may have been %s', (_, between) => {
    expect(concluded([...chain(3, between), ...good])).toEqual([true, 'refused 0 times of 1', undefined]);
  });

  test('is not judged where the answer that may have replaced it came later', () => {
    const late = refusals(3).flatMap((one): Seen[] =>
      one.used === undefined ? [one] : [one, { at: one.at, ms: 50, given: 'other', instance: 'b@resource' }],
    );
    expect(concluded([...late, ...good])).toEqual([true, 'refused 0 times of 1', undefined]);
  });

  test('is judged beside requests to the other server, and those that carry and bring no nonce', () => {
    const beside = chain(3, (at) => [
      { at: at + 6, ms: 2, given: 'other', instance: 'b@token', place: 'token' },
      { at: at + 7, ms: 1, instance: 'b@resource' },
    ]);
    expect(concluded([...beside, ...good])).toEqual([false, 'refused 3 times of 4', 'warn']);
  });

  test.each<[string, Partial<Seen>]>([
    ['is sent by another key', { key: 'other' }],
    ['is sent by another case', { instance: 'b@resource' }],
    ['is sent with a fault', { delta: ['header typ is left out'] }],
  ])('is not judged where it %s', (_, change) => {
    const others = refusals(3).map((one) => (one.used === undefined ? one : { ...one, ...change }));
    expect(concluded([...others, ...good])).toEqual([true, 'refused 0 times of 1', undefined]);
  });

  test('is not judged where it has waited', () => {
    const late = refusals(3).map((one, index) => ({ ...one, at: 10_000 * index }));
    expect(concluded([...late, { at: 90_000, given: 'g', challenged: true }, { at: 90_010, used: 'g' }])).toEqual([
      true,
      'refused 0 times of 1',
      undefined,
    ]);
  });
});
