import type { Problem } from '../../record/problem.ts';
import type { RunRecord } from '../../record/schema.ts';
import { problemsOf } from '../../verdict/problems/problems.ts';
import type { FindingView } from '../model.ts';

/** Findings that come of one cause, the one that shows it best first. Without a problem, a finding by itself. */
export type Cause = { readonly problem?: Problem; readonly first: FindingView; readonly views: readonly FindingView[] };

/** The problem that each breach shows, by the key of its finding. */
export type ProblemsByKey = ReadonlyMap<string, Problem>;

export function problemsByKey(record: Pick<RunRecord, 'findings' | 'started'>): ProblemsByKey {
  return new Map(
    problemsOf(record).flatMap((problem) =>
      problem.findings.map((instance) => [`${problem.target}/${instance}`, problem] as const),
    ),
  );
}

/** These findings by their causes, in the order of the first finding of each. */
export function causesOf(problems: ProblemsByKey, views: readonly FindingView[]): readonly Cause[] {
  const groups = Map.groupBy(views, ({ key }) => problems.get(key) ?? key);
  return [...groups].flatMap(([problem, group]) => {
    const own = typeof problem === 'string' ? group : inOrder(problem, group);
    const [first] = own;
    if (first === undefined) return [];
    return [{ first, views: own, ...(typeof problem === 'string' ? {} : { problem }) }];
  });
}

function inOrder({ findings }: Problem, views: readonly FindingView[]): readonly FindingView[] {
  const places = new Map(findings.map((instance, index) => [instance, index]));
  const placeOf = ({ finding }: FindingView): number => places.get(finding.instance) ?? findings.length;
  return views.toSorted((a, b) => placeOf(a) - placeOf(b));
}
