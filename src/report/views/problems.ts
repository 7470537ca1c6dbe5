import type { Problem } from '../../record/problem.ts';
import type { RequirementRef } from '../../record/schema.ts';
import type { Status } from '../../verdict/status.ts';
import { counted } from '../text/counted.ts';
import type { FindingView } from './finding.ts';
import { type SpecPart, specParts } from '../text/spec-link.ts';

/** Findings that come of one cause, as reports show them. */
export type ProblemView = {
  readonly problem: Problem;
  /** `target/id`, unique in the run. */
  readonly key: string;
  readonly status: Status;
  /** The verdict, with `waived` where somebody answers for all of it. */
  readonly label: string;
  /** The smallest evidence first. */
  readonly findings: readonly FindingView[];
  readonly lead: FindingView;
  /** The broken rules, the hardest first, and where they stand. */
  readonly rules: readonly { readonly requirement: RequirementRef; readonly spec: readonly SpecPart[] }[];
  /** How many findings show it, at which places, and how many of these are waived. */
  readonly extent: string;
};

/** @param views all findings of the run, by `target/instance` */
export function problemViews(
  problems: readonly Problem[],
  views: ReadonlyMap<string, FindingView>,
): readonly ProblemView[] {
  return problems.flatMap((problem) => {
    const findings = problem.findings.flatMap((instance) => views.get(`${problem.target}/${instance}`) ?? []);
    const [lead] = findings;
    if (lead === undefined) return [];
    const isWaived = problem.waived === true;
    return [
      {
        problem,
        key: `${problem.target}/${problem.id}`,
        status: isWaived ? ('waived' as const) : problem.verdict,
        label: isWaived ? `${problem.verdict}, waived` : problem.verdict,
        findings,
        lead,
        rules: rulesOf(problem, findings),
        extent: extentOf(problem, findings),
      },
    ];
  });
}

/** Whether a rule that the server must keep is broken and answered for, whatever else the problem has. */
export function hasWaivedFail({ findings }: Pick<ProblemView, 'findings'>): boolean {
  return findings.some(({ status, finding }) => status === 'waived' && finding.verdict === 'fail');
}

function rulesOf({ requirements }: Problem, findings: readonly FindingView[]): ProblemView['rules'] {
  const known = findings.flatMap(({ finding }) => finding.requirements);
  return requirements.flatMap((id) => {
    const requirement = known.find((row) => row.id === id);
    return requirement === undefined ? [] : [{ requirement, spec: specParts(requirement.section) }];
  });
}

function extentOf({ places, waived }: Problem, findings: readonly FindingView[]): string {
  const answered = findings.filter(({ status }) => status === 'waived').length;
  const some = waived !== true && answered > 0 ? `, ${answered} of them waived` : '';
  return `${counted(findings.length, 'case')} at ${places.join(', ')}${some}`;
}
