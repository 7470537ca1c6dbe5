import { describe, expect, test } from 'vitest';
import type { Outcome, Verdict } from '../record/schema.ts';
import type { Case, ExchangeSpec, RequiredCheck } from '../suite/schema.ts';
import type { WireResponse } from '../wire/types.ts';
import { judgeCase } from './finding.ts';
import type { JudgedStep } from './judge-step.ts';
import type { Judgement } from './judgement.ts';
import type { GradedRequirement } from './policy.ts';
import { answered, answerOf, outcome } from './verdict.fixture.ts';

type Severity = GradedRequirement['severity'];
const row = (severity: Severity, id = 'R-1'): GradedRequirement => ({
  id,
  role: 'as',
  section: '',
  level: 'MUST',
  summary: '',
  severity,
  base: severity,
});

const accepted = outcome('accepted', 200);
const refused = outcome('refused', 400, 'invalid_dpop_proof');
const challenged = outcome('challenged', 400, 'use_dpop_nonce');
const crashed = outcome('crashed', 500);
const throttled = outcome('throttled', 429);
const unclear = outcome('unclear', 200);
const failed = outcome('failed');

type Twins = Partial<Pick<JudgedStep, 'repeated' | 'restarts'>> & {
  readonly before?: Outcome;
  readonly after?: Outcome;
};
const twins: Twins = { before: accepted, after: accepted };

function step(
  expect: ExchangeSpec['expect'],
  tested: Outcome,
  { before, after, repeated = 1, restarts = 0 }: Twins = twins,
): JudgedStep {
  return {
    spec: { delta: [], expect },
    tested: { id: 'x', outcome: tested },
    repeated,
    restarts,
    ...(before === undefined ? {} : { before: { id: 'b', outcome: before } }),
    ...(after === undefined ? {} : { after: { id: 'a', outcome: after } }),
  };
}

function judged(
  steps: readonly JudgedStep[],
  severity: Severity = 'fail',
  subject: Pick<Case, 'fault' | 'atMost'> = {},
  of = steps.length,
): Judgement {
  return judgeCase(subject, [row(severity)], steps, of);
}

const brief = ({ verdict, attribution }: Judgement): readonly unknown[] => [verdict, attribution];

