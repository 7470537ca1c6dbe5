import { describe, expect, test } from 'vitest';
import { HarnessError } from '../errors.ts';
import { foldRecord } from './fold.ts';
import { type ExchangeEvent, recordVersion, type RunFinished, type RunRecord, type RunStarted } from './schema.ts';
import { mergedExchanges, mergedPreflights } from './merged-target.ts';
import { arrange, mergedStart } from './shards.ts';

type Sketch = {
  readonly shard: string;
  readonly started?: Partial<RunStarted>;
  readonly ended?: RunFinished['ended'] | 'killed';
  readonly digest?: string;
  readonly exchanges?: readonly ExchangeEvent[];
};

function exchange(id: string, ms: number, origin = 'https://as.example'): ExchangeEvent {
  return {
    type: 'exchange',
    id,
    target: 't',
    instance: `${id}@token`,
    purpose: 'tested',
    place: 'token',
    delta: [],
    outcome: { class: 'accepted', text: '200' },
    transcript: {
      request: { method: 'POST', url: `${origin}/token`, fields: [] },
      response: { status: 200, fields: [], body: '', bodyBytes: 0 },
      startedAt: new Date(Date.UTC(2026, 0, 1) + ms).toISOString(),
      totalMs: 10,
    },
  };
}

function recordOf({ shard, started = {}, ended = 'complete', digest = 'd', exchanges = [] }: Sketch): RunRecord {
  const start: RunStarted = {
    type: 'run-started',
    recordVersion,
    runId: `run-${shard}`,
    proofmark: '0',
    node: 'v24',
    startedAt: '2026-01-01T00:00:00.000Z',
    today: '2026-01-01',
    seed: 1,
    command: 'proofmark run t.yaml',
    profiles: [],
    strict: false,
    failOn: ['fail'],
    scope: { narrowed: [{ by: '--shard', to: [shard] }], slow: false },
    suiteDigest: 's',
    targets: [{ name: 't', descriptor: 't.yaml', digest: 'x', roles: ['as'] }],
    ...started,
  };
  const finished: RunFinished = {
    type: 'run-finished',
    finishedAt: '2026-01-01T00:00:01.000Z',
    ended: ended === 'killed' ? 'complete' : ended,
    exitCode: 0,
    tone: 'partial',
    counts: {},
    waived: 0,
    problems: [],
    scope: { ran: 0, of: 0, why: [] },
    targets: [],
    staleWaivers: [],
  };
  const selected = { count: 2, digest };
  return foldRecord([
    start,
    { type: 'preflight', target: 't', facts: [{ name: shard, value: 'x' }], obstacles: [], planned: 0, selected },
    ...exchanges,
    ...(ended === 'killed' ? [] : [finished]),
  ]);
}

function arranged(sketches: readonly Sketch[], isPartial = false): unknown {
  try {
    const all = arrange(
      sketches.map((sketch, index) => ({ file: `${index}`, record: recordOf(sketch) })),
      isPartial,
    );
    return [all.parts.map(({ file }) => file), all.missing];
  } catch (error) {
    if (error instanceof HarnessError) return `${error.code} ${error.message}`;
    throw error;
  }
}

