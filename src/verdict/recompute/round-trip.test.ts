import { describe, expect, test } from 'vitest';
import type { Finding, RecordEvent, RunRecord } from '../../record/schema.ts';
import type { Case, ExchangeSpec, Watch } from '../../suite/schema.ts';
import type { Attempt } from '../attempts.ts';
import { firstInconsistency } from '../consistency.ts';
import { inapplicable, type Judgement, lostMeanwhile, notRun } from '../judgement.ts';
import { confirmed, isOnceOnly, triedAgain } from '../steadiness.ts';
import { answered, jwt } from '../verdict.fixture.ts';
import { createTally, watchVerdict } from '../watch.ts';
import {
  accepted,
  caseFinding,
  caseOf,
  challenged,
  crashed,
  findingOf,
  graded,
  recorder,
  type Recorder,
  recordOf,
  refused,
  step,
} from './record.fixture.ts';

const refusal: ExchangeSpec = { delta: [], expect: 'refuse' };
const lawful: ExchangeSpec = { delta: [], expect: 'accept' };

/** The verdict of the only finding, and whether the record bears it out. */
function shown(record: RunRecord): readonly unknown[] {
  const [finding] = record.findings;
  return [finding?.verdict, firstInconsistency(record)];
}

function ofCase(
  item: Case,
  attempts: (at: Recorder) => readonly Attempt[],
  change: Parameters<typeof caseFinding>[3] = {},
): readonly unknown[] {
  const at = recorder();
  const finding = caseFinding(at, item, attempts(at), change);
  return shown(recordOf([...at.events, finding]));
}

const once = (
  spec: ExchangeSpec,
  ...rest: Parameters<typeof step> extends [unknown, unknown, ...infer R] ? R : never
) => {
  return (at: Recorder): readonly Attempt[] => [{ steps: [step(at, spec, ...rest)] }];
};

describe('a record bears out the verdict of a case', () => {
  test.each<readonly [string, ExchangeSpec, Parameters<typeof step>[2], Finding['verdict']]>([
    ['refused as it must be', refusal, refused, 'pass'],
    ['accepted, and to be refused', refusal, accepted, 'fail'],
    ['that crashed the server', refusal, crashed, 'warn'],
    ['that was only observed', { ...refusal, expect: 'observe' }, refused, 'note'],
    ['challenged as it must be', { ...refusal, expect: 'challenge' }, challenged, 'pass'],
    ['without an answer', refusal, undefined, 'error'],
    ['accepted as it must be', lawful, accepted, 'pass'],
  ])('%s', (_, spec, response, verdict) => {
    expect(ofCase(caseOf([spec]), once(spec, response))).toEqual([verdict, undefined]);
  });

  test('whose control was refused', () => {
    expect(ofCase(caseOf([refusal]), once(refusal, refused, { after: crashed }))).toEqual(['blocked', undefined]);
  });

  test('that got no answer, time and again', () => {
    expect(ofCase(caseOf([refusal]), once(refusal, undefined, { repeated: 3 }))).toEqual(['warn', undefined]);
  });

  test('that got no answer, since the process ended each time', () => {
    const died = (restarts: number) => ofCase(caseOf([refusal]), once(refusal, undefined, { repeated: 3, restarts }));
    expect([died(3)[0], died(2)[0]]).toEqual(['fail', 'warn']);
  });

  test('lawful, refused each time; and refused once only', () => {
    const item = caseOf([lawful]);
    const again = (...responses: readonly (typeof accepted)[]) => {
      return (at: Recorder) => responses.map((response): Attempt => ({ steps: [step(at, lawful, response)] }));
    };
    expect(ofCase(item, again(refused, refused, refused))).toEqual(['fail', undefined]);
    expect(ofCase(item, again(refused, accepted))).toEqual(['warn', undefined]);
  });

  test('that does not fit the target, whose premise does not hold, or that was stopped', () => {
    const plan: Attempt = { steps: [], spoilt: { by: 'inapplicable', reason: 'no second key', step: {} } };
    expect(ofCase(caseOf([refusal]), () => [plan])).toEqual(['skip', undefined]);
    const spec: ExchangeSpec = { ...refusal, premise: 'the server checks it' };
    const premise = (at: Recorder): readonly Attempt[] => [
      { steps: [step(at, spec, accepted)], spoilt: { by: 'inapplicable', reason: 'the server checks it (200)' } },
    ];
    expect(ofCase(caseOf([spec, refusal]), premise)).toEqual(['skip', undefined]);
    const stopped: Attempt = { steps: [], spoilt: { by: 'stopped', reason: 'no token', step: {} } };
    expect(ofCase(caseOf([refusal]), () => [stopped, stopped, stopped])).toEqual(['blocked', undefined]);
  });

  test('that was found not to apply by its control, or only after its request was answered', () => {
    const spec: ExchangeSpec = { ...refusal, with: [{ op: 'method', value: 'PUT' }] };
    const byControl = (at: Recorder): readonly Attempt[] => [
      {
        steps: [],
        spoilt: {
          by: 'inapplicable',
          reason: 'the resource answers 405 to PUT',
          step: { before: at.send('control-before', answered(405)) },
        },
      },
    ];
    expect(ofCase(caseOf([spec]), byControl)).toEqual(['skip', undefined]);
    const tooLate = (at: Recorder): readonly Attempt[] => {
      const step = { before: at.send('control-before', accepted), tested: at.send('tested', accepted) };
      return [{ steps: [], spoilt: { by: 'inapplicable', reason: 'no other key', step } }];
    };
    expect(ofCase(caseOf([refusal]), tooLate)).toEqual(['blocked', undefined]);
  });

  test('that was given up, or that left the server dead each time', () => {
    const silent =
      (died: boolean) =>
      (at: Recorder): Attempt => ({
        steps: [step(at, refusal, refused, { after: undefined })],
        silent: { hung: false, died },
      });
    const gaveUp = { gaveUp: true };
    expect(ofCase(caseOf([refusal]), (at) => [silent(false)(at)], gaveUp)).toEqual(['blocked', undefined]);
    const thrice = (at: Recorder): readonly Attempt[] => [silent(true)(at), silent(true)(at), silent(true)(at)];
    expect(ofCase(caseOf([refusal]), thrice)).toEqual(['warn', undefined]);
  });

  test('sent many times at one moment', () => {
    const spec: ExchangeSpec = { delta: [], expect: 'once', burst: { times: 2, rounds: 1, same: 'proof' } };
    const burst = (...responses: readonly (typeof accepted)[]) => {
      return (at: Recorder): readonly Attempt[] => {
        const before = at.send('control-before', accepted);
        const shots = responses.map((response) => at.send('tested', response));
        const [first = before] = shots;
        const tested = { ...first, burst: { times: 2, rounds: [shots.map(({ id, outcome }) => ({ id, outcome }))] } };
        return [{ steps: [{ spec, tested, before, after: at.send('control-after', accepted), repeated: 1 }] }];
      };
    };
    expect(ofCase(caseOf([spec]), burst(accepted, refused))).toEqual(['pass', undefined]);
    expect(ofCase(caseOf([spec]), burst(accepted, accepted))).toEqual(['fail', undefined]);
  });
});

