import type { Coverage } from '../../record/coverage.ts';
import { foldRecord } from '../../record/fold.ts';
import type {
  ExchangeEvent,
  Finding,
  FuzzSummary,
  Preflight,
  RecordEvent,
  RunFinished,
  RunRecord,
  RunStarted,
} from '../../record/schema.ts';
import { roleOf } from '../../suite/catalogue.ts';
import type { Case, ExchangeSpec, Place, Watch } from '../../suite/schema.ts';
import type { WireResponse } from '../../wire/types.ts';
import { attemptBasis } from '../attempt-basis.ts';
import { type Attempt, judgeAttempts } from '../attempts.ts';
import type { Answer } from '../check-result.ts';
import { conclude } from '../conclude.ts';
import { gatherDisorder } from '../crash.ts';
import { mark } from '../marks.ts';
import type { JudgedStep, Seen } from '../judge-step.ts';
import type { Judgement } from '../judgement.ts';
import { outcomeShown } from '../recorded-outcome.ts';
import type { GradedRequirement } from '../policy.ts';
import type { Keeping } from '../step-facts.ts';
import { answered } from '../verdict.fixture.ts';

export const accepted = answered(200, [], { access_token: 'opaque', token_type: 'DPoP' });
export const refused = answered(400, [], { error: 'invalid_dpop_proof' });
export const challenged = answered(400, [['DPoP-Nonce', 'n']], { error: 'use_dpop_nonce' });
export const crashed = answered(500);

export function graded(id = 'R-1', change: Partial<GradedRequirement> = {}): GradedRequirement {
  return { id, role: 'as', section: 's', level: 'MUST', summary: '', severity: 'fail', base: 'fail', ...change };
}

export function caseOf(exchanges: readonly ExchangeSpec[], change: Partial<Case> = {}): Case {
  return { id: 'c', title: 'is a case', requirements: ['R-1'], at: ['token'], exchanges: [...exchanges], ...change };
}

/** Nothing is masked. */
const plain: Keeping = { text: (text) => text, quote: (text) => text, response: (response) => response };

/** Exchanges of a case at one place of the target `t`, written as they are asked for. `events`: what stands before them. */
export function recorder(id = 'c', events: RecordEvent[] = [], place: Place = 'token') {
  const target = 't';
  const send = (
    purpose: ExchangeEvent['purpose'],
    response: WireResponse | undefined,
    change: Partial<ExchangeEvent> = {},
  ): Seen => {
    const transcript: ExchangeEvent['transcript'] = {
      request: { method: 'POST', url: 'https://as.example/token', fields: [] },
      ...(response === undefined
        ? { failure: { kind: 'reset', message: 'hung up' } }
        : { response: { ...response, fields: response.fields.map(([name, value]) => [name, value]) } }),
      startedAt: '2026-01-01T00:00:00.000Z',
      totalMs: 1,
    };
    const outcome = outcomeShown(place, transcript);
    const instance = purpose === 'tested' ? `${id}@${place}` : `control@${place}`;
    const event = { type: 'exchange' as const, id: `x${events.length}`, target, instance, purpose, place, delta: [] };
    const whole: ExchangeEvent = { ...event, outcome, transcript, ...change };
    events.push(whole);
    return { id: whole.id, outcome: whole.outcome };
  };
  return { events, send, place, target };
}

export type Recorder = ReturnType<typeof recorder>;

/** A step between two controls that are accepted. */
export function step(
  { send, place }: Recorder,
  spec: ExchangeSpec,
  response: WireResponse | undefined,
  more: {
    readonly known?: Partial<Answer>;
    readonly repeated?: number;
    readonly restarts?: number;
    readonly after?: WireResponse | undefined;
  } = {},
): JudgedStep {
  const before = send('control-before', accepted);
  const { id, outcome } = send('tested', response);
  const after = send('control-after', 'after' in more ? more.after : accepted);
  const answer = response && { place, method: 'POST', response, outcome, ...more.known };
  return {
    spec,
    tested: { id, outcome, ...(answer === undefined ? {} : { answer }) },
    before,
    after,
    repeated: more.repeated ?? 1,
    restarts: more.restarts ?? 0,
  };
}

