import { hardenedLacks } from './hardened.ts';
import { noncePolicy } from './nonce-policy.ts';
import { type Judged, type Role, type Row, type RowStanding, rowStandings, type RowState, rowStates } from './rows.ts';
import { runLacks } from './run-lacks.ts';

/** How far the evidence of a run goes, for one role and profile. Each has what the one before has. */
export const levels = ['none', 'core', 'strict', 'hardened'] as const;
export type Level = (typeof levels)[number];

/** What a run shows of one role of a target, by the rules of one profile. */
export type LevelStanding = {
  readonly target: string;
  readonly role: Role;
  /** `core`, or the profile that makes the demand. */
  readonly profile: string;
  readonly level: Level;
  /** One sentence: why not the next. Absent at the highest. */
  readonly lacks?: string;
  /** How many rules came to what. */
  readonly rules: Readonly<Record<RowState, number>>;
};

/** The levels that a run shows, for each role of each target, and each profile that was selected. */
export function levelsOf(record: Judged): readonly LevelStanding[] {
  return record.started.targets.flatMap(({ name, roles }) =>
    roles.flatMap((role) => {
      const rows = rowStandings(record, name, role);
      const profiles = [...new Set(rows.map(({ row }) => row.profile))];
      return profiles.map((profile) => standingFor(record, { target: name, role, profile }, rows));
    }),
  );
}

type Site = Pick<LevelStanding, 'target' | 'role' | 'profile'>;

/** A profile builds on the core: with a broken rule there, nobody keeps the profile. */
function standingFor(record: Judged, site: Site, all: readonly RowStanding[]): LevelStanding {
  const rows = all.filter(({ row }) => row.profile === site.profile);
  const weighed =
    site.profile === 'core' ? rows : all.filter(({ row }) => ['core', site.profile].includes(row.profile));
  const steps = [
    () => runLacks(record, site) ?? unclean(weighed, 'fail') ?? unjudged(record, site, all),
    () => unclean(weighed, 'warn') ?? crashes(record, site),
    () => hardenedLacks(record, site, weighed),
  ];
  const rules = countsOf(rows);
  for (const [index, step] of steps.entries()) {
    const lacks = step();
    if (lacks !== undefined) return { ...site, level: levels[index] ?? 'none', lacks, rules };
  }
  return { ...site, level: 'hardened', rules };
}

function countsOf(rows: readonly RowStanding[]): LevelStanding['rules'] {
  const counts = Object.fromEntries(rowStates.map((state) => [state, 0])) as Record<RowState, number>;
  for (const { state } of rows) counts[state] += 1;
  return counts;
}

/** Of one rule, and of several. */
const words = {
  fail: ['is broken', 'are broken'],
  warn: ['is broken, and warned of', 'are broken, and warned of'],
  waived: ['is waived', 'are waived'],
  open: ['could not be judged', 'could not be judged'],
  waiting: ['waits in real time, and was left out (--slow)', 'wait in real time, and were left out (--slow)'],
} as const;

/** The first rule of a grade that stands in the way. What breaks a rule of a lower grade, and what was answered for, does so too. */
function unclean(rows: readonly RowStanding[], grade: 'fail' | 'warn'): string | undefined {
  const broken = rows.filter(({ state }) => state === 'fail' || (grade === 'warn' && state === 'warn'));
  if (broken.length > 0) return several(broken, words[grade]);
  for (const state of ['waived', 'open'] as const) {
    const own = rows.filter((row) => row.state === state);
    if (own.length > 0) return several(own, words[state]);
  }
  const waiting = rows.filter(({ state, row }) => state === 'waiting' && isGraded(row, grade));
  return waiting.length === 0 ? undefined : several(waiting, words.waiting);
}

/** Rules that say what may be are asked of nobody. */
function isGraded({ level }: Row, grade: 'fail' | 'warn'): boolean {
  if (level === 'MAY') return false;
  return grade === 'warn' || level.startsWith('MUST');
}

function several(rows: readonly RowStanding[], [one, many]: readonly [string, string]): string {
  const [first, ...more] = rows.map(({ row }) => row.id);
  return more.length === 0 ? `${first ?? ''}: ${one}` : `${first ?? ''} and ${more.length} more: ${many}`;
}

/** What makes a proof is looked at in each proof of a client; without proofs at both kinds of server, there is no evidence. */
const ofProofs = [
  'RFC9449-4.2-01',
  'RFC9449-4.2-02',
  'RFC9449-4.2-03',
  'RFC9449-4.2-04',
  'RFC9449-4.2-06',
  'RFC9449-4.2-09',
  'RFC9449-4.2-10',
  'RFC9449-4.2-12',
  'RFC9449-4.2-13',
  'RFC9449-4.2-18',
];

function unjudged(record: Judged, site: Site, rows: readonly RowStanding[]): string | undefined {
  if (site.role !== 'client') return checksUnjudged(record, site, rows);
  const missing = ofProofs.find((id) => !rows.some(({ row, state }) => row.id === id && isJudged(state)));
  return missing === undefined ? undefined : `${missing} was not judged`;
}

function isJudged(state: RowState): boolean {
  return state === 'kept' || state === 'fail' || state === 'warn';
}

/**
 * Each of the checks of RFC 9449 section 4.3 has to have been tried; that of the nonce only where nonces are given out. Check 11
 * knows two clocks, `iat` and the nonce: where a nonce is demanded, check 10 stands for it.
 */
function checksUnjudged(record: Judged, site: Site, rows: readonly RowStanding[]): string | undefined {
  const { role } = site;
  const due = Array.from({ length: role === 'rs' ? 12 : 11 }, (_, index) => index + 1).filter((check) => check !== 10);
  const judged = new Set(
    rows.filter(({ state }) => isJudged(state)).map(({ row }) => /^RFC9449-4\.3-(\d\d)/.exec(row.id)?.[1]),
  );
  const isByNonce = noncePolicy(record, site) === 'required' && judged.has('10');
  const missing = due.find((check) => !(check === 11 && isByNonce) && !judged.has(String(check).padStart(2, '0')));
  return missing === undefined ? undefined : `check ${missing} of RFC 9449 §4.3 was not judged`;
}

function crashes({ findings }: Judged, { target, role }: Site): string | undefined {
  const own = findings.filter((one) => one.target === target && one.role === role && one.crash === true);
  return own.length === 0 ? undefined : `the server crashed in ${own.length} cases: ${own[0]?.instance ?? ''}`;
}
