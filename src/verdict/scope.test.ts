import { describe, expect, test } from 'vitest';
import type { Finding, FuzzSummary, Preflight, RecordEvent } from '../record/schema.ts';
import type { ExchangeSpec } from '../suite/schema.ts';
import { conclude } from './conclude.ts';
import {
  accepted,
  caseFinding,
  caseOf,
  findingOf,
  recorder,
  recordOf,
  refused,
  step,
} from './recompute/record.fixture.ts';
import { notRun } from './judgement.ts';
import { isWhole } from './scope.ts';

const fuzz: FuzzSummary = {
  type: 'fuzz',
  target: 't',
  seed: 1,
  places: [],
  plans: { agrees: 1, either: 0, surprise: 0, unjudged: 0 },
  requests: 1,
  findings: 0,
  stopped: 'all plans were tried',
};

/** A case that passed. */
function passed(id: string, events: RecordEvent[] = []): readonly RecordEvent[] {
  const at = recorder(id, events);
  const item = caseOf([{ delta: [], expect: 'refuse' }], { id });
  events.push(caseFinding(at, item, [{ steps: [step(at, { delta: [], expect: 'refuse' }, refused)] }]));
  return events;
}

/** A case for which nothing was sent. */
function closed(id: string, why = 'no token', more: Partial<Finding> = {}): RecordEvent {
  const item = caseOf([{ delta: [], expect: 'refuse' }], { id });
  return findingOf(recorder(id), item, notRun(why), { basis: { by: 'blocked', why }, ...more });
}

const asked = (...narrowed: { by: string; to?: string[] }[]) => ({ scope: { narrowed, slow: false } });

type More = Parameters<typeof recordOf>[1];

function ended(events: readonly RecordEvent[], more: More) {
  const { finished } = recordOf(events, more);
  const { ran, of, why } = finished?.scope ?? {};
  return [finished?.tone, `${ran} of ${of}`, ...(why ?? [])];
}

describe('the scope of a run', () => {
  test('is whole where all that applies was run, and fuzzed to the end', () => {
    expect(ended(passed('a'), { fuzz })).toEqual(['good', '1 of 1']);
  });

  test.each<readonly [string, More, readonly string[]]>([
    ['a case', { started: asked({ by: '--case', to: ['a', 'b'] }), preflight: { of: 9 }, fuzz }, ['--case a,b']],
    ['--no-fuzz', { started: asked({ by: '--no-fuzz' }) }, ['--no-fuzz']],
    ['fuzzing that never ran', {}, ['no fuzzing']],
    [
      'a spent budget of fuzzing',
      { fuzz: { ...fuzz, cut: true, stopped: '9 requests were sent' } },
      ['fuzzing ended early: 9 requests were sent'],
    ],
    [
      'a place that the descriptor leaves out',
      { fuzz, preflight: { of: 40, withheld: ['par'] } },
      ['the descriptor leaves out par (claims.par: false)'],
    ],
    ['more cases than were asked for', { fuzz, preflight: { of: 5 } }, ['4 cases were left out']],
  ])('is partial by %s, and says so', (_, more, why) => {
    const [tone, , ...reasons] = ended(passed('a'), more);
    expect([tone, ...reasons]).toEqual(['partial', ...why]);
  });

  test('counts what was run: not what an interruption left, nor what nothing was sent for', () => {
    expect(ended(passed('a'), { fuzz, preflight: { planned: 5, of: 5 }, ended: 'interrupted' })).toEqual([
      'unsure',
      '1 of 5',
      '4 of the cases that were asked for did not run, or not to their end',
    ]);
    expect(ended([...passed('a'), closed('b')], { fuzz })).toEqual([
      'unsure',
      '1 of 2',
      '1 of the cases that were asked for did not run, or not to their end',
    ]);
  });

  test('names a spent budget of requests', () => {
    const why = 'the budget of 9 requests is spent (limits.maxRequests)';
    expect(ended([...passed('a'), closed('b', why), closed('c', why)], { fuzz })).toEqual([
      'unsure',
      '1 of 3',
      why,
      '2 of the cases that were asked for did not run, or not to their end',
    ]);
  });

  test('is whole where somebody answers for what could not be judged', () => {
    const waivers = [{ case: 'b', verdict: 'blocked' as const, reason: 'the test system throttles' }];
    expect(ended([...passed('a'), closed('b')], { fuzz, target: { waivers } })).toEqual(['good', '2 of 2']);
  });

  test('is partial where one target of several was never reached', () => {
    const record = recordOf(passed('a'), { fuzz });
    const [target] = record.started.targets;
    if (target === undefined) throw new Error('the fixture has a target');
    const second = { ...target, name: 'second' };
    const { scope, targets } = conclude(
      { ...record, started: { ...record.started, targets: [target, second] } },
      'complete',
    );
    expect(scope).toEqual({ ran: 1, of: 1, why: ['second: no case was tried'] });
    expect(targets.map((one) => [one.name, one.tone, isWhole(one.scope)])).toEqual([
      ['t', 'good', true],
      ['second', 'unsure', false],
    ]);
  });

  test('leaves a breach a breach', () => {
    const at = recorder('a');
    const spec: ExchangeSpec = { delta: [], expect: 'refuse' };
    const finding = caseFinding(at, caseOf([spec], { id: 'a' }), [{ steps: [step(at, spec, accepted)] }]);
    expect(ended([...at.events, finding], { started: asked({ by: '--level', to: ['MUST'] }) })).toEqual([
      'bad',
      '1 of 1',
      '--level MUST',
    ]);
  });

  test('does not ask for fuzzing where only measuring was asked for', () => {
    const preflight: Partial<Preflight> = { planned: 0, of: 0 };
    expect(ended([], { started: { measuresOnly: true, ...asked({ by: 'measurements only' }) }, preflight })).toEqual([
      'unsure',
      '0 of 0',
      'measurements only',
    ]);
  });
});
