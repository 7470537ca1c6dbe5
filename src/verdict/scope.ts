import type { Finding, RunRecord } from '../record/schema.ts';
import type { Scope } from '../record/scope.ts';
import { isUnsure } from './judgement.ts';

/** As much of a record as its scope follows from. */
type Ran = Pick<RunRecord, 'started' | 'preflights' | 'findings' | 'fuzzed'>;

/** How much of all that applies was run, at all targets together. */
export function scopeOfRun(course: Ran): Scope {
  const { targets } = course.started;
  const each = targets.map(({ name }) => ({ name, scope: scopeAt(course, name) }));
  const own = each.flatMap(({ name, scope }) =>
    scope.why.map((why) => (targets.length === 1 ? why : `${name}: ${why}`)),
  );
  return {
    ran: each.reduce((sum, { scope }) => sum + scope.ran, 0),
    of: each.reduce((sum, { scope }) => sum + scope.of, 0),
    why: [...askedFor(course), ...own],
  };
}

export function scopeOfTarget(course: Ran, target: string): Scope {
  const own = scopeAt(course, target);
  return { ...own, why: [...askedFor(course), ...own.why] };
}

export function isWhole({ why }: Scope): boolean {
  return why.length === 0;
}

/** Only some shards of a run: a finding that needs a waiver may stand in another one, so no waiver is known to be stale. */
export function isShard({ started: { scope } }: Pick<Ran, 'started'>): boolean {
  return scope.narrowed.some(({ by }) => by === '--shard');
}

/** What the run as a whole did not ask for. */
function askedFor({ started: { scope } }: Ran): readonly string[] {
  return scope.narrowed.map(({ by, to = [] }) => [by, to.join(',')].filter((part) => part !== '').join(' '));
}

/** What was left out at one target, beside what the run did not ask for. */
function scopeAt(course: Ran, target: string): Scope {
  const preflights = course.preflights.filter((one) => one.target === target);
  const planned = preflights.find((one) => one.planned !== undefined);
  const cases = course.findings.filter((finding) => finding.target === target && finding.fuzz === undefined);
  const ran = cases.filter(wasRun).length;
  if (planned === undefined) return { ran, of: ran, why: ['no case was tried'] };
  const { planned: kept = ran, leftOut = [], withheld = [] } = planned;
  const due = leftOut.reduce((sum, { count }) => sum + count, kept);
  const { of = due } = planned;
  return {
    ran,
    of,
    why: [
      ...withheld.map((place) => `the descriptor leaves out ${place} (claims.${place}: false)`),
      ...budgetSpent(cases),
      ...(ran < due ? [`${due - ran} of the cases that were asked for did not run, or not to their end`] : []),
      ...(due < of && isAskedForAll(course) && withheld.length === 0 ? [`${of - due} cases were left out`] : []),
      ...fuzzingLack(course, target),
    ],
  };
}

function isAskedForAll({ started }: Pick<Ran, 'started'>): boolean {
  return started.scope.narrowed.length === 0;
}

/** A case at a closed place gets a finding although nothing was sent for it, and one that the budget stopped, although too little was. */
function wasRun({ verdict, reason, basis, waiver }: Finding): boolean {
  if (!isUnsure(verdict) || waiver !== undefined) return true;
  if (basis.by === 'blocked' || spentBudget.test(reason)) return false;
  return basis.by !== 'watch' || basis.blocked === undefined;
}

/** How requests beyond the limit of the descriptor are refused. */
const spentBudget = /the budget of \d+ requests is spent/;

function budgetSpent(cases: readonly Finding[]): readonly string[] {
  const spent = cases.flatMap(({ reason }) => spentBudget.exec(reason)?.[0] ?? []);
  return [...new Set(spent)].map((words) => `${words} (limits.maxRequests)`);
}

/** Where the run asked for everything, fuzzing has to come to its end too. */
function fuzzingLack({ started, fuzzed }: Ran, target: string): readonly string[] {
  const own = fuzzed.filter((summary) => summary.target === target);
  if (own.length === 0) return isAskedForAll({ started }) ? ['no fuzzing'] : [];
  return own.flatMap(({ cut, stopped }) => (cut === true ? [`fuzzing ended early: ${stopped}`] : []));
}