describe('a refusal', () => {
  test.each<readonly [string, Outcome, Severity, Verdict, string]>([
    ['that names the fault', refused, 'fail', 'pass', 'strong'],
    ['that names another', outcome('refused', 400, 'invalid_request'), 'fail', 'pass', 'paired'],
    ['without an error code', outcome('refused', 403), 'fail', 'pass', 'paired'],
    ['by a demand for a nonce', challenged, 'fail', 'pass', 'paired'],
    ['of what the text leaves open', refused, 'info', 'note', 'strong'],
    ['that did not come', accepted, 'fail', 'fail', 'paired'],
    ['that should have come', accepted, 'warn', 'warn', 'paired'],
    ['that need not come', accepted, 'info', 'note', 'paired'],
    ['in place of which came a crash', crashed, 'fail', 'warn', 'paired'],
    ['in place of which the target throttled', throttled, 'fail', 'blocked', 'weak'],
    ['in place of which came an unclear answer', unclear, 'fail', 'blocked', 'weak'],
  ])('%s', (_, tested, severity, verdict, attribution) => {
    expect(brief(judged([step('refuse', tested)], severity, { fault: 'proof' }))).toEqual([verdict, attribution]);
  });

  test.each<readonly [string, Twins]>([
    ['before', { before: refused, after: accepted }],
    ['after', { before: accepted, after: refused }],
    ['by throttling', { before: accepted, after: throttled }],
    ['by an unclear answer', { before: unclear, after: accepted }],
  ])('is no pass where the lawful twin was refused: %s', (_, around) => {
    expect(brief(judged([step('refuse', refused, around)]))).toEqual(['blocked', 'weak']);
  });

  test.each<readonly [string, Twins]>([
    ['before', { after: accepted }],
    ['after', { before: accepted }],
    ['at all', {}],
  ])('is no pass without a lawful twin: %s', (_, around) => {
    expect(brief(judged([step('refuse', refused, around)]))).toEqual(['blocked', 'weak']);
  });

  test('that never came is an error once, and a warning when repeated beside lawful answers', () => {
    expect(brief(judged([step('refuse', failed)]))).toEqual(['error', undefined]);
    expect(brief(judged([step('refuse', failed, { ...twins, repeated: 3 })]))).toEqual(['warn', 'paired']);
    expect(brief(judged([step('observe', failed, { ...twins, repeated: 3 })]))).toEqual(['warn', 'paired']);
  });

  test('that never came to something lawful counts as a refusal of it', () => {
    expect(brief(judged([step('accept', failed, { ...twins, repeated: 3 })], 'fail'))).toEqual(['fail', 'paired']);
  });

  test('that never came since the process ended fails, if it ended each time, between lawful answers', () => {
    const died = (expected: ExchangeSpec['expect'], restarts: number, around = twins, severity: Severity = 'warn') =>
      judged([step(expected, failed, { ...around, repeated: 3, restarts })], severity).verdict;
    expect([died('refuse', 3), died('observe', 3), died('accept', 3)]).toEqual(['fail', 'fail', 'fail']);
    expect([died('refuse', 2), died('observe', 2), died('accept', 2)]).toEqual(['warn', 'warn', 'warn']);
    expect(died('refuse', 3, { before: accepted, after: failed })).toBe('blocked');
    expect(died('observe', 3, { after: accepted })).toBe('error');
    expect(judged([step('refuse', failed, { ...twins, restarts: 1 })]).verdict).toBe('error');
  });

  test('by hanging up is lawful where the request is huge and nothing is demanded', () => {
    const reset: Outcome = { class: 'failed', text: 'reset: socket hang up' };
    const huge = (expected: ExchangeSpec['expect']): JudgedStep => ({
      ...step(expected, reset, { ...twins, repeated: 3 }),
      large: true,
    });
    expect([judged([huge('observe')]).verdict, judged([huge('refuse')]).verdict]).toEqual(['note', 'warn']);
  });

  test('says so in one sentence', () => {
    expect(judged([step('refuse', accepted)], 'fail').reason).toBe('Accepted (200), although it must be refused.');
    expect(judged([step('refuse', refused)], 'fail').reason).toBe(
      'Refused with 400 invalid_dpop_proof; the same request without the fault was accepted.',
    );
  });
});

describe('an acceptance', () => {
  const respelt = (tested: Outcome): JudgedStep => step('accept', tested);
  const plain = (tested: Outcome): JudgedStep => step('accept', tested, {});

  test.each<readonly [string, JudgedStep, Severity, Verdict]>([
    ['of what is lawful', respelt(accepted), 'fail', 'pass'],
    ['of what the text leaves open', respelt(accepted), 'info', 'note'],
    ['that did not come', respelt(refused), 'fail', 'fail'],
    ['that should have come', respelt(refused), 'warn', 'warn'],
    ['that need not come', respelt(refused), 'info', 'note'],
    ['in place of which came a demand for a nonce', respelt(challenged), 'fail', 'fail'],
    ['in place of which came a crash', respelt(crashed), 'fail', 'fail'],
    ['of a plain request', plain(accepted), 'fail', 'pass'],
    ['of a plain request, refused for its proof', plain(refused), 'fail', 'fail'],
    ['of a plain request, challenged for ever', plain(challenged), 'fail', 'fail'],
    [
      'of a plain request, refused for something else',
      plain(outcome('refused', 400, 'invalid_scope')),
      'fail',
      'blocked',
    ],
    [
      'of a plain request, whose client is refused',
      plain(outcome('refused', 401, 'invalid_client')),
      'fail',
      'blocked',
    ],
    ['of a plain request, whose token is refused', plain(outcome('refused', 401, 'invalid_token')), 'fail', 'blocked'],
    ['of a plain request that crashes the target', plain(crashed), 'fail', 'blocked'],
    ['of a plain request that gets no answer', plain(failed), 'fail', 'error'],
  ])('%s', (_, one, severity, verdict) => {
    expect(judged([one], severity).verdict).toBe(verdict);
  });

  test.each<readonly [string, Outcome, Verdict]>([
    ['blames the proof', refused, 'fail'],
    ['asks for other credentials', outcome('refused', 401), 'fail'],
    ['blames the client', outcome('refused', 401, 'invalid_client'), 'note'],
    ['has another reason', outcome('refused', 404), 'note'],
    ['is a crash', crashed, 'fail'],
  ])('of a request that is changed in more than its proof: the refusal %s', (_, tested, verdict) => {
    expect(judged([respelt(tested)], 'fail', { fault: 'proof' }).verdict).toBe(verdict);
  });

  test('by a token that is not bound is none', () => {
    const answer = answerOf('token', answered(200, [], {}), { downgraded: true });
    const one = step('accept', accepted);
    expect(brief(judged([{ ...one, tested: { ...one.tested, answer } }]))).toEqual(['fail', 'paired']);
  });

  test('is never held to more than the case allows', () => {
    expect(judged([respelt(refused)], 'fail', { atMost: 'warn' }).verdict).toBe('warn');
    expect(judged([respelt(refused)], 'fail', { atMost: 'info' }).verdict).toBe('note');
  });
});

