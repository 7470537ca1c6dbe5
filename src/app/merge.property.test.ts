import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { defined } from '../defined.ts';
import { mergedWatches } from '../record/merged-target.ts';
import { foldRecord } from '../record/reader.ts';
import type { Finding, FuzzSummary, RecordEvent, RunFinished, RunRecord } from '../record/schema.ts';
import { arrange, mergedStart } from '../record/shards.ts';
import { shardText } from '../record/shard.ts';
import type { ExchangeSpec, Watch } from '../suite/schema.ts';
import { firstInconsistency } from '../verdict/consistency.ts';
import { isBreach } from '../verdict/judgement.ts';
import {
  accepted,
  caseFinding,
  caseOf,
  challenged,
  crashed,
  eventsOf,
  findingOf,
  graded,
  recorder,
  refused,
  step,
} from '../verdict/recompute/record.fixture.ts';
import { watchAnew } from '../verdict/recompute/watch-anew.ts';
import { createTally } from '../verdict/watch.ts';
import { writeMerged } from './merge.ts';

const answers = { accepted, refused, challenged, crashed, nothing: undefined };
type Answer = keyof typeof answers;

/** A case with what it must and does get, and the shard that runs it. */
type Sketch = { readonly expect: 'refuse' | 'accept'; readonly answer: Answer; readonly shard: number };

const watches: readonly Watch[] = [
  { over: 'all', that: { check: 'status' as const, in: [200, 400] } },
  { over: 'all', that: { check: 'nonces-unpredictable' as const } },
  { over: 'errors' as const, that: { check: 'error' as const, in: ['invalid_dpop_proof'] } },
  { over: 'all', that: { check: 'lawful-accepted-again' as const } },
].map(
  (rule, index) => ({ id: `w${index}`, title: 'keeps it', requirements: ['W-1'], at: ['token'], ...rule }) as Watch,
);

const summary: FuzzSummary = {
  type: 'fuzz',
  target: 't',
  seed: 1,
  places: ['token'],
  plans: { agrees: 3, either: 0, surprise: 1, unjudged: 0 },
  requests: 9,
  findings: 0,
  stopped: 'all plans were tried',
};

const waivers = [
  { case: 'c0', verdict: 'fail' as const, reason: 'known since long' },
  { case: 'w0', verdict: 'fail' as const, reason: 'known since long' },
  { case: 'c1', verdict: 'warn' as const, reason: 'known since long', expires: '2025-01-01' },
];

type Judged = { readonly events: readonly RecordEvent[]; readonly finding: Finding; readonly shard: number };

/** Every case once, its exchanges with ids of their own. */
function judged(sketches: readonly Sketch[]): readonly Judged[] {
  const all: RecordEvent[] = [];
  return sketches.map(({ expect: wanted, answer, shard }, index) => {
    const spec: ExchangeSpec = { delta: [], expect: wanted };
    const at = recorder(`c${index}`, all);
    const from = all.length;
    const item = caseOf([spec], { id: `c${index}` });
    const finding = caseFinding(at, item, [{ steps: [step(at, spec, answers[answer])] }], { index });
    return { events: all.slice(from), finding, shard };
  });
}

/** What the short fuzzing after these cases reports: what breaks a rule that no case has shown to be broken, and one thing more. */
function fuzzing(cases: readonly Judged[], from: number): readonly RecordEvent[] {
  const isKnown = cases.some(({ finding }) => isBreach(finding.verdict));
  const all: RecordEvent[] = Array.from({ length: 1000 + from }, () => summary);
  const found = ['R-1', 'R-2'].map((id) => {
    const spec: ExchangeSpec = { delta: [{ op: 'claim-remove', name: id }], expect: 'refuse' };
    const plan = caseOf([spec], { id: `fuzz-${id.toLowerCase()}`, requirements: [id] });
    const at = recorder(plan.id, all);
    const trial = caseFinding(at, plan, [{ steps: [step(at, spec, accepted)] }], { requirements: [graded(id)] });
    const basis =
      trial.basis.by === 'case'
        ? { by: 'confirmation' as const, tries: [{ attempts: trial.basis.attempts }] }
        : trial.basis;
    const fuzz = { phase: 'singles', seed: 1, index: 1, seen: 1, of: 1 };
    const { attribution, ...rest } = trial;
    const judgement = { ...rest, ...defined({ attribution }) };
    return findingOf(at, plan, judgement, { basis, fuzz, requirements: [graded(id)], index: 500 });
  });
  const kept = found.filter(({ case: id }) => id !== 'fuzz-r-1' || !isKnown);
  return [...all.slice(1000 + from), ...kept];
}

