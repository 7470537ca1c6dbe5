import { describe, expect, test } from 'vitest';
import type { ExchangeEvent } from '../record/schema.ts';
import type { Check } from '../suite/checks.ts';
import type { FieldLine } from '../wire/types.ts';
import type { WatchedExchange } from '../bench/bench.ts';
import type { Instance } from './select.ts';
import { createWatcher } from './watches.ts';

const requirement = {
  id: 'R-1',
  role: 'as' as const,
  section: '',
  level: 'MUST NOT',
  summary: '',
  severity: 'fail' as const,
};

function watching(that: Check, over: 'all' | 'errors' = 'all'): Instance & { kind: 'watch' } {
  const watch = {
    id: 'w',
    title: 'keeps it',
    requirements: ['R-1'],
    at: ['token' as const],
    over,
    that,
  };
  const suite = { id: 's', title: '', section: '', cases: [], watches: [watch] };
  return { kind: 'watch', id: 'w@token', index: 0, suite, place: 'token', requirements: [requirement], watch };
}

function seen(id: string, fields: readonly FieldLine[], body = ''): readonly [ExchangeEvent, WatchedExchange] {
  const event: ExchangeEvent = {
    type: 'exchange',
    id,
    target: 't',
    instance: 'i',
    purpose: 'tested',
    delta: [],
    outcome: { class: 'accepted', status: 200, text: '200' },
    transcript: { request: { method: 'POST', url: '', fields: [] }, startedAt: '2026-01-01T00:00:00Z', totalMs: 0 },
  };
  const response = { status: 200, fields, body, bodyBytes: body.length };
  return [event, { place: 'token', method: 'POST', response, sentProof: true, sentToken: false }];
}

describe('a watch', () => {
  test('looks for no error of the protocol where the target asks for a pause', () => {
    const errors = watching({ check: 'error-json' }, 'errors');
    const watcher = createWatcher(errors);
    const [event, exchange] = seen('1', []);
    const response = { ...exchange.response, status: 429 };
    watcher.look({ ...event, outcome: { class: 'throttled', status: 429, text: '429' } }, { ...exchange, response });
    expect(watcher.result().verdict).toBe('skip');
  });

  test('fails for a breach, and counts', () => {
    const watcher = createWatcher(watching({ check: 'field-at-most-once', name: 'DPoP-Nonce' }));
    watcher.look(
      ...seen('1', [
        ['DPoP-Nonce', 'a'],
        ['DPoP-Nonce', 'b'],
      ]),
    );
    watcher.look(...seen('2', [['DPoP-Nonce', 'a']]));
    const { verdict, reason } = watcher.result();
    expect([verdict, reason.split('. ')[0]]).toEqual(['fail', 'Broken in 1 of 2 answers']);
  });

  const algs: Check = { check: 'json-array-of-algs', member: 'x' };
  const verdicts = (...bodies: readonly object[]): readonly unknown[] => {
    const watcher = createWatcher(watching(algs));
    for (const [index, body] of bodies.entries()) watcher.look(...seen(String(index), [], JSON.stringify(body)));
    const { verdict, reason, assertions } = watcher.result();
    return [verdict, reason.split('; got ')[1], assertions.map((assertion) => assertion.verdict)];
  };

  test('goes no further than the check does for the breach at hand', () => {
    expect(verdicts({ x: ['MADE-UP'] })).toEqual(['warn', 'not registered: ["MADE-UP"].', ['warn']]);
  });

  test('is judged by the worst breach, which is told and kept however many milder ones came first', () => {
    const mild = Array.from({ length: 9 }, () => ({ x: ['MADE-UP'] }));
    expect(verdicts(...mild, { x: [] })).toEqual(['fail', '[].', ['warn', 'warn', 'warn', 'warn', 'fail']]);
  });
});
