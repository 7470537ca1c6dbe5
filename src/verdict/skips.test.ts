import { describe, expect, test } from 'vitest';
import type { Finding, RecordEvent, Waiver } from '../record/schema.ts';
import type { ExchangeSpec } from '../suite/schema.ts';
import type { Base } from '../record/scope.ts';
import { firstInconsistency } from './consistency.ts';
import { inapplicable } from './judgement.ts';
import { caseFinding, caseOf, findingOf, recorder, recordOf, refused, step } from './recompute/record.fixture.ts';

const spec: ExchangeSpec = { delta: [], expect: 'refuse' };
const oneResource = 'the descriptor names one resource only';

function skipped(id: string, why = oneResource): RecordEvent {
  return findingOf(recorder(id), caseOf([spec], { id }), inapplicable(why), { basis: { by: 'inapplicable', why } });
}

function passed(...ids: readonly string[]): readonly RecordEvent[] {
  const events: RecordEvent[] = [];
  for (const id of ids) {
    const attempt = { steps: [step(recorder(id, events), spec, refused)] };
    events.push(caseFinding(recorder(id, events), caseOf([spec], { id }), [attempt]));
  }
  return events;
}

type By = { readonly waivers?: Waiver[]; readonly base?: Base };

/** The new skips, the exit code without and with `--fail-on skip`, and what is stale. */
function concluded(events: readonly RecordEvent[], by: By) {
  const run = (failOn: ('fail' | 'skip')[]) => recordOf(events, { target: by, started: { failOn } });
  const record = run(['fail']);
  expect(firstInconsistency(record)).toBeUndefined();
  return {
    news: record.findings.filter(({ news }: Finding) => news === true).map(({ case: id }) => id),
    codes: [record.finished?.exitCode, run(['fail', 'skip']).finished?.exitCode],
    stale: record.finished?.staleWaivers,
  };
}

const expected = (more: Partial<Waiver> = {}): Waiver => ({
  case: 'a',
  verdict: 'skip',
  reason: 'there is one API only',
  ...more,
});
const base = (skips: string[], judged: string[] = []): Base => ({ runId: 'earlier', skipped: skips, judged });
const sound = passed('sound');

describe('a new skip', () => {
  test('needs something by which it is new', () => {
    expect(concluded([...sound, skipped('a')], {})).toEqual({ news: [], codes: [0, 0], stale: [] });
  });

  test('is one that the base does not have', () => {
    const events = [...sound, skipped('a'), skipped('b'), skipped('c')];
    expect(concluded(events, { base: base(['a@token'], ['b@token']) })).toEqual({
      news: ['b', 'c'],
      codes: [0, 1],
      stale: [],
    });
    expect(concluded([...sound, skipped('a')], { base: base(['a@token']) }).codes).toEqual([0, 0]);
  });

  test('is one that a partial base judged; of what it did not run it says nothing', () => {
    const events = [...sound, skipped('a'), skipped('b'), skipped('c')];
    const partial = { ...base(['a@token'], ['b@token']), partial: true as const };
    expect(concluded(events, { base: partial }).news).toEqual(['b']);
  });

  test('is one that the waiver file does not expect, by name, by pattern, or by its reason', () => {
    const events = [...sound, skipped('a'), skipped('par-one', 'there is no PAR')];
    const newBy = (...waivers: Waiver[]) => concluded(events, { waivers }).news;
    expect(newBy(expected())).toEqual(['par-one']);
    expect(newBy(expected(), expected({ case: 'par-*' }))).toEqual([]);
    expect(newBy(expected({ case: '*@token' }))).toEqual([]);
    expect(newBy(expected({ case: '*', because: 'one resource' }))).toEqual(['par-one']);
    expect(newBy(expected({ case: '*', target: 'another' }))).toEqual(['a', 'par-one']);
  });

  test('is not expected any more after the day that was named', () => {
    const { news, stale } = concluded([...sound, skipped('a')], { waivers: [expected({ expires: '2025-12-31' })] });
    expect([news, stale]).toEqual([['a'], ['expected skip for a expired on 2025-12-31']]);
  });

  test('is what fuzzing could not try again no more', () => {
    const fuzz = { phase: 'saved', seed: 1, index: 0, seen: 0, of: 0 };
    const why = oneResource;
    const again = findingOf(recorder('fuzz-1'), caseOf([spec], { id: 'fuzz-1' }), inapplicable(why), {
      basis: { by: 'inapplicable', why },
      fuzz,
    });
    expect(concluded([...sound, again], { base: base([]) }).news).toEqual([]);
  });
});

describe('an expected skip', () => {
  test('is stale where its case is judged now, and the run ends with 4', () => {
    const { codes, stale } = concluded(passed('sound', 'a'), { waivers: [expected()] });
    expect([codes, stale]).toEqual([[4, 4], ['expected skip for a is not needed any more: the verdict is pass']]);
  });

  test('is stale where its case is skipped for another reason, which is news', () => {
    const events = [...sound, skipped('a', 'EdDSA is not taken here')];
    expect(concluded(events, { waivers: [expected({ because: 'one resource' })] })).toEqual({
      news: ['a'],
      codes: [4, 1],
      stale: ['expected skip for a is not needed any more: the skip has another reason'],
    });
  });

  test('stays where none of its cases was run, or one of several is skipped still', () => {
    expect(concluded(sound, { waivers: [expected()] }).stale).toEqual([]);
    const events = [...passed('sound', 'par-one'), skipped('par-two')];
    expect(concluded(events, { waivers: [expected({ case: 'par-*' })] }).stale).toEqual([]);
  });
});

describe('a case that the base judged and this run does not have', () => {
  test('counts where the gate was asked for skips', () => {
    expect(concluded(sound, { base: base([], ['sound@token', 'gone@token']) })).toEqual({
      news: [],
      codes: [0, 1],
      stale: [],
    });
  });

  test('is no news in a run that asked for less', () => {
    const started = {
      failOn: ['fail' as const, 'skip' as const],
      scope: { narrowed: [{ by: '--case', to: ['sound'] }], slow: false },
    };
    const record = recordOf(sound, { started, target: { base: base([], ['gone@token']) } });
    expect(record.finished?.exitCode).toBe(0);
  });
});
