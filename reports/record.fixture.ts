import type { Coverage } from '../src/record/coverage.ts';
import type {
  ExchangeEvent,
  Finding,
  RecordEvent,
  RequirementRef,
  RunFinished,
  RunStarted,
} from '../src/record/schema.ts';
import { fixtureExchange, type ProofChange } from './exchange.fixture.ts';

export function runStarted(targets: readonly string[], change: Partial<RunStarted> = {}): RunStarted {
  return {
    type: 'run-started',
    recordVersion: 3,
    runId: 'run-7f3c',
    proofmark: '0.1.0',
    node: '24.21.0',
    startedAt: '2026-11-22T02:13:04.020Z',
    today: '2026-11-22',
    seed: 42,
    command: `proofmark run ${targets.map((name) => `targets/${name}.yaml`).join(' ')} --seed 42`,
    profiles: ['core'],
    strict: false,
    failOn: ['fail'],
    scope: { narrowed: [], slow: false },
    suiteDigest: '3b1f0e6c8a4d97725e0b6d1c9f3a2e8847c5d6b0a1f2e3d4c5b6a79880716253',
    targets: targets.map((name) => ({
      name,
      descriptor: `targets/${name}.yaml`,
      digest: 'ab12cd34ef567890aa11',
      roles: ['as', 'rs'],
      lines: { as: 3, rs: 9 },
    })),
    ...change,
  };
}

export function runFinished(change: Partial<RunFinished> = {}): RunFinished {
  return {
    type: 'run-finished',
    finishedAt: '2026-11-22T02:13:08.910Z',
    ended: 'complete',
    exitCode: 0,
    tone: 'good',
    counts: {},
    waived: 0,
    problems: [],
    staleWaivers: [],
    scope: { ran: 0, of: 0, why: [] },
    targets: [],
    ...change,
  };
}

/** A rule in the list of a record. */
export function coverageRow(id: string, change: Partial<Coverage['rows'][number]> = {}): Coverage['rows'][number] {
  return {
    id,
    section: 'RFC9449 7.2',
    heading: 'RFC 9449 §7.2',
    level: 'MUST',
    role: 'rs',
    summary: 'A rule.',
    profile: 'core',
    isAsked: true,
    cases: 1,
    isSlow: false,
    ...change,
  };
}

export type CaseSketch = {
  readonly id: string;
  readonly title: string;
  readonly section: string;
  readonly suiteTitle: string;
  readonly requirement: string;
  readonly level?: string;
  readonly summary: string;
  readonly why?: string;
  readonly delta: readonly string[];
  readonly change?: ProofChange;
  readonly place: 'token' | 'resource';
};

const htu = { section: 'RFC 9449 §4.3', suiteTitle: 'Checking DPoP proofs' };

export const sketches: readonly CaseSketch[] = [
  {
    ...htu,
    id: 'htu-other-path',
    title: 'rejects a proof whose htu names another path',
    requirement: 'RFC9449-4.3-09a',
    summary: 'htu naming another path is refused.',
    why: 'A proof caught at one endpoint would open all the others of the server.',
    delta: ['claim htu is the request URI, edited: other path'],
    change: { payload: { htu: 'http://127.0.0.1:4101/elsewhere' } },
    place: 'resource',
  },
  {
    ...htu,
    id: 'jwk-private-key',
    title: 'rejects a proof that carries its private key',
    requirement: 'RFC9449-4.3-07a',
    summary: 'The jwk header does not contain a private key.',
    why: 'Who sends the key with the proof has lost it; the binding is then worth nothing.',
    delta: ['header jwk is the public key, private'],
    change: {
      header: {
        jwk: {
          kty: 'EC',
          crv: 'P-256',
          x: 'l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs',
          y: '9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA',
          d: 'AAAA',
        },
      },
    },
    place: 'token',
  },
  {
    ...htu,
    id: 'iat-hour-ahead',
    title: 'rejects a proof made an hour ahead',
    requirement: 'RFC9449-4.3-11c',
    level: 'implied',
    summary: 'A proof whose iat lies an hour ahead is refused.',
    delta: ['claim iat is now + 3600 s'],
    change: { payload: { iat: 1_795_316_784 } },
    place: 'resource',
  },
  {
    section: 'RFC 9449 §7.1',
    suiteTitle: 'The DPoP authentication scheme',
    id: 'ath-missing',
    title: 'rejects a proof without ath beside an access token',
    requirement: 'RFC9449-4.3-12a',
    summary: 'ath is present and equals the hash of the access token.',
    delta: ['claim ath is missing'],
    change: { payload: { ath: undefined } },
    place: 'resource',
  },
  {
    section: 'RFC 9449 §7.1',
    suiteTitle: 'The DPoP authentication scheme',
    id: 'scheme-lower-case',
    title: 'accepts the scheme in lower case',
    requirement: 'RFC9449-7.1-03',
    level: 'SHOULD',
    summary: 'Scheme names are compared without case.',
    delta: ['Authorization scheme dpop'],
    place: 'resource',
  },
  {
    section: 'RFC 9449 §11.1',
    suiteTitle: 'Replay of proofs',
    id: 'replay-same-proof',
    title: 'rejects a proof seen before',
    requirement: 'RFC9449-11.1-01',
    level: 'SHOULD',
    summary: 'A jti is remembered while its proof would still be taken.',
    delta: ['the very proof sent as "first"'],
    place: 'resource',
  },
];

