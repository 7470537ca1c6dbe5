import { describe, expect, test } from 'vitest';
import { foldRecord } from '../../record/fold.ts';
import type { Finding, RecordEvent, RunFinished, RunStarted } from '../../record/schema.ts';
import type { ExchangeSpec } from '../../suite/schema.ts';
import { conclude } from '../conclude.ts';
import { firstInconsistency } from '../consistency.ts';
import { inapplicable } from '../judgement.ts';
import { accepted, caseFinding, caseOf, crashed, eventsOf, findingOf, recorder, step } from './record.fixture.ts';

const refusal: ExchangeSpec = { delta: [], expect: 'refuse' };

/** A narrowed run: a crash, a fault accepted, an expected skip and a new one. */
function honestRun(): readonly RecordEvent[] {
  const at = recorder('crashing');
  const attempt = { steps: [step(at, refusal, crashed)] };
  const { events } = at;
  const exchanges = events.flatMap((event) => (event.type === 'exchange' ? [event.id] : []));
  events.push(caseFinding(at, caseOf([refusal], { id: 'crashing' }), [attempt], { exchanges }));
  const again = recorder('broken', events);
  const other = { steps: [step(again, refusal, accepted)] };
  events.push(caseFinding(again, caseOf([refusal], { id: 'broken' }), [other]));
  for (const id of ['expected', 'new']) {
    const basis = { by: 'inapplicable' as const, why: 'none' };
    events.push(findingOf(recorder(id, events), caseOf([refusal], { id }), inapplicable('none'), { basis }));
  }
  return eventsOf(events, {
    started: {
      failOn: ['fail', 'crash', 'skip'],
      scope: { narrowed: [{ by: '--case', to: ['crashing'] }], slow: false },
    },
    target: { base: { runId: 'earlier', skipped: ['expected@token'], judged: [] } },
    preflight: { of: 9 },
  });
}

type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;
type Parts = {
  readonly events: Mutable<RecordEvent>[];
  readonly started: Mutable<RunStarted>;
  readonly finished: Mutable<RunFinished>;
  readonly finding: (id: string) => Mutable<Finding>;
};

function parts(): Parts {
  const events = structuredClone(honestRun()) as Mutable<RecordEvent>[];
  const started = events.find((event) => event.type === 'run-started');
  const finished = events.find((event) => event.type === 'run-finished');
  if (started === undefined || finished === undefined) throw new Error('a run has a start and an end');
  const finding = (id: string): Mutable<Finding> => {
    const found = events.find((event) => event.type === 'finding' && event.case === id);
    if (found?.type !== 'finding') throw new Error(`no finding ${id}`);
    return found;
  };
  return { events, started, finished, finding };
}

function concludeAgain({ events, finished }: Parts): void {
  Object.assign(finished, conclude(foldRecord(events.slice(0, -1) as RecordEvent[]), finished.ended));
}

describe('a record that was changed to look better is refused, at the place', () => {
  test('an honest one is not', () => {
    const record = foldRecord(honestRun());
    expect(firstInconsistency(record)).toBeUndefined();
    expect([record.finished?.exitCode, record.finished?.tone, record.finished?.scope]).toEqual([
      1,
      'bad',
      { ran: 4, of: 9, why: ['--case crashing'] },
    ]);
  });

  test.each<readonly [string, (run: Parts) => void, string]>([
    ['a crash', ({ finding }) => void Reflect.deleteProperty(finding('crashing'), 'crash'), 't/crashing@token'],
    ['a crash that was none', ({ finding }) => void (finding('broken').crash = true), 't/broken@token'],
    ['a new skip', ({ finding }) => void Reflect.deleteProperty(finding('new'), 'news'), 't/new@token'],
    ['an expected skip', ({ finding }) => void (finding('expected').news = true), 't/expected@token'],
    ['the base', ({ started }) => void started.targets[0]?.base?.skipped.push('new@token'), 't/new@token'],
    ['how much was run', ({ finished }) => void (finished.scope.of = 4), 'the end of the run'],
    ['why not all of it was', ({ finished }) => void (finished.scope.why = []), 'the end of the run'],
    [
      'the scope of a target',
      ({ finished }) => void Object.assign(finished.targets[0]?.scope ?? {}, { why: [] }),
      'the end of the run',
    ],
    ['what was asked for', ({ started }) => void (started.scope.narrowed = []), 'the end of the run'],
  ])('%s', (_, forge, where) => {
    const run = parts();
    forge(run);
    expect(firstInconsistency(foldRecord(run.events as RecordEvent[]))?.where ?? 'no place').toBe(where);
  });

  test('a narrowing left out, with the end made to fit, is partial still', () => {
    const run = parts();
    run.started.scope.narrowed = [];
    concludeAgain(run);
    const record = foldRecord(run.events as RecordEvent[]);
    expect(firstInconsistency(record)).toBeUndefined();
    expect(record.finished?.scope).toEqual({ ran: 4, of: 9, why: ['5 cases were left out', 'no fuzzing'] });
  });
});
