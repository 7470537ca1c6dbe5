import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../errors.ts';
import type { BasisOf } from '../../record/basis.ts';
import type { Coverage } from '../../record/coverage.ts';
import { foldRecord } from '../../record/fold.ts';
import type { ExchangeEvent, Finding, RecordEvent } from '../../record/schema.ts';
import type { ExchangeSpec, Watch } from '../../suite/schema.ts';
import { conclude } from '../conclude.ts';
import { firstInconsistency, refuseInconsistent } from '../consistency.ts';
import { confirmed } from '../steadiness.ts';
import { createTally } from '../watch.ts';
import {
  accepted,
  caseFinding,
  caseOf,
  eventsOf,
  findingOf,
  graded,
  recorder,
  refused,
  step,
} from './record.fixture.ts';

const refusal: ExchangeSpec = { delta: [], expect: 'refuse' };
const lawful: ExchangeSpec = { delta: [], expect: 'accept' };

/** Adds a case whose attempts got these answers, each with the control before and after it. */
function addCase(events: RecordEvent[], id: string, specs: readonly ExchangeSpec[], attempts: Answers): void {
  const at = recorder(id, events);
  const tries = attempts.map((answers) => ({
    steps: answers.map((answer, index) => step(at, specs[index] ?? refusal, answer)),
  }));
  const requirements = [graded(), graded('R-2', { severity: 'warn', base: 'warn', level: 'SHOULD' })];
  events.push(caseFinding(at, caseOf(specs, { id, requirements: ['R-1', 'R-2'] }), tries, { requirements }));
}

type Answers = readonly (readonly (typeof accepted)[])[];

function addWatch(events: RecordEvent[]): void {
  const plan: Watch = {
    id: 'watch',
    title: 'keeps it',
    requirements: ['R-1'],
    at: ['token'],
    over: 'accepted',
    that: { check: 'token-type', is: 'exactly-DPoP' },
  };
  const tally = createTally({ watch: plan, place: 'token', requirements: [graded()] });
  for (const event of events) if (event.type === 'exchange') tally.look(event);
  events.push(findingOf(recorder('watch', events), plan, tally.result(), { basis: { by: 'watch', ...tally.basis() } }));
}

function addFuzzed(events: RecordEvent[]): void {
  const at = recorder('fuzzed', events);
  const item = caseOf([refusal], { id: 'fuzzed' });
  const tries = [accepted, refused, accepted].map((answer) =>
    caseFinding(at, item, [{ steps: [step(at, refusal, answer)] }]),
  );
  const { judgement, seen, of } = confirmed(
    tries.map(({ attribution = 'paired', ...rest }) => ({ ...rest, attribution })),
    false,
  );
  const bases = tries.flatMap(({ basis }) => (basis.by === 'case' ? [{ attempts: basis.attempts }] : []));
  const fuzz = { phase: 'singles', seed: 1, index: 1, seen, of };
  events.push(findingOf(at, item, judgement, { basis: { by: 'confirmation', tries: bases }, fuzz }));
}

const row = { section: '', heading: '', level: 'MUST', role: 'as' as const, summary: '', profile: 'core' };
const coverage: Coverage = {
  type: 'coverage',
  rows: ['R-1', 'R-2'].map((id) => ({ ...row, id, isAsked: true, cases: 1, isSlow: false })),
};

function honestRun(): readonly RecordEvent[] {
  const events: RecordEvent[] = [];
  addCase(events, 'broken', [refusal], [[accepted]]);
  addCase(events, 'kept', [refusal], [[refused]]);
  addCase(events, 'wavering', [lawful], [[refused], [accepted]]);
  addCase(events, 'second-step', [lawful, refusal], [[accepted, accepted]]);
  addCase(events, 'answered-for', [refusal], [[accepted]]);
  addWatch(events);
  addFuzzed(events);
  const waivers = [{ case: 'answered-for', verdict: 'fail' as const, reason: 'until the summer' }];
  return eventsOf(events, { coverage, target: { waivers } });
}

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

/** The run, ready to be changed: its parts by name. */
function forged() {
  const events = structuredClone(honestRun()) as Mutable<RecordEvent>[];
  const of = <T extends RecordEvent['type']>(type: T) =>
    events.filter((event) => event.type === type) as Mutable<Extract<RecordEvent, { type: T }>>[];
  const [started, finished] = [of('run-started')[0], of('run-finished')[0]];
  if (started === undefined || finished === undefined) throw new Error('a run has a start and an end');
  const finding = (id: string): Mutable<Finding> => {
    const found = of('finding').find((one) => one.case === id);
    if (found === undefined) throw new Error(`no finding ${id}`);
    return found;
  };
  const basis = (id: string): Mutable<BasisOf<'case'>> => finding(id).basis as Mutable<BasisOf<'case'>>;
  const tested = (id: string, nth = 0): Mutable<ExchangeEvent> => {
    const found = of('exchange').filter(({ purpose, instance }) => purpose === 'tested' && instance === `${id}@token`);
    const one = found[nth];
    if (one === undefined) throw new Error(`no exchange of ${id}`);
    return one;
  };
  const drop = (event: unknown): void => void events.splice(events.indexOf(event as Mutable<RecordEvent>), 1);
  return { events, started, finished, finding, basis, tested, drop };
}

