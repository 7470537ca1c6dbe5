import { describe, expect, test } from 'vitest';
import type { ExchangeEvent } from '../record/schema.ts';
import type { Check } from '../suite/checks.ts';
import type { FieldLine } from '../wire/types.ts';
import { createTally, type Watched } from './watch.ts';

const requirement = {
  id: 'R-1',
  role: 'as' as const,
  section: '',
  level: 'MUST NOT',
  summary: '',
  severity: 'fail' as const,
  base: 'fail' as const,
};

function watching(that: Check, over: 'all' | 'errors' = 'all'): Watched {
  const watch = {
    id: 'w',
    title: 'keeps it',
    requirements: ['R-1'],
    at: ['token' as const],
    over,
    that,
  };
  return { watch, place: 'token', requirements: [requirement] };
}

function seen(id: string, fields: readonly FieldLine[], body = '', status = 200): ExchangeEvent {
  const response = {
    status,
    fields: fields.map(([name, value]): [string, string] => [name, value]),
    body,
    bodyBytes: body.length,
  };
  return {
    type: 'exchange',
    id,
    target: 't',
    instance: 'i',
    purpose: 'tested',
    place: 'token',
    delta: [],
    outcome: { class: 'accepted', status: 200, text: '200' },
    transcript: {
      request: { method: 'POST', url: '', fields: [] },
      response,
      startedAt: '2026-01-01T00:00:00Z',
      totalMs: 0,
    },
  };
}

describe('a watch', () => {
  test('takes no breach from a masked answer that an earlier part of the run received', () => {
    const wanted = watching({ check: 'json-equals', member: 'a', value: 'one' });
    const tally = createTally(wanted);
    tally.look(seen('1', [], '{"a":"‹secret›"}'), 'lost');
    expect([tally.result().verdict, tally.basis()]).toEqual([
      'skip',
      {
        seen: 1,
        carried: [{ exchange: '1', expected: expect.any(String) as string, got: expect.any(String) as string }],
      },
    ]);
    tally.look(seen('2', [], '{"a":"two"}'), 'lost');
    tally.look(seen('3', [], '{"a":"one"}'), 'lost');
    expect([tally.result().verdict, tally.result().reason]).toEqual([
      'fail',
      expect.stringMatching(/^Broken in 1 of 2 answers/) as string,
    ]);
  });

  test('looks for no error of the protocol where the target asks for a pause', () => {
    const errors = watching({ check: 'error-json' }, 'errors');
    const tally = createTally(errors);
    tally.look({ ...seen('1', [], '', 429), outcome: { class: 'throttled', status: 429, text: '429' } });
    expect(tally.result().verdict).toBe('skip');
  });

  test('fails for a breach, and counts', () => {
    const tally = createTally(watching({ check: 'field-at-most-once', name: 'DPoP-Nonce' }));
    tally.look(
      seen('1', [
        ['DPoP-Nonce', 'a'],
        ['DPoP-Nonce', 'b'],
      ]),
    );
    tally.look(seen('2', [['DPoP-Nonce', 'a']]));
    const { verdict, reason } = tally.result();
    expect([verdict, reason.split('. ')[0]]).toEqual(['fail', 'Broken in 1 of 2 answers']);
  });

  const algs: Check = { check: 'json-array-of-algs', member: 'x' };
  const verdicts = (...bodies: readonly object[]): readonly unknown[] => {
    const tally = createTally(watching(algs));
    for (const [index, body] of bodies.entries()) tally.look(seen(String(index), [], JSON.stringify(body)));
    const { verdict, reason, assertions } = tally.result();
    return [verdict, reason.split('; got ')[1], assertions.map((assertion) => assertion.verdict)];
  };

  test('goes no further than the check does for the breach at hand', () => {
    expect(verdicts({ x: ['MADE-UP'] })).toEqual(['warn', 'not registered: ["MADE-UP"].', ['warn']]);
  });

  test('is judged by the worst breach, which is shown and kept however many milder ones came first', () => {
    const mild = Array.from({ length: 9 }, () => ({ x: ['MADE-UP'] }));
    expect(verdicts(...mild, { x: [] })).toEqual(['fail', '[].', ['warn', 'warn', 'warn', 'warn', 'fail']]);
  });
});
