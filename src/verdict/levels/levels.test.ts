import { describe, expect, test } from 'vitest';
import type { Level } from './levels.ts';
import { levelsOf } from './levels.ts';
import type { Judged, Role, Row } from './rows.ts';

type Finding = Judged['findings'][number];
type Change = (run: Run) => void;
/** A run of one role, as far as its level follows from it; tests change it before it is looked at. */
type Run = {
  started: { scope: { slow: boolean; narrowed: { by: string }[] }; targets: { product?: { version?: string } }[] };
  rows: Record<string, Partial<Row>>;
  verdicts: Record<string, Partial<Finding>>;
  preflight: { facts: { name: string; value: string }[]; obstacles: object[]; planned?: number };
  fuzzed: { cut?: boolean; plans: { agrees: number; either: number; surprise: number; unjudged: number } }[];
  finished: { ended: string; staleWaivers: string[] } | undefined;
};

const checks = [
  'RFC9449-4.3-01a',
  'RFC9449-4.3-02a',
  'RFC9449-4.3-03a',
  'RFC9449-4.3-04a',
  'RFC9449-4.3-05a',
  'RFC9449-4.3-06a',
  'RFC9449-4.3-07a',
  'RFC9449-4.3-08a',
  'RFC9449-4.3-09a',
  'RFC9449-4.3-10',
  'RFC9449-4.3-11a',
  'RFC9449-4.3-12a',
];
const raced = ['RFC9449-11.1-02', 'RFC9449-11.1-09'];
const ofNonces = ['RFC9449-8-07', 'RFC9449-9-03'];
const ofClients = [
  'RFC9449-4.2-01',
  'RFC9449-4.2-02',
  'RFC9449-4.2-03',
  'RFC9449-4.2-04',
  'RFC9449-4.2-05',
  'RFC9449-4.2-06',
  'RFC9449-4.2-07',
  'RFC9449-4.2-08',
  'RFC9449-4.2-09',
  'RFC9449-4.2-10',
  'RFC9449-4.2-11',
  'RFC9449-4.2-12',
  'RFC9449-4.2-13',
  'RFC9449-4.2-14',
  'RFC9449-4.2-15',
  'RFC9449-4.2-16',
  'RFC9449-4.2-17',
  'RFC9449-4.2-18',
];

function judged(role: Role, change: Change = () => {}): Judged {
  const ids = role === 'client' ? ofClients : [...checks, ...raced, ...ofNonces];
  const run: Run = {
    started: { scope: { slow: true, narrowed: [] }, targets: [{ product: { version: '1.0.0' } }] },
    rows: Object.fromEntries(ids.map((id) => [id, {}])),
    verdicts: {},
    preflight: {
      facts: ['nonces (token endpoint)', 'nonces (resource server)'].map((name) => ({ name, value: 'required' })),
      obstacles: [],
    },
    fuzzed: [{ plans: { agrees: 900, either: 100, surprise: 0, unjudged: 0 } }],
    finished: { ended: 'complete', staleWaivers: [] },
  };
  change(run);
  const rows = Object.entries(run.rows).map(([id, row]) => ({
    id,
    section: '',
    heading: '',
    level: 'MUST',
    summary: '',
    profile: 'core',
    role,
    isAsked: true,
    cases: 1,
    isSlow: false,
    ...row,
  }));
  const findings = rows
    .filter(({ cases, isSlow }) => cases > 0 && (!isSlow || run.started.scope.slow))
    .map(({ id }) => ({
      target: 'shop',
      role,
      place: role === 'rs' ? 'resource' : 'token',
      instance: `${id}@x`,
      case: id,
      verdict: 'pass',
      reason: '',
      assertions: [],
      requirements: [{ id }],
      basis: { by: 'case', attempts: [] },
      ...run.verdicts[id],
    }));
  const preflight = { planned: findings.length, ...run.preflight };
  return {
    started: {
      profiles: [],
      failOn: ['fail'],
      seed: 1,
      ...run.started,
      targets: run.started.targets.map((target) => ({ name: 'shop', roles: [role], ...target })),
    },
    coverage: { type: 'coverage', rows },
    preflights: [{ type: 'preflight', target: 'shop', ...preflight }],
    findings,
    fuzzed: run.fuzzed.map((one) => ({ target: 'shop', stopped: '', ...one })),
    quirks: [],
    comparisons: [],
    ...(run.finished === undefined ? {} : { finished: run.finished }),
  } as unknown as Judged;
}