type Forgery = ReturnType<typeof forged>;

/** Makes the end fit the findings as they are now: what a careful forger would do. */
function concludeAgain({ events, finished }: Forgery): void {
  Object.assign(finished, conclude(foldRecord(events.slice(0, -1) as RecordEvent[]), finished.ended));
}

const forgeries: readonly (readonly [what: string, forge: (run: Forgery) => void, where: string])[] = [
  ['a verdict', ({ finding }) => void (finding('broken').verdict = 'pass'), 't/broken@token'],
  [
    'a verdict, with assertions and the end',
    (run) => {
      const finding = run.finding('broken');
      finding.verdict = 'pass';
      for (const assertion of finding.assertions) assertion.verdict = 'pass';
      concludeAgain(run);
    },
    't/broken@token',
  ],
  ['a verdict made worse', ({ finding }) => void (finding('kept').verdict = 'fail'), 't/kept@token'],
  ['an attribution', ({ finding }) => void (finding('broken').attribution = 'strong'), 't/broken@token'],
  ['an assertion', ({ finding }) => void finding('broken').assertions.splice(0, 1), 't/broken@token'],
  [
    'the status of an answer',
    ({ tested }) => void Object.assign(tested('broken').transcript.response ?? {}, { status: 401 }),
    'exchange x1',
  ],
  ['an outcome', ({ tested }) => void (tested('broken').outcome.class = 'refused'), 'exchange x1'],
  [
    'an outcome said to be carried',
    ({ tested }) =>
      void Object.assign(tested('broken'), {
        isCarried: true,
        outcome: { class: 'refused', status: 200, text: '200' },
      }),
    'exchange x1',
  ],
  [
    'an answer and its outcome',
    ({ tested }) => {
      const exchange = tested('broken');
      exchange.transcript.response = structuredClone(refused) as never;
      exchange.outcome = { class: 'refused', status: 400, error: 'invalid_dpop_proof', text: '' };
    },
    't/broken@token',
  ],
  [
    'an exchange shown that is not there',
    ({ finding }) => void finding('broken').exchanges.push('x999'),
    't/broken@token',
  ],
  ['a missing exchange', ({ drop, tested }) => drop(tested('kept')), 't/kept@token'],
  [
    'a control that is another request',
    ({ basis, tested }) =>
      void Object.assign(basis('kept').attempts[0]?.steps[0] ?? {}, { before: tested('broken').id }),
    't/kept@token',
  ],
  [
    'a control after, used as the one before',
    ({ basis }) =>
      void Object.assign(basis('kept').attempts[0]?.steps[0] ?? {}, {
        before: basis('kept').attempts[0]?.steps[0]?.after,
      }),
    't/kept@token',
  ],
  [
    'controls left out',
    ({ basis }) => void Reflect.deleteProperty(basis('kept').attempts[0]?.steps[0] ?? {}, 'after'),
    't/kept@token',
  ],
  [
    'the tested request of another case',
    ({ basis, tested }) =>
      void Object.assign(basis('broken').attempts[0]?.steps[0] ?? {}, { tested: tested('kept').id }),
    't/broken@token',
  ],
  [
    'an attempt left out',
    (run) => {
      const finding = run.finding('wavering');
      run.basis('wavering').attempts.shift();
      finding.verdict = 'pass';
      concludeAgain(run);
    },
    't/wavering@token',
  ],
  [
    'an attempt added after a settled one',
    (run) => {
      const kept = structuredClone(run.basis('kept').attempts);
      run.basis('broken').attempts.push(...kept);
      run.finding('broken').verdict = 'pass';
      concludeAgain(run);
    },
    't/broken@token',
  ],
  [
    'a step left out',
    (run) => {
      run.basis('second-step').attempts[0]?.steps.pop();
      Object.assign(run.finding('second-step'), { verdict: 'pass' });
      concludeAgain(run);
    },
    't/second-step@token',
  ],
  [
    'a breach said not to apply',
    (run) => {
      Object.assign(run.finding('broken'), {
        verdict: 'skip',
        assertions: [],
        basis: { by: 'inapplicable', why: 'no nonces' },
      });
      Reflect.deleteProperty(run.finding('broken'), 'attribution');
      concludeAgain(run);
    },
    't/broken@token',
  ],
  [
    'a breach said not to fit the target',
    (run) => {
      const attempts = [{ steps: [], spoilt: { by: 'inapplicable', reason: 'no key', step: {} } }];
      Object.assign(run.finding('broken'), { verdict: 'skip', assertions: [], basis: { by: 'case', attempts } });
      Reflect.deleteProperty(run.finding('broken'), 'attribution');
      concludeAgain(run);
    },
    't/broken@token',
  ],
  [
    'a breach given up for a silence',
    (run) => {
      const [attempt] = run.basis('broken').attempts;
      Object.assign(attempt ?? {}, { silent: { hung: true, died: false } });
    },
    't/broken@token',
  ],
  [
    'a check said to be carried',
    ({ basis }) =>
      void Object.assign(basis('broken').attempts[0]?.steps[0] ?? {}, {
        carried: [{ check: 0, ok: true, expected: '', got: '' }],
      }),
    't/broken@token',
  ],
  [
    'a severity',
    ({ finding }) => void Object.assign(finding('broken').requirements[0] ?? {}, { severity: 'info' }),
    't/broken@token',
  ],
  [
    'a profile that was not selected',
    ({ finding }) =>
      void Object.assign(finding('broken').requirements[0] ?? {}, {
        severity: 'info',
        by: { profile: 'p', severity: 'info', source: '' },
      }),
    't/broken@token',
  ],
  ['a requirement left out', ({ finding }) => void finding('broken').requirements.shift(), 't/broken@token'],
  [
    'requirements in another order',
    ({ finding }) => void (finding('broken').requirements = finding('broken').requirements.toReversed()),
    't/broken@token',
  ],
  ['the policy of the run', ({ started }) => void (started.strict = true), 't/broken@token'],
  [
    'a plan',
    ({ finding }) =>
      void Object.assign(finding('broken'), { plan: { ...(finding('broken').plan as object), id: 'other' } }),
    't/broken@token',
  ],
  [
    'a plan that is none',
    ({ finding }) => void (finding('broken').plan = { id: 'broken', title: 'is a case' }),
    't/broken@token',
  ],
  ['a role', ({ finding }) => void (finding('broken').role = 'rs'), 't/broken@token'],
  [
    'a waiver added',
    ({ finding }) => void (finding('broken').waiver = { reason: 'because we say so' }),
    't/broken@token',
  ],
  [
    'a waiver taken away',
    ({ finding }) => void Reflect.deleteProperty(finding('answered-for'), 'waiver'),
    't/answered-for@token',
  ],
  [
    'a waiver that has expired by then',
    ({ started }) => void Object.assign(started.targets[0]?.waivers?.[0] ?? {}, { expires: '2025-01-01' }),
    't/answered-for@token',
  ],
  [
    'a watch that looked at less',
    ({ finding }) => void Object.assign(finding('watch').basis, { seen: 1 }),
    't/watch@token',
  ],
  ['the verdict of a watch', ({ finding }) => void (finding('watch').verdict = 'fail'), 't/watch@token'],
  [
    'an answer that a watch looked at',
    ({ tested }) =>
      void Object.assign(tested('broken').transcript.response ?? {}, {
        body: accepted.body.replace('"DPoP"', '"dpop"'),
      }),
    't/watch@token',
  ],
  [
    'how often fuzzing saw it',
    ({ finding }) => void Object.assign(finding('fuzzed').fuzz ?? {}, { seen: 0 }),
    't/fuzzed@token',
  ],
  [
    'a try of fuzzing left out',
    ({ finding }) => void (finding('fuzzed').basis as Mutable<BasisOf<'confirmation'>>).tries.shift(),
    't/fuzzed@token',
  ],
  ['the counts', ({ finished }) => void (finished.counts.pass = 9), 'the end of the run'],
  ['the exit code', ({ finished }) => void (finished.exitCode = 0), 'the end of the run'],
  ['the tone', ({ finished }) => void (finished.tone = 'good'), 'the end of the run'],
  [
    'the tone of a target',
    ({ finished }) => void Object.assign(finished.targets[0] ?? {}, { tone: 'good' }),
    'the end of the run',
  ],
  ['the number of waived findings', ({ finished }) => void (finished.waived = 0), 'the end of the run'],
  ['how it ended', ({ finished }) => void (finished.ended = 'interrupted'), 'the end of the run'],
  ['a finding left out', ({ drop, finding }) => drop(finding('broken')), 'the end of the run'],
  [
    'a finding left out, with the end made to fit',
    (run) => {
      run.drop(run.finding('broken'));
      concludeAgain(run);
    },
    'the end of the run',
  ],
];

describe('a record that was changed by hand is refused, at the place', () => {
  test('an honest one is not', () => {
    expect(firstInconsistency(foldRecord(honestRun()))).toBeUndefined();
  });

  test.each(forgeries)('%s', (_, forge, where) => {
    const run = forged();
    forge(run);
    expect(firstInconsistency(foldRecord(run.events as RecordEvent[]))?.where ?? 'no place').toBe(where);
  });

  test('with the file, what is stored, what it should be, and what to do', () => {
    const run = forged();
    run.finding('broken').verdict = 'pass';
    const refuse = (): void => refuseInconsistent('record.ndjson', foldRecord(run.events as RecordEvent[]));
    expect(refuse).toThrow(HarnessError);
    expect(refuse).toThrow(
      'record.ndjson: the record contradicts itself at t/broken@token: the verdict is recorded as pass, and the record makes it fail. ' +
        'It was changed after the run, or written by another version: take the record as Proofmark wrote it, or run again.',
    );
  });
});
