import { describe, expect, test } from 'vitest';
import { fuzzed, preflight, runFinished, runStarted, sketches, findingEvents } from '../../reports/record.fixture.ts';
import { greenRun, mixedRun } from '../../reports/runs.fixture.ts';
import { foldRecord } from '../record/fold.ts';
import type { Finding, RecordEvent, RunFinished } from '../record/schema.ts';
import { gateOf, incompleteText } from './gate.ts';
import { reportModel } from './model.ts';

function gate(events: readonly RecordEvent[]) {
  const { tone, caveats } = gateOf(foldRecord(events));
  return [tone, ...caveats];
}

function run(
  verdicts: readonly Finding['verdict'][],
  finished: Partial<RunFinished> = {},
  errors: readonly string[] = [],
) {
  const [sketch] = sketches;
  if (sketch === undefined) throw new Error('the fixture has sketches');
  const findings = verdicts.flatMap((verdict, index) => findingEvents('t', sketch, index, { verdict }));
  return [runStarted(['t']), preflight('t', errors, verdicts.length), ...findings, fuzzed('t'), runFinished(finished)];
}

describe('a gate', () => {
  test('is good when cases passed and nothing speaks against it', () => {
    expect(gate(greenRun())).toEqual(['good']);
    expect(gate(run(['pass', 'warn', 'note', 'skip']))).toEqual(['good']);
  });

  test('is not good without a judged case, whatever the exit code says', () => {
    const unfuzzed = (...verdicts: Finding['verdict'][]) => run(verdicts).filter(({ type }) => type !== 'fuzz');
    expect(gate(unfuzzed())).toEqual(['unsure', 't: No case was judged.']);
    expect(gate(unfuzzed('skip'))).toEqual(['unsure', 't: No case was judged.']);
    expect(gate(unfuzzed('blocked'))).toEqual(['unsure', 't: No case was judged.', 't: 1 case could not be judged.']);
    expect(gate([runStarted([]), runFinished()])).toEqual(['unsure', 'No target was tested.']);
  });

  test('is not good after an error before the first case', () => {
    expect(gate(run(['pass'], {}, ['no token']))).toEqual(['unsure', 't: no token']);
  });

  test('is not good when cases could not be judged', () => {
    expect(gate(run(['pass', 'blocked', 'error']))).toEqual(['unsure', 't: 2 cases could not be judged.']);
  });

  test('is not good when the run was cut short or left a waiver stale', () => {
    expect(gate(greenRun().slice(0, -1))).toEqual(['unsure', incompleteText]);
    expect(gate(run(['pass'], { ended: 'interrupted', exitCode: 130 }))).toEqual([
      'unsure',
      'The run was interrupted before its end.',
    ]);
    expect(gate(run(['pass'], { exitCode: 4, staleWaivers: ['a@token'] }))).toEqual([
      'unsure',
      'Stale or expired waiver: a@token',
    ]);
    expect(gate(run(['pass'], { exitCode: 3 }))).toEqual(['unsure']);
  });

  test('is bad with a breach, even where the exit code is good or lost', () => {
    expect(gate(run(['pass', 'fail']))).toEqual(['bad']);
    expect(gate(run(['pass'], { exitCode: 1 }))).toEqual(['bad']);
    expect(gate(mixedRun().slice(0, -1))[0]).toBe('bad');
  });
});

describe('the model', () => {
  test('keeps targets apart, and counts a waived breach as waived', () => {
    const { targets } = reportModel(foldRecord(mixedRun()));
    const counts = { fail: 1, error: 1, blocked: 1, warn: 1, waived: 1, note: 1, pass: 0, skip: 1 };
    expect(targets.map(({ name, tone }) => [name, tone])).toEqual([
      ['reference', 'good'],
      ['shop', 'bad'],
    ]);
    expect(targets[1]?.counts).toEqual(counts);
  });

  test('puts the authorization server first and the worst finding first', () => {
    const { targets } = reportModel(foldRecord(mixedRun()));
    const sections = targets[1]?.sections.map(({ role, section, findings }) => [
      role,
      section,
      ...findings.map(({ status }) => status),
    ]);
    expect(sections).toEqual([
      ['as', 'RFC 9449 §4.3', 'error', 'waived'],
      ['rs', 'RFC 9449 §4.3', 'fail', 'warn'],
      ['rs', 'RFC 9449 §7.1', 'blocked', 'note'],
      ['rs', 'RFC 9449 §11.1', 'skip'],
    ]);
  });

  test('lays a breach only on the requirement it is asserted of', () => {
    const [sketch] = sketches;
    if (sketch === undefined) throw new Error('the fixture has sketches');
    const other = {
      id: 'RFC9449-7.1-10',
      role: 'rs' as const,
      section: 'RFC9449 7.1',
      level: 'SHOULD',
      summary: 's',
      severity: 'warn' as const,
      base: 'warn' as const,
    };
    const events = findingEvents('t', sketch, 1, { verdict: 'fail' }).map((event) =>
      event.type === 'finding' ? { ...event, requirements: [...event.requirements, other] } : event,
    );
    const { requirements } = reportModel(foldRecord([runStarted(['t']), ...events, runFinished({ exitCode: 1 })]));
    expect(requirements.map(({ requirement, results }) => [requirement.id, results])).toEqual([
      ['RFC9449-4.3-09a', [{ target: 't', status: 'fail', findings: 1 }]],
      ['RFC9449-7.1-10', []],
    ]);
  });
});