describe('a record bears out checks', () => {
  const withCheck = (that: NonNullable<ExchangeSpec['checks']>[number]['that']): ExchangeSpec => ({
    ...lawful,
    checks: [{ requirement: 'R-1', that }],
  });

  test('of what stands in the answer', () => {
    const spec = withCheck({ check: 'token-type', is: 'exactly-DPoP' });
    const bearer = answered(200, [], { access_token: 'opaque', token_type: 'Bearer' });
    expect(ofCase(caseOf([spec]), once(spec, accepted))).toEqual(['pass', undefined]);
    expect(ofCase(caseOf([spec]), once(spec, bearer))).toEqual(['fail', undefined]);
  });

  test('of what is known beside it', () => {
    const spec = withCheck({ check: 'answered-in-time' });
    const slow = { known: { took: { ms: 1, usualMs: 1 } } };
    expect(ofCase(caseOf([spec]), once(spec, accepted, slow))).toEqual(['pass', undefined]);
    const rotated = withCheck({ check: 'refresh-token-kept' });
    const renewed = answered(200, [], { access_token: 'opaque', refresh_token: 'two' });
    const sent = { known: { refreshToken: 'one' } };
    expect(ofCase(caseOf([rotated]), once(rotated, renewed, sent))).toEqual(['fail', undefined]);
  });

  test('of what it masks, whose results it carries', () => {
    const spec = withCheck({ check: 'json-equals', member: 'secret', value: 'one' });
    const mask = (text: string): string => text.replaceAll('"two"', '"‹secret›"');
    const keeping = {
      text: mask,
      quote: mask,
      response: (response: typeof accepted) => ({ ...response, body: mask(response.body) }),
    };
    const at = recorder();
    const live = answered(200, [], { access_token: 'opaque', secret: 'two' });
    const { tested, ...rest } = step(at, spec, keeping.response(live));
    const answer = { place: 'token' as const, method: 'POST', response: live, outcome: tested.outcome };
    const finding = caseFinding(at, caseOf([spec]), [{ steps: [{ ...rest, tested: { ...tested, answer } }] }], {
      keeping,
    });
    expect(shown(recordOf([...at.events, finding]))).toEqual(['fail', undefined]);
  });

  test('of the key that an access token is bound to', () => {
    const spec = withCheck({ check: 'cnf-jkt', is: 'proof-key' });
    const jkt = 'a'.repeat(43);
    const live = answered(200, [], { access_token: jwt({ cnf: { jkt } }), token_type: 'DPoP' });
    const kept = answered(200, [], { access_token: '‹access_token›', token_type: 'DPoP' });
    const same = (text: string): string => text;
    const keeping = { text: same, quote: same, response: () => kept };
    for (const [proofJkt, verdict] of [
      [jkt, 'pass'],
      ['b'.repeat(43), 'fail'],
    ] as const) {
      const at = recorder();
      const before = at.send('control-before', accepted);
      const seen = at.send('tested', kept, { binding: { jkt } });
      const answer = { place: 'token' as const, method: 'POST', response: live, outcome: seen.outcome, proofJkt };
      const steps = [{ spec, tested: { ...seen, answer }, before, repeated: 1 }];
      const finding = caseFinding(at, caseOf([spec]), [{ steps }], { keeping });
      expect(JSON.stringify(finding.basis)).not.toContain('carried');
      expect(shown(recordOf([...at.events, finding]))).toEqual([verdict, undefined]);
    }
  });
});