const at =
  (id: string, verdict: Partial<Finding>): Change =>
  ({ verdicts }) =>
    void (verdicts[id] = verdict);
const waiver = { reason: 'known', expires: '2027-03-01' } as Finding['waiver'];
const first = 'RFC9449-4.3-01a';

describe('the level of a server', () => {
  test.each<[what: string, level: Level, lacks: string | undefined, change?: Change]>([
    ['that keeps all', 'hardened', undefined],
    ['that breaks a rule', 'none', `${first}: is broken`, at(first, { verdict: 'fail' })],
    [
      'that breaks two',
      'none',
      `${first} and 1 more: are broken`,
      ({ verdicts }) => {
        for (const id of [first, 'RFC9449-4.3-02a']) verdicts[id] = { verdict: 'fail' };
      },
    ],
    ['with a waiver', 'none', 'waived', at(first, { verdict: 'fail', waiver })],
    ['with a waived warning', 'none', 'waived', at(first, { verdict: 'warn', waiver })],
    ['that could not be judged', 'none', 'could not be judged', at(first, { verdict: 'blocked' })],
    ['with an error', 'none', 'could not be judged', at(first, { verdict: 'error' })],
    ['with a check that does not apply', 'none', 'check 1 of RFC 9449 §4.3', at(first, { verdict: 'skip' })],
    ['with a check that was only noted', 'none', 'check 1 of RFC 9449 §4.3', at(first, { verdict: 'note' })],
    [
      'whose clock is the nonce',
      'hardened',
      undefined,
      ({ verdicts }) => void (verdicts['RFC9449-4.3-11a'] = { verdict: 'skip' }),
    ],
    [
      'whose nonces are demanded, and not judged',
      'none',
      'check 11 of RFC 9449 §4.3',
      ({ verdicts }) => {
        for (const id of ['RFC9449-4.3-10', 'RFC9449-4.3-11a']) verdicts[id] = { verdict: 'skip' };
      },
    ],
    [
      'whose clock is not judged, and whose nonces are offered',
      'none',
      'check 11 of RFC 9449 §4.3',
      ({ verdicts, preflight }) => {
        verdicts['RFC9449-4.3-11a'] = { verdict: 'skip' };
        for (const fact of preflight.facts) fact.value = 'offered';
      },
    ],
    ['without a version', 'none', 'no version', ({ started }) => void (started.targets[0] = { product: {} })],
    ['without a product', 'none', 'no version', ({ started }) => void (started.targets[0] = {})],
    ['of a run without an end', 'none', 'no end', (run) => void (run.finished = undefined)],
    [
      'of a run that was cut',
      'none',
      'was interrupted',
      (run) => void (run.finished = { ended: 'interrupted', staleWaivers: [] }),
    ],
    ['with a stale waiver', 'none', 'stale', ({ finished }) => void finished?.staleWaivers.push('waivers.yaml:3')],
    [
      'that was tested in part',
      'none',
      '--suite',
      ({ started }) => void started.scope.narrowed.push({ by: '--suite' }),
    ],
    ['of which a case is missing', 'none', 'did not run', ({ preflight }) => void (preflight.planned = 17)],
    [
      'that could not be reached',
      'none',
      'could not be tested',
      ({ preflight }) => void preflight.obstacles.push({ severity: 'error', message: 'gone' }),
    ],
    ['that is warned of', 'core', `${first}: is broken, and warned of`, at(first, { verdict: 'warn' })],
    ['that crashed', 'core', 'crashed', at(first, { crash: true })],
    [
      'of which a rule waits',
      'none',
      'waits in real time',
      ({ rows, started }) => {
        rows['RFC9449-8-04'] = { isSlow: true };
        started.scope.slow = false;
      },
    ],
    [
      'of which a weaker rule waits',
      'core',
      'waits in real time',
      ({ rows, started }) => {
        rows['RFC9449-8-04'] = { isSlow: true, level: 'SHOULD' };
        started.scope.slow = false;
      },
    ],
    [
      'of which a permission waits',
      'hardened',
      undefined,
      ({ rows, started }) => {
        rows['RFC9449-8-04'] = { isSlow: true, level: 'MAY' };
        started.scope.slow = false;
      },
    ],
    ['with a rule that no case judges', 'hardened', undefined, ({ rows }) => void (rows['R-9'] = { cases: 0 })],
    [
      'with a rule of a profile that nobody asked for',
      'hardened',
      undefined,
      ({ rows, verdicts }) => {
        rows['FAPI2-1'] = { isAsked: false, profile: 'fapi2' };
        verdicts['FAPI2-1'] = { verdict: 'fail' };
      },
    ],
    ['whose replays are not judged', 'strict', 'RFC9449-11.1-02', at('RFC9449-11.1-02', { verdict: 'skip' })],
    ['whose races are not judged', 'strict', 'RFC9449-11.1-09', at('RFC9449-11.1-09', { verdict: 'note' })],
    [
      'that demands no nonces',
      'strict',
      'nonces are not demanded (offered)',
      ({ preflight }) => {
        for (const fact of preflight.facts) fact.value = 'offered';
      },
    ],
    ['whose nonces are not judged', 'strict', 'RFC9449-4.3-10', at('RFC9449-4.3-10', { verdict: 'skip' })],
    [
      'that was fuzzed a little',
      'strict',
      'only 400 plans',
      ({ fuzzed }) => void (fuzzed[0] = { plans: { agrees: 400, either: 0, surprise: 0, unjudged: 0 } }),
    ],
    ['whose fuzzing was cut', 'none', 'fuzzing ended early', ({ fuzzed }) => fuzzed.forEach((one) => (one.cut = true))],
  ])('%s', (_, level, lacks, change) => {
    for (const role of ['as', 'rs'] as const) {
      const [standing, ...more] = levelsOf(judged(role, change));
      expect([more, standing?.role, standing?.profile, standing?.level]).toEqual([[], role, 'core', level]);
      expect(standing?.lacks ?? 'nothing').toContain(lacks ?? 'nothing');
    }
  });

  test('of a profile is none where the core is broken, and the core does not ask for the profile', () => {
    const withProfile: Change = ({ rows }) => void (rows['FAPI2-1'] = { profile: 'fapi2' });
    const levels = (change: Change): readonly string[] =>
      levelsOf(
        judged('as', (run) => {
          withProfile(run);
          change(run);
        }),
      ).map(({ profile, level }) => `${profile} ${level}`);
    expect(levels(() => {})).toEqual(['core hardened', 'fapi2 hardened']);
    expect(levels(at(first, { verdict: 'fail' }))).toEqual(['core none', 'fapi2 none']);
    expect(levels(at('FAPI2-1', { verdict: 'fail' }))).toEqual(['core hardened', 'fapi2 none']);
  });

  test('takes a rule for kept that a case shows and another one notes', () => {
    const noted = judged('as', at(first, { verdict: 'note' }));
    const more = judged('as', ({ rows }) => void (rows['R-1'] = {}));
    const also = { ...more.findings.at(-1), requirements: [{ id: first }] } as Finding;
    const [standing] = levelsOf({ ...noted, findings: [...noted.findings, also] });
    expect([standing?.level, standing?.rules.noted]).toEqual(['hardened', 0]);
  });

  test('counts each rule once, by what it came to', () => {
    const [standing] = levelsOf(
      judged('as', ({ verdicts, rows }) => {
        verdicts['RFC9449-8-07'] = { verdict: 'skip', reason: 'Does not apply: no nonces.' };
        verdicts['RFC9449-9-03'] = { verdict: 'note' };
        rows['R-9'] = { cases: 0 };
      }),
    );
    expect(standing?.rules).toEqual({
      fail: 0,
      warn: 0,
      waived: 0,
      open: 0,
      kept: 14,
      noted: 1,
      skipped: 1,
      waiting: 0,
      unoffered: 0,
      excluded: 1,
    });
  });
});

describe('the level of a client', () => {
  test.each<[what: string, level: Level, lacks: string, change?: Change]>([
    ['that keeps all', 'strict', 'nothing more is asked of clients'],
    ['that breaks a rule', 'none', 'RFC9449-4.2-01: is broken', at('RFC9449-4.2-01', { verdict: 'fail' })],
    ['that calls no resource', 'none', 'RFC9449-4.2-13 was not judged', at('RFC9449-4.2-13', { verdict: 'skip' })],
    ['that is asked for no nonce', 'strict', 'nothing more', at('RFC9449-4.2-15', { verdict: 'skip' })],
    ['that is warned of', 'core', 'warned of', at('RFC9449-4.2-01', { verdict: 'warn' })],
  ])('%s', (_, level, lacks, change) => {
    const [standing] = levelsOf(judged('client', change));
    expect([standing?.role, standing?.level, standing?.lacks]).toEqual([
      'client',
      level,
      expect.stringContaining(lacks),
    ]);
  });
});