describe('shards belong together', () => {
  test('in any order, each once', () => {
    expect(arranged([{ shard: '2/3' }, { shard: '3/3' }, { shard: '1/3' }])).toEqual([['2', '0', '1'], []]);
    expect(arranged([{ shard: '1/1' }])).toEqual([['0'], []]);
    expect(arranged([{ shard: '1/2' }, { shard: '2/2' }, { shard: '1/2' }])).toBe(
      'ERR_USAGE 0 and 2: both are shard 1/2; give each shard once',
    );
  });

  test('all of them, and whole, unless a part is asked for', () => {
    expect(arranged([{ shard: '3/4' }])).toBe('ERR_USAGE shards 1/4, 2/4, 4/4 are missing');
    expect(arranged([{ shard: '3/4' }], true)).toEqual([['0'], ['1/4', '2/4', '4/4']]);
    const cut: readonly Sketch[] = [{ shard: '1/2' }, { shard: '2/2', ended: 'killed' }];
    expect(arranged(cut)).toBe('ERR_USAGE 1: shard 2/2 did not come to its end');
    expect(arranged([{ shard: '1/2', ended: 'interrupted' }, { shard: '2/2' }])).toBe(
      'ERR_USAGE 0: shard 1/2 did not come to its end',
    );
    expect(arranged(cut, true)).toEqual([['0'], ['2/2']]);
    expect(arranged([{ shard: '1/2', ended: 'killed' }], true)).toBe(
      'ERR_USAGE no shard has come to its end: there is nothing to merge',
    );
  });

  test.each<readonly [string, Partial<RunStarted>]>([
    ['version of Proofmark (1 and not 0)', { proofmark: '1' }],
    ['catalogue or other suites (z and not s)', { suiteDigest: 'z' }],
    ['seed (2 and not 1)', { seed: 2 }],
    ['set of profiles (fapi2 and not none)', { profiles: ['fapi2'] }],
    ['weight of a broken SHOULD (--strict and not without --strict)', { strict: true }],
    ['gate (fail,warn and not fail)', { failOn: ['fail', 'warn'] }],
    [
      'choice of cases (--slow and not all cases)',
      { scope: { narrowed: [{ by: '--shard', to: ['2/2'] }], slow: true } },
    ],
    ['descriptor of the target "t"', { targets: [{ name: 't', descriptor: 't.yaml', digest: 'y', roles: ['as'] }] }],
    [
      'waiver file of the target "t"',
      {
        targets: [
          {
            name: 't',
            descriptor: 't.yaml',
            digest: 'x',
            roles: ['as'],
            waivers: [{ case: 'c', verdict: 'fail', reason: 'known since long' }],
          },
        ],
      },
    ],
  ])('and not with another %s', (difference, started) => {
    expect(arranged([{ shard: '1/2' }, { shard: '2/2', started }])).toBe(
      `ERR_USAGE 1: is no shard of the run of 0: it has another ${difference}`,
    );
  });

  test('of targets that offered the same', () => {
    expect(arranged([{ shard: '1/2' }, { shard: '2/2', digest: 'e' }])).toContain('it offered something else');
  });
});

test('the whole run begins with the first of its shards, on the last of their days', () => {
  const late = { startedAt: '2026-01-02T00:00:00.000Z', today: '2026-01-02' };
  const parts = ['1/3', '2/3'].map((shard, index) => ({
    file: shard,
    record: recordOf({ shard, started: index === 0 ? late : {} }),
  }));
  const { startedAt, today, runId, scope } = mergedStart(arrange(parts, true), { runId: 'm', command: 'c' });
  expect({ startedAt, today, runId, scope }).toEqual({
    startedAt: '2026-01-01T00:00:00.000Z',
    today: '2026-01-02',
    runId: 'm',
    scope: { narrowed: [{ by: '--shard', to: ['1/3', '2/3'] }], slow: false },
  });
});

describe('exchanges of shards', () => {
  const order = (one: readonly ExchangeEvent[], other: readonly ExchangeEvent[]): string => {
    const records = [recordOf({ shard: '1/2', exchanges: one }), recordOf({ shard: '2/2', exchanges: other })];
    return [...mergedExchanges(records, 't', 'cases')].map(({ id }) => id).join(' ');
  };

  test('that went to one server at the same time stand in the order of their ends', () => {
    expect(order([exchange('a', 0), exchange('b', 20)], [exchange('x', 5), exchange('y', 30)])).toBe('a x b y');
  });

  test('that went to servers of their own, or one after the other, stay together', () => {
    const elsewhere = 'https://other.example';
    expect(order([exchange('a', 0), exchange('b', 20)], [exchange('x', 5, elsewhere)])).toBe('a b x');
    expect(order([exchange('a', 100), exchange('b', 120)], [exchange('x', 0), exchange('y', 10)])).toBe('a b x y');
  });
});

test('the preflights of shards are one, with the facts and the obstacles of all', () => {
  const records = ['1/2', '2/2'].map((shard) => recordOf({ shard }));
  expect(mergedPreflights(records, 't')).toEqual([
    {
      type: 'preflight',
      target: 't',
      facts: [
        { name: '1/2', value: 'x' },
        { name: '2/2', value: 'x' },
      ],
      obstacles: [],
      planned: 0,
      selected: { count: 2, digest: 'd' },
    },
  ]);
});