export type FindingChange = Partial<Finding> & { readonly verdict: Finding['verdict'] };

/** A finding with the exchanges it rests on: control before, tested, control after. */
export function findingEvents(
  target: string,
  sketch: CaseSketch,
  number: number,
  change: FindingChange,
): readonly RecordEvent[] {
  const instance = `${sketch.id}@${sketch.place}`;
  const isRefused = change.verdict === 'pass';
  const base = { target, instance, place: sketch.place };
  const exchanges: readonly ExchangeEvent[] = [
    fixtureExchange({ ...base, id: `e${number}1`, purpose: 'control-before' }),
    fixtureExchange({ ...base, ...sketchChange(sketch), id: `e${number}2`, delta: sketch.delta, isRefused }),
    fixtureExchange({ ...base, id: `e${number}3`, purpose: 'control-after' }),
  ];
  const ids = exchanges.map(({ id }) => id);
  return [...exchanges, findingOf(target, sketch, ids, { index: number, ...change })];
}

function sketchChange({ change }: CaseSketch): { readonly change?: ProofChange } {
  return change === undefined ? {} : { change };
}

function findingOf(target: string, sketch: CaseSketch, exchanges: readonly string[], change: FindingChange): Finding {
  const role = sketch.place === 'token' ? 'as' : 'rs';
  const requirement = requirementOf(sketch, role);
  const isPassed = change.verdict === 'pass';
  const got = isPassed ? 'refused with 401 and invalid_dpop_proof' : 'accepted with 200';
  return {
    type: 'finding',
    index: 0,
    target,
    instance: `${sketch.id}@${sketch.place}`,
    case: sketch.id,
    suite: 'proof-checks',
    suiteTitle: sketch.suiteTitle,
    section: sketch.section,
    place: sketch.place,
    role,
    title: sketch.title,
    ...(sketch.why === undefined ? {} : { why: sketch.why }),
    requirements: [requirement],
    ...(isPassed ? { attribution: 'strong' as const } : {}),
    reason: isPassed
      ? 'Refused as the proof fault it is; the control was accepted.'
      : 'Accepted with 200, like the control that has no fault.',
    assertions: [
      {
        requirement: requirement.id,
        verdict: change.verdict,
        expected: 'a refusal',
        got,
        exchange: exchanges[1] ?? '',
      },
    ],
    exchanges: [...exchanges],
    plan: planOf(sketch),
    basis: { by: 'case', attempts: [] },
    ms: 7.2,
    ...change,
  };
}

function planOf({ id }: CaseSketch): unknown {
  return { id, exchanges: [{ delta: [{ op: 'claim-set', name: 'htu', value: { $: 'htu', edits: ['other-path'] } }] }] };
}

function requirementOf(sketch: CaseSketch, role: 'as' | 'rs'): RequirementRef {
  const { requirement: id, section, level = 'MUST', summary } = sketch;
  const severity = level === 'MUST' ? 'fail' : 'warn';
  return { id, role, section, level, summary, severity, base: severity };
}

/** `planned`: how many cases were selected, which are all that apply. */
export function preflight(target: string, errors: readonly string[] = [], planned = sketches.length): RecordEvent {
  return {
    type: 'preflight',
    target,
    facts: [
      { name: 'clock offset', value: '0.1 s' },
      { name: 'nonce policy', value: 'authorization server none, resource server offered' },
      { name: 'token', value: 'JWT, bound by cnf.jkt' },
    ],
    obstacles: errors.map((message) => ({ severity: 'error', message })),
    planned,
    of: planned,
  };
}

/** A campaign that came to its end and found nothing. */
export function fuzzed(target: string): RecordEvent {
  return {
    type: 'fuzz',
    target,
    seed: 42,
    places: ['token'],
    plans: { agrees: 90, either: 6, surprise: 0, unjudged: 0 },
    requests: 300,
    findings: 0,
    stopped: 'all plans were tried',
  };
}
