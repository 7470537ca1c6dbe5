import { statuses } from '../../verdict/status.ts';
import type { FindingView, ReportModel } from '../model.ts';

/** What another tool lists of a run: what counts against the gate, breaches that do not, and what is waived; worst first. */
export function reportedFindings({ targets }: Pick<ReportModel, 'targets'>): readonly FindingView[] {
  return everyFinding(targets)
    .filter(({ against, status }) => against !== undefined || ['fail', 'warn', 'waived'].includes(status))
    .toSorted((a, b) => rank(a) - rank(b));
}

/** What could not be judged, and that nobody answers for; without what counts against the gate all the same. */
export function unjudgedFindings({ targets }: Pick<ReportModel, 'targets'>): readonly FindingView[] {
  return everyFinding(targets).filter(
    ({ against, status }) => against === undefined && (status === 'blocked' || status === 'error'),
  );
}

function everyFinding(targets: ReportModel['targets']): readonly FindingView[] {
  return targets.flatMap(({ sections }) => sections.flatMap(({ findings }) => findings));
}

function rank({ against, status }: FindingView): number {
  return (against === undefined ? statuses.length : 0) + statuses.indexOf(status);
}
