import type { Coverage } from '../src/record/coverage.ts';
import type { Finding, RecordEvent } from '../src/record/schema.ts';
import { quirksOf } from './quirks.fixture.ts';
import { fixtureExchange } from './exchange.fixture.ts';
import {
  type CaseSketch,
  coverageRow,
  preflight,
  runFinished,
  runStarted,
  sketches,
  findingEvents,
  fuzzed,
  type FindingChange,
} from './record.fixture.ts';

/** Two targets: one that passes all, one with every verdict there is. */
export function mixedRun(): readonly RecordEvent[] {
  const verdicts: readonly FindingChange[] = [
    { verdict: 'fail' },
    { verdict: 'fail', waiver: { reason: 'Known since 3.1, mended in 3.2 (SHOP-812).', expires: '2027-03-01' } },
    { verdict: 'warn' },
    {
      verdict: 'blocked',
      attribution: 'weak',
      reason: 'The control was throttled with 429: nothing can be concluded.',
    },
    { verdict: 'note', reason: 'The scheme in lower case is taken.' },
    { verdict: 'skip', exchanges: [], assertions: [], reason: 'Replay detection is not claimed.' },
  ];
  return [
    runStarted(['reference', 'shop']),
    coverage(),
    preflight('reference'),
    ...sketches.flatMap((sketch, index) => findingEvents('reference', sketch, 100 + index, { verdict: 'pass' })),
    fuzzed('reference'),
    preflight('shop', [], sketches.length + 1),
    ...sketches.flatMap((sketch, index) =>
      findingEvents('shop', sketch, 200 + index, verdicts[index] ?? { verdict: 'pass' }),
    ),
    ...failedConnection(),
    fuzzed('shop'),
    quirksOf('shop'),
    runFinished({ exitCode: 1, counts: { fail: 2 }, waived: 1 }),
  ];
}

function coverage(): Coverage {
  const row = { level: 'MAY', summary: 'Both challenges may carry the error.', cases: 0 };
  const excluded = { reason: 'a permission: no answer of the server breaks it', rows: [] };
  return {
    type: 'coverage',
    rows: [coverageRow('R-excluded', { ...row, excluded }), coverageRow('R-open', row)],
  };
}

/** Everything passes: the one kind of run that may look green. */
export function greenRun(): readonly RecordEvent[] {
  return [
    runStarted(['reference']),
    preflight('reference'),
    ...sketches.flatMap((sketch, index) => findingEvents('reference', sketch, 100 + index, { verdict: 'pass' })),
    fuzzed('reference'),
    runFinished(),
  ];
}

function failedConnection(): readonly RecordEvent[] {
  const sketch = {
    ...sketchAt(0),
    id: 'proof-too-large',
    title: 'refuses or takes a large proof cleanly',
    place: 'token' as const,
  };
  const [control, tested, after, finding] = findingEvents('shop', sketch, 300, {
    verdict: 'error',
    reason: 'The connection was reset.',
  });
  if (tested?.type !== 'exchange' || !control || !after || !finding) return [];
  const { response: _response, ...transcript } = tested.transcript;
  const failure = { kind: 'reset' as const, message: 'socket hang up' };
  const outcome = { class: 'failed' as const, text: 'the connection was reset' };
  return [control, { ...tested, outcome, transcript: { ...transcript, failure } }, after, finding];
}

function sketchAt(index: number): CaseSketch {
  const sketch = sketches[index];
  if (sketch === undefined) throw new RangeError(`no sketch ${index}`);
  return sketch;
}

const hostileTexts = [
  '</script><script>globalThis.pwned = "script"</script>',
  '<img src="http://127.0.0.1:9/x" onerror="globalThis.pwned = \'img\'">',
  '{{{raw}}} {{#each this}} ${globalThis.pwned = "template"}',
  '\u001B[2J\u001B[31mred\u0007',
  '\u202Egnp.exe\u2066',
  '<!--<script>',
  ']]>\'"`&amp;',
  '@everyone [x](http://evil.example) `code` | *b*',
] as const;

/** A server, and a suite of somebody else, that put hostile text wherever a text can stand. */
export function hostileRun(): readonly RecordEvent[] {
  const hostile = hostileTexts.join(' ');
  const sketch = {
    ...sketchAt(0),
    title: hostile,
    why: hostile,
    summary: hostile,
    suiteTitle: hostile,
    section: `RFC 9449 §4.3 ${hostile}`,
  };
  const [control, tested, after, finding] = findingEvents(hostile, sketch, 400, {
    verdict: 'fail',
    reason: hostile,
    waiver: { reason: hostile },
  });
  if (tested?.type !== 'exchange' || !control || !after || finding?.type !== 'finding') return [];
  const huge = `${hostile}${'A'.repeat(300_000)}`;
  const response = { status: 200, fields: [[hostile, hostile] as [string, string]], body: huge, bodyBytes: 400_000 };
  const outcome = { class: 'accepted' as const, status: 200, text: hostile };
  const proof = { text: hostile, header: { [hostile]: hostile, jwk: { [hostile]: hostile } }, payload: nested(500) };
  const { waiver: _waiver, ...unwaived } = finding;
  const open: Finding = { ...unwaived, instance: 'open@resource', case: 'open' };
  return [
    runStarted([hostile], { command: hostile }),
    {
      type: 'preflight',
      target: hostile,
      facts: [{ name: hostile, value: hostile }],
      obstacles: [{ severity: 'warning', message: hostile }],
    },
    control,
    { ...tested, delta: [hostile], proof, outcome, transcript: { ...tested.transcript, response } },
    after,
    finding,
    { ...open, assertions: [{ requirement: hostile, verdict: 'fail', expected: hostile, got: hostile }] },
    quirksOf(hostile, hostile),
    runFinished({ exitCode: 1, message: hostile, staleWaivers: [hostile] }),
  ];
}

export function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = { a: value };
  return value;
}

/** `count` findings with three exchanges each, one in twenty a breach. */
export function largeRun(count: number): readonly RecordEvent[] {
  const sections = 20;
  const findings = Array.from({ length: count }, (_, index) => {
    const sketch = sketchAt(index % sketches.length);
    const section = `RFC 9449 §${1 + (index % sections)}`;
    const own = { ...sketch, id: `${sketch.id}-${index}`, section, suiteTitle: `Suite ${index % sections}` };
    return findingEvents('big', own, 100_000 + index, { verdict: index % 20 === 0 ? 'fail' : 'pass' });
  });
  return [runStarted(['big']), ...findings.flat(), runFinished({ exitCode: 1 })];
}

/** One exchange more, for tests of what is beside the pair. */
export function challengeExchange(target: string, instance: string): RecordEvent {
  const base = { target, instance, place: 'resource' as const };
  return fixtureExchange({ ...base, id: 'e9001', purpose: 'challenge', isRefused: true, error: 'use_dpop_nonce' });
}
