import { matchesGlob } from 'node:path';
import type { Finding, RunRecord, RunStarted, Waiver } from '../record/schema.ts';
import type { Base } from '../record/scope.ts';

type Target = RunStarted['targets'][number];

type Skipped = Pick<Finding, 'case' | 'instance' | 'target' | 'verdict' | 'reason' | 'fuzz'>;

/** Whether a skip is news: there is something by which to know, and it does not have this one. */
export function isNewSkip(finding: Skipped, { waivers = [], base }: Target, isWaived: boolean): boolean {
  if (finding.verdict !== 'skip' || finding.fuzz !== undefined || isWaived) return false;
  const hasList = base !== undefined || waivers.some(({ verdict }) => verdict === 'skip');
  return hasList && (base === undefined || isNewAgainst(base, finding.instance));
}

/** A partial base has not come to every case: only what it judged is known to be skipped anew. */
function isNewAgainst({ skipped, judged, partial }: Base, instance: string): boolean {
  return partial === true ? judged.includes(instance) : !skipped.includes(instance);
}

/** An expected skip may name many cases at once, and hold for one reason only. */
export function concernsSkip({ case: pattern = '', because }: Waiver, finding: Skipped): boolean {
  return isCaseNamed(pattern, finding) && (because === undefined || finding.reason.includes(because));
}

/** By its id, by case and place, or by the whole name; `*` is any text. */
export function isCaseNamed(pattern: string, { case: id, instance }: Pick<Finding, 'case' | 'instance'>): boolean {
  return [id, instance, instance.replace(/~.*$/, '')].some((name) =>
    pattern.includes('*') ? matchesGlob(name, pattern) : name === pattern,
  );
}

/** What the base judged at a target, and this run has no finding for. Says nothing where the run was narrowed or cut short. */
export function missingAt(
  { started, preflights, findings }: Pick<RunRecord, 'started' | 'preflights' | 'findings'>,
  target: string,
): readonly string[] {
  const base = started.targets.find(({ name }) => name === target)?.base;
  const planned = preflights.find((one) => one.target === target && one.planned !== undefined)?.planned;
  if (base === undefined || planned === undefined || started.scope.narrowed.some(leavesCasesOut)) return [];
  const own = findings.filter((finding) => finding.target === target && finding.fuzz === undefined);
  const has = new Set(own.map(({ instance }) => instance));
  return own.length < planned ? [] : base.judged.filter((instance) => !has.has(instance));
}

function leavesCasesOut({ by }: RunStarted['scope']['narrowed'][number]): boolean {
  return by !== '--no-fuzz';
}
