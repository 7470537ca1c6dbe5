import type { Finding, RunFinished } from '../record/schema.ts';
import { type Course, errorsOf, isTargetJudged } from './doubts.ts';
import { belowMark } from './coverage-mark.ts';
import { exitCodeOf } from './exit-code.ts';
import { isShard, scopeOfRun, scopeOfTarget } from './scope.ts';
import { problemsOf } from './problems/problems.ts';
import { missingAt } from './skips.ts';
import { countStatuses, countVerdicts } from './status.ts';
import { toneOfRun, toneOfTarget } from './tone.ts';
import { matchWaivers } from './waivers.ts';

export type Conclusion = Omit<RunFinished, 'type' | 'finishedAt' | 'message'>;

/** What a run comes to, by what its record holds. */
export function conclude(course: Course, ended: RunFinished['ended']): Conclusion {
  const { started, findings, preflights, fuzzed, comparisons } = course;
  const names = started.targets.map(({ name }) => name);
  const staleWaivers = ended === 'interrupted' || isShard(course) ? [] : staleOf(course);
  const lost = [...fuzzed.flatMap((summary) => summary.lost ?? []), ...comparisons.flatMap((one) => one.lost)];
  const exitCode = exitCodeOf({
    findings,
    failOn: started.failOn,
    missing: names.flatMap((name) => missingAt(course, name)).length,
    staleWaivers: staleWaivers.length,
    ended,
    unjudged: names.filter((name) => !isTargetJudged(course, name)).length,
    problems:
      names.flatMap((name) => errorsOf(preflights, name)).length +
      names.flatMap((name) => belowMark(course, name) ?? []).length +
      lost.length,
  });
  return {
    ended,
    exitCode,
    tone: toneOfRun(course, { ended, exitCode, staleWaivers }),
    counts: countVerdicts(findings),
    waived: countStatuses(findings).waived,
    problems: [...problemsOf(course)],
    staleWaivers,
    scope: scopeOfRun(course),
    targets: names.map((name) => ({
      name,
      tone: toneOfTarget(course, name, { ended }),
      scope: scopeOfTarget(course, name),
    })),
  };
}

/** An interrupted run has not come to every case: it shows no waiver to be stale. */
function staleOf({ started: { targets, today, scope }, findings }: Course): string[] {
  return targets.flatMap(({ name, waivers = [] }) => {
    const own: readonly Finding[] = findings.filter(({ target }) => target === name);
    return [...matchWaivers(waivers, own, today, scope.narrowed.length === 0).stale];
  });
}