type Run = { readonly total: number; readonly shard?: string; readonly isFuzzed: boolean };

function runOf(cases: readonly Judged[], { total, shard, isFuzzed }: Run): RunRecord {
  const events = cases.flatMap((one) => one.events);
  const provisional = watches.map((watch, place) => {
    const basis = { by: 'watch' as const, seen: 0 };
    const nothing = createTally({ watch, place: 'token', requirements: [graded('W-1')] }).result();
    return findingOf(recorder(), watch, nothing, { basis, requirements: [graded('W-1')], index: 100 + place });
  });
  const anew = watchAnew(mergedWatches([foldRecord(eventsOf(provisional))], 't').map(allSeen));
  for (const event of events) if (event.type === 'exchange') anew.look(event);
  const after = isFuzzed ? fuzzing(cases, total) : [];
  const narrowed = shard === undefined ? [] : [{ by: '--shard', to: [shard] }];
  return foldRecord(
    eventsOf([...events, ...cases.map(({ finding }) => finding), ...anew.findings(), ...after], {
      started: { scope: { narrowed, slow: false }, failOn: ['fail', 'crash'] },
      target: { waivers },
      preflight: { of: total, selected: { count: total, digest: 'd' } },
      ...(isFuzzed ? { fuzz: { ...summary, findings: after.filter(({ type }) => type === 'finding').length } } : {}),
    }),
  );
}

function allSeen<T extends { readonly basis: object }>(finding: T): T {
  return { ...finding, basis: { ...finding.basis, seen: 1e9 } };
}

function merged(records: readonly RunRecord[]): RunRecord {
  const parts = records.map((record, index) => ({ file: `${index}`, record }));
  const arranged = arrange(parts, false);
  const events: RecordEvent[] = [];
  writeMerged(arranged, mergedStart(arranged, { runId: 'm', command: 'proofmark merge' }), (event) =>
    events.push(event),
  );
  return foldRecord(events);
}

/** All that a reader acts upon. */
function shown({ findings, finished, fuzzed, preflights }: RunRecord) {
  const { type: _type, finishedAt: _at, ...end } = finished ?? ({} as Partial<RunFinished>);
  return {
    end,
    findings: findings.map(({ instance, verdict, reason, waiver, crash }) => ({
      instance,
      verdict,
      reason,
      isWaived: waiver !== undefined,
      crash,
    })),
    fuzzed,
    planned: preflights.map(({ planned, of }) => [planned, of]),
  };
}

const sketch = (shards: number): fc.Arbitrary<Sketch> =>
  fc.record({
    expect: fc.constantFrom('refuse' as const, 'accept' as const),
    answer: fc.constantFrom(...(Object.keys(answers) as Answer[])),
    shard: fc.integer({ min: 1, max: shards }),
  });

const split = fc
  .integer({ min: 1, max: 5 })
  .chain((of) => fc.record({ of: fc.constant(of), sketches: fc.array(sketch(of), { minLength: 1, maxLength: 9 }) }));

test('any split of a run into shards merges to what the run came to', () => {
  fc.assert(
    fc.property(split, fc.integer(), ({ of, sketches }, turn) => {
      const cases = judged(sketches);
      const total = cases.length + watches.length;
      const whole = runOf(cases, { total, isFuzzed: true });
      const shards = Array.from({ length: of }, (_, place) => {
        const index = place + 1;
        const own = cases.filter(({ shard }) => shard === index);
        return runOf(own, { total, shard: shardText({ index, of }), isFuzzed: index === of });
      });
      const from = Math.abs(turn) % of;
      const one = merged([...shards.slice(from), ...shards.slice(0, from)]);
      expect([firstInconsistency(whole), firstInconsistency(one)]).toEqual([undefined, undefined]);
      expect(shards.map(firstInconsistency)).toEqual(shards.map(() => undefined));
      expect(shown(one)).toEqual(shown(whole));
      expect(shards.map(({ finished }) => finished?.tone)).not.toContain('good');
      expect(shards.flatMap(({ finished }) => finished?.staleWaivers)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