test('a record bears out that nothing was sent, for whatever reason', () => {
  const item = caseOf([refusal]);
  const bare = (judgement: Judgement, basis: Finding['basis']): readonly unknown[] =>
    shown(recordOf([findingOf(recorder(), item, judgement, { basis })]));
  expect(bare(inapplicable('no nonces'), { by: 'inapplicable', why: 'no nonces' })).toEqual(['skip', undefined]);
  expect(bare(notRun('no token'), { by: 'blocked', why: 'no token' })).toEqual(['blocked', undefined]);
});

describe('a record bears out a watch', () => {
  const watch: Watch = {
    id: 'w',
    title: 'keeps it',
    requirements: ['R-1'],
    at: ['token'],
    over: 'all',
    that: { check: 'status', in: [200] },
  };
  const watched = { watch, place: 'token' as const, requirements: [graded()] };
  const watching = (
    that: Watch['that'],
    responses: readonly (typeof accepted)[],
    blocked?: string,
  ): readonly unknown[] => {
    const at = recorder();
    const tally = createTally({ ...watched, watch: { ...watch, that } });
    for (const response of responses) at.send('setup', response);
    for (const event of at.events) if (event.type === 'exchange') tally.look(event, event.transcript.response);
    const basis = { by: 'watch' as const, ...tally.basis(), ...(blocked === undefined ? {} : { blocked }) };
    const finding = findingOf(at, { ...watch, that }, watchVerdict(tally.result(), blocked), { basis });
    return shown(recordOf([...at.events, finding, ...recorder().events]));
  };
  const status: Watch['that'] = { check: 'status', in: [200] };

  test('kept, broken, never seen, and seen too little of', () => {
    expect(watching(status, [accepted, accepted])).toEqual(['pass', undefined]);
    expect(watching(status, [accepted, refused])).toEqual(['fail', undefined]);
    expect(watching(status, [])).toEqual(['skip', undefined]);
    expect(watching(status, [accepted], 'the target is gone')).toEqual(['blocked', undefined]);
  });

  test('over all nonces', () => {
    const nonces = ['1', '2', '3', '4'].map((nonce) => answered(200, [['DPoP-Nonce', nonce]]));
    expect(watching({ check: 'nonces-unpredictable' }, nonces)).toEqual(['fail', undefined]);
  });

  test('over what it masks', () => {
    const at = recorder();
    const that = { check: 'json-equals', member: 'secret', value: 'one' } as const;
    const tally = createTally({ ...watched, watch: { ...watch, that } });
    at.send('setup', answered(200, [], { secret: '‹secret›' }));
    const [event] = at.events;
    if (event?.type === 'exchange') tally.look(event, answered(200, [], { secret: 'one' }));
    const basis = { by: 'watch' as const, ...tally.basis() };
    const finding = findingOf(at, { ...watch, that }, tally.result(), { basis });
    expect(shown(recordOf([...at.events, finding]))).toEqual(['pass', undefined]);
  });
});