type Found = Partial<Finding> & Pick<Finding, 'basis'>;

export function findingOf(
  { place, target }: Recorder,
  plan: Case | Watch,
  judgement: Judgement,
  change: Found,
): Finding {
  const { verdict, attribution, reason, assertions } = judgement;
  return {
    type: 'finding',
    target,
    index: 0,
    instance: `${plan.id}@${place}`,
    case: plan.id,
    suite: 's',
    suiteTitle: '',
    section: '',
    place,
    role: roleOf(place),
    title: plan.title,
    requirements: [graded()],
    verdict,
    ...(attribution === undefined ? {} : { attribution }),
    reason,
    assertions: [...assertions],
    exchanges: [],
    plan,
    ms: 1,
    ...change,
  };
}

/** The finding of a case, as a run would write it. */
export function caseFinding(
  at: Recorder,
  item: Case,
  attempts: readonly Attempt[],
  { gaveUp = false, keeping = plain, ...change }: Partial<Finding> & { gaveUp?: boolean; keeping?: Keeping } = {},
): Finding {
  const requirements = change.requirements ?? [graded()];
  const { judgement } = judgeAttempts(
    { case: item, requirements: requirements as GradedRequirement[] },
    attempts,
    gaveUp,
  );
  const basis: Finding['basis'] = {
    by: 'case',
    attempts: attempts.map((attempt) => attemptBasis(attempt, keeping)),
    ...(gaveUp ? { gaveUp } : {}),
  };
  return findingOf(at, item, judgement, { basis, ...change });
}

export type Surroundings = {
  readonly started?: Partial<RunStarted>;
  readonly target?: Partial<RunStarted['targets'][number]>;
  readonly coverage?: Coverage;
  readonly preflight?: Partial<Preflight>;
  readonly fuzz?: FuzzSummary;
  readonly ended?: RunFinished['ended'];
};

/** A whole record of these events, with the end that follows from them. */
export function recordOf(events: readonly RecordEvent[], more: Surroundings = {}): RunRecord {
  return foldRecord(eventsOf(events, more));
}

export function eventsOf(events: readonly RecordEvent[], more: Surroundings = {}): readonly RecordEvent[] {
  const findings = events.filter((event) => event.type === 'finding');
  const started: RunStarted = {
    type: 'run-started',
    recordVersion: 3,
    runId: 'r',
    proofmark: '0',
    node: 'v24',
    startedAt: '2026-01-01T00:00:00.000Z',
    today: '2026-01-01',
    seed: 1,
    command: 'proofmark run t.yaml',
    profiles: [],
    strict: false,
    failOn: ['fail'],
    scope: { narrowed: [], slow: false },
    suiteDigest: '',
    targets: [{ name: 't', descriptor: 't.yaml', digest: '', roles: ['as'], ...more.target }],
    ...more.started,
  };
  const planned = findings.filter(({ fuzz }) => fuzz === undefined).length;
  const [target] = started.targets;
  const disorder = gatherDisorder();
  for (const event of events) if (event.type === 'exchange') disorder.note(event);
  const grounds = target && { target, today: started.today, disorder };
  const course: readonly RecordEvent[] = [
    started,
    ...(more.coverage === undefined ? [] : [more.coverage]),
    { type: 'preflight', target: 't', facts: [], obstacles: [], planned, of: planned, ...more.preflight },
    ...events.map((event) => (event.type === 'finding' && grounds ? mark(event, grounds) : event)),
    ...(more.fuzz === undefined ? [] : [more.fuzz]),
  ];
  const conclusion = conclude(foldRecord(course), more.ended ?? 'complete');
  return [...course, { type: 'run-finished', finishedAt: '2026-01-01T00:00:01.000Z', ...conclusion }];
}