describe('a challenge', () => {
  const alone = {};
  test.each<readonly [string, Outcome, Severity, Verdict]>([
    ['that came', challenged, 'fail', 'pass'],
    ['that came where the text leaves it open', challenged, 'info', 'note'],
    ['in place of which came another refusal', refused, 'fail', 'fail'],
    ['that did not come', accepted, 'warn', 'warn'],
    ['in place of which the target throttled', throttled, 'fail', 'blocked'],
  ])('%s', (_, tested, severity, verdict) => {
    expect(judged([step('challenge', tested, alone)], severity).verdict).toBe(verdict);
  });
});

describe('an observation', () => {
  test.each<readonly [Outcome, Verdict]>([
    [accepted, 'note'],
    [refused, 'note'],
    [crashed, 'warn'],
    [throttled, 'blocked'],
    [failed, 'error'],
  ])('of %o is %s', (tested, verdict) => {
    expect(judged([step('observe', tested, {})]).verdict).toBe(verdict);
  });
});

describe('a case of several exchanges', () => {
  const first = step('accept', accepted, {});

  test('is shown by the last, which proves the requirement', () => {
    expect(judged([first, step('refuse', refused)], 'fail', { fault: 'proof' })).toMatchObject({
      verdict: 'pass',
      attribution: 'strong',
      reason: 'Refused with 400 invalid_dpop_proof; the same request without the fault was accepted.',
    });
  });

  test.each<readonly [string, JudgedStep]>([
    ['refused', step('accept', refused, {})],
    ['refused for its proof, beside an accepted twin', step('accept', refused)],
    ['crashed', step('accept', crashed)],
    ['not challenged', step('challenge', refused, {})],
  ])('cannot be judged when an exchange that sets it up is %s', (_, setup) => {
    expect(judged([setup], 'fail', {}, 2).verdict).toBe('blocked');
  });

  test('fails by any fault that is accepted, and names the first', () => {
    const steps = [first, step('refuse', refused), step('refuse', accepted), step('refuse', refused)];
    expect(judged(steps, 'fail', { fault: 'proof' })).toMatchObject({
      verdict: 'fail',
      attribution: 'paired',
      reason: 'Accepted (200), although it must be refused.',
    });
  });

  test('names each exchange in its assertions', () => {
    expect(judged([first, step('refuse', refused)]).assertions).toEqual([
      { requirement: 'R-1', verdict: 'pass', expected: 'the lawful answer', got: '200', exchange: 'x' },
      {
        requirement: 'R-1',
        verdict: 'pass',
        expected: 'a clean refusal',
        got: '400 invalid_dpop_proof',
        exchange: 'x',
      },
    ]);
  });
});