describe('a record bears out what fuzzing found', () => {
  const item = caseOf([refusal]);
  const origin = { phase: 'singles', seed: 1, index: 1 };
  const fixedId = caseOf([{ ...refusal, delta: [{ op: 'claim-set', name: 'jti', value: '' }] }]);

  function tried(
    by: 'confirmation' | 'retry',
    responses: readonly (typeof accepted)[],
    plan = item,
  ): readonly unknown[] {
    const at = recorder();
    const [spec = refusal] = plan.exchanges;
    const results = responses.map((response) => {
      const { attribution, ...rest } = caseFinding(at, plan, [{ steps: [step(at, spec, response)] }]);
      return { ...rest, ...(attribution === undefined ? {} : { attribution }) };
    });
    const sum = by === 'retry' ? triedAgain : confirmed;
    const { judgement, seen, of } = sum(results, isOnceOnly(plan));
    const tries = results.flatMap(({ basis }) => (basis.by === 'case' ? [{ attempts: basis.attempts }] : []));
    const finding = findingOf(at, plan, judgement, { basis: { by, tries }, fuzz: { ...origin, seen, of } });
    return [...shown(recordOf([...at.events, finding])), `${seen}/${of}`];
  }

  test('and confirmed: each time, now and then, never, or once only', () => {
    expect(tried('confirmation', [accepted, accepted, accepted])).toEqual(['fail', undefined, '3/3']);
    expect(tried('confirmation', [accepted, refused, accepted])).toEqual(['warn', undefined, '2/3']);
    expect(tried('confirmation', [refused, refused, refused])).toEqual(['note', undefined, '0/3']);
    expect(tried('confirmation', [accepted], fixedId)).toEqual(['fail', undefined, '1/1']);
    expect(tried('confirmation', [])).toEqual(['warn', undefined, '0/0']);
  });

  test('and that was tried again: fixed, still there, unstable, not to be judged', () => {
    expect(tried('retry', [refused, refused, refused])).toEqual(['pass', undefined, '0/3']);
    expect(tried('retry', [accepted, accepted, accepted])).toEqual(['fail', undefined, '3/3']);
    expect(tried('retry', [accepted, refused, accepted])).toEqual(['warn', undefined, '2/3']);
    expect(tried('retry', [refused], fixedId)).toEqual(['skip', undefined, '0/0']);
    expect(tried('retry', [])).toEqual(['error', undefined, '0/0']);
  });

  test('when the target was lost', () => {
    const finding = findingOf(recorder(), item, lostMeanwhile(2), {
      basis: { by: 'loss', others: 2 },
      fuzz: { ...origin, seen: 0, of: 0 },
    });
    expect(shown(recordOf([finding]))).toEqual(['blocked', undefined]);
  });
});

describe('a record bears out the policy of its run', () => {
  const at = recorder();
  const steps = [step(at, refusal, accepted)];
  const events = (change: Partial<Finding>, item = caseOf([refusal])): readonly RecordEvent[] => [
    ...at.events,
    caseFinding(at, item, [{ steps }], change),
  ];

  test('strict, by a profile, by a claim', () => {
    const should = graded('R-1', { level: 'SHOULD', base: 'warn' });
    expect(shown(recordOf(events({ requirements: [should] }), { started: { strict: true } }))).toEqual([
      'fail',
      undefined,
    ]);
    const by = { profile: 'p', severity: 'warn' as const, source: 'p 1' };
    const softened = graded('R-1', { severity: 'warn', by });
    expect(shown(recordOf(events({ requirements: [softened] }), { started: { profiles: ['p'] } }))).toEqual([
      'warn',
      undefined,
    ]);
    const item = caseOf([refusal], {
      requirements: ['R-1', 'R-2'],
      whereClaimed: { claim: 'replay-detection', requirement: 'R-2' },
    });
    const requirements = [graded('R-2'), graded('R-1')];
    expect(shown(recordOf(events({ requirements }, item), { target: { claims: ['replay-detection'] } }))).toEqual([
      'fail',
      undefined,
    ]);
    expect(shown(recordOf(events({ requirements }, item)))[1]).toMatchObject({ where: 't/c@token' });
  });

  test('with waivers that hold, and that are stale', () => {
    const waiver = { case: 'c', verdict: 'fail' as const, reason: 'until the summer' };
    const waived = recordOf(events({}), { target: { waivers: [waiver] } });
    expect([...shown(waived), waived.finished?.exitCode, waived.finished?.waived]).toEqual(['fail', undefined, 0, 1]);
    const expired = recordOf(events({}), { target: { waivers: [{ ...waiver, expires: '2025-12-31' }] } });
    expect([...shown(expired), expired.finished?.exitCode]).toEqual(['fail', undefined, 1]);
    expect(expired.finished?.staleWaivers).toHaveLength(1);
  });

  test('with obstacles, with an end before the last case, and without an end', () => {
    const obstacles = [{ severity: 'error' as const, message: 'no token' }];
    const preflight = recordOf([], { preflight: { obstacles } });
    expect([firstInconsistency(preflight), preflight.finished?.exitCode]).toEqual([undefined, 3]);
    const cut = recordOf(events({}), { ended: 'interrupted', preflight: { planned: 9 } });
    expect([firstInconsistency(cut), cut.finished?.exitCode]).toEqual([undefined, 130]);
    const { finished: _finished, ...killed } = recordOf(events({}));
    expect(firstInconsistency(killed)).toBeUndefined();
  });
});