describe('checks', () => {
  const status = (atMost?: 'warn' | 'info', requirement = 'R-2'): RequiredCheck => ({
    requirement,
    that: { check: 'status', in: [401] },
    ...(atMost === undefined ? {} : { atMost }),
  });

  function withChecks(one: JudgedStep, response: WireResponse, ...checks: RequiredCheck[]): JudgedStep {
    const answer = { ...answerOf('token', response), outcome: one.tested.outcome };
    return { ...one, spec: { ...one.spec, checks }, tested: { ...one.tested, answer } };
  }

  const judgeWith = (one: JudgedStep, subject: Pick<Case, 'fault' | 'atMost'> = {}): Judgement =>
    judgeCase(subject, [row('warn'), row('fail', 'R-2')], [one], 1);
  const ofRefusal = (code: number, check: RequiredCheck): JudgedStep =>
    withChecks(step('refuse', refused), answered(code), check);

  test.each<readonly [string, JudgedStep, Verdict, Verdict | undefined]>([
    ['kept', ofRefusal(401, status()), 'pass', 'pass'],
    ['broken: the severity of their own requirement', ofRefusal(400, status()), 'fail', 'fail'],
    ['broken, capped', ofRefusal(400, status('warn')), 'warn', 'warn'],
    ['broken, capped to a note', ofRefusal(400, status('info')), 'note', 'note'],
    ['of a requirement that is not asked for: none', ofRefusal(400, status(undefined, 'R-9')), 'pass', undefined],
    [
      'of how a fault is refused, which was accepted',
      withChecks(step('refuse', accepted), answered(200), status()),
      'warn',
      'skip',
    ],
    ['of an answer that throttles', withChecks(step('refuse', throttled), answered(429), status()), 'blocked', 'skip'],
    ['of an unclear answer', withChecks(step('accept', unclear), answered(200), status()), 'blocked', 'skip'],
    ['of a crash', withChecks(step('refuse', crashed), answered(500), status()), 'warn', 'skip'],
    [
      'of a lawful answer that did not come',
      withChecks(step('accept', outcome('refused', 403), {}), answered(403), status()),
      'blocked',
      'skip',
    ],
    [
      'of a challenge that did not come',
      withChecks(step('challenge', refused, {}), answered(400), status()),
      'warn',
      'skip',
    ],
    ['of an observation', withChecks(step('observe', refused, {}), answered(400), status()), 'fail', 'fail'],
  ])('%s', (_, one, verdict, check) => {
    const { verdict: whole, assertions } = judgeWith(one);
    expect([whole, assertions[1]?.verdict]).toEqual([verdict, check]);
  });

  test('are capped by the case too', () => {
    expect(judgeWith(ofRefusal(400, status()), { atMost: 'info' }).verdict).toBe('note');
  });

  test('say what was expected where they decide', () => {
    expect(judgeWith(ofRefusal(400, status())).reason).toBe('Expected status 401; got status 400.');
  });

  test('without an answer are an error', () => {
    const one = step('refuse', refused);
    expect(judgeWith({ ...one, spec: { ...one.spec, checks: [status()] } }).verdict).toBe('error');
  });

  const jkt = (requirement: string): RequiredCheck => ({ requirement, that: { check: 'cnf-jkt', is: 'proof-key' } });
  const opaque = answered(200, [], { access_token: 'opaque', token_type: 'DPoP' });

  test('that prove the requirement and see nothing make no pass', () => {
    expect(judgeWith(withChecks(step('accept', accepted, {}), opaque, jkt('R-1')))).toMatchObject({
      verdict: 'skip',
      reason: 'Nothing to judge. Expected only where the binding can be read; got opaque access token.',
    });
  });

  test('of other requirements may see nothing', () => {
    expect(judgeWith(withChecks(step('accept', accepted, {}), opaque, jkt('R-2'))).verdict).toBe('pass');
  });

  test('that see nothing do not hide a refusal', () => {
    expect(judgeWith(withChecks(step('accept', refused), opaque, jkt('R-1'))).verdict).toBe('warn');
  });
});

test('a case without a requirement cannot be judged', () => {
  expect(() => judgeCase({}, [], [step('observe', accepted)], 1)).toThrow('without a requirement');
});
