import type { LeftOut, Obstacle } from '../record/obstacle.ts';
import type { Problem } from '../record/problem.ts';
import type { Finding, Preflight, RunRecord, RunStarted, Tone } from '../record/schema.ts';
import type { Scope } from '../record/scope.ts';
import { type Gate, gateOf, targetCaveats } from './gate.ts';
import { type CoverageGroup, coverageGroups } from './views/coverage.ts';
import { type ComparisonView, comparisonView } from './views/comparison.ts';
import { type FindingView, findingView } from './views/finding.ts';
import { fuzzViews, type FuzzView } from './views/fuzz.ts';
import { type ProblemView, problemViews } from './views/problems.ts';
import { type RequirementView, requirementViews } from './views/requirements.ts';
import { byStatus } from './status.ts';
import { type Counts, countStatuses, type Status } from '../verdict/status.ts';
import { isWhole, scopeOfTarget } from '../verdict/scope.ts';
import { errorsOf, missedCases, otherDoubts } from '../verdict/doubts.ts';
import { problemsOf } from '../verdict/problems/problems.ts';
import { toneOfTarget } from '../verdict/tone.ts';
import { crashesIn, partText } from './remarks.ts';
import { waivedText } from './waived.ts';

/** The findings of one target and role that belong to one section of the specification, worst first. */
export type SectionView = {
  readonly role: 'as' | 'rs' | 'client';
  readonly section: string;
  readonly title: string;
  readonly counts: Counts;
  readonly findings: readonly FindingView[];
};

export type TargetView = {
  readonly name: string;
  readonly descriptor: string;
  readonly digest: string;
  readonly roles: readonly ('as' | 'rs' | 'client')[];
  readonly counts: Counts;
  readonly tone: Tone;
  readonly scope: Scope;
  /** What was run of it, where that was not everything. */
  readonly part: string | undefined;
  readonly isCrashing: boolean;
  readonly caveats: readonly string[];
  /** Those without the errors. */
  readonly others: readonly string[];
  /** What kept all of it, or some places, from being judged. */
  readonly errors: readonly Obstacle[];
  readonly facts: Preflight['facts'];
  readonly warnings: readonly Obstacle[];
  readonly leftOut: readonly LeftOut[];
  readonly fuzz: readonly FuzzView[];
  /** Its breaches by their cause, worst first, waived ones last. */
  readonly problems: readonly ProblemView[];
  /** Requirements with a breach that counts as `fail` and that nobody answers for. */
  readonly rulesBroken: number;
  /** How many waived findings there are, and what is to be known of their waivers. */
  readonly waived: string | undefined;
  readonly sections: readonly SectionView[];
};

export type { FindingView } from './views/finding.ts';

export type ReportModel = {
  readonly recordPath: string;
  readonly started: RunStarted;
  readonly finished: RunRecord['finished'];
  readonly gate: Gate;
  readonly counts: Counts;
  /** Cases that wait in real time, and were not asked for. */
  readonly waiting: number;
  readonly targets: readonly TargetView[];
  readonly requirements: readonly RequirementView[];
  readonly coverage: readonly CoverageGroup[];
  readonly comparisons: readonly ComparisonView[];
};

export type ReportOptions = {
  /** Where the record stands, for the replay lines. */
  readonly recordPath?: string;
};

/** What every report is rendered from. */
export function reportModel(record: RunRecord, { recordPath = 'record.ndjson' }: ReportOptions = {}): ReportModel {
  const requirements = requirementViews(record.findings);
  const problems = problemsOf(record);
  return {
    recordPath,
    started: record.started,
    finished: record.finished,
    gate: gateOf(record),
    counts: countStatuses(record.findings),
    waiting: record.preflights.reduce((sum, { waiting = 0 }) => sum + waiting, 0),
    targets: record.started.targets.map((target) => targetView(record, target, { recordPath, problems, requirements })),
    requirements,
    coverage: coverageGroups(record, requirements),
    comparisons: record.comparisons.map(comparisonView),
  };
}

/** Unwaived findings that somebody has to look at, new skips, and the waived findings; worst first. */
export function attention(target: TargetView): readonly FindingView[] {
  const calm: readonly Status[] = ['note', 'pass', 'skip'];
  const findings = target.sections.flatMap((section) => section.findings);
  const isShown = ({ status, finding }: FindingView): boolean => !calm.includes(status) || finding.news === true;
  return findings.filter(isShown).toSorted((a, b) => byStatus(a.finding, b.finding));
}

const alikeFrom = 4;

/** One group for all that could not be judged, or did not apply, for one reason, where they are many; each other finding by itself. */
export function alike(views: readonly FindingView[]): readonly (readonly FindingView[])[] {
  const groups = Map.groupBy(views, ({ status, finding, key }) =>
    status === 'blocked' || status === 'error' || status === 'skip' ? `${status} ${finding.reason}` : key,
  );
  return [...groups.values()].flatMap((group) => (group.length < alikeFrom ? group.map((view) => [view]) : [group]));
}

type Shared = {
  readonly recordPath: string;
  readonly problems: readonly Problem[];
  readonly requirements: readonly RequirementView[];
};

function targetView(record: RunRecord, target: RunStarted['targets'][number], shared: Shared): TargetView {
  const findings = record.findings
    .filter((finding) => finding.target === target.name)
    .toSorted((a, b) => a.index - b.index);
  const preflights = record.preflights.filter((preflight) => preflight.target === target.name);
  const counts = countStatuses(findings);
  const tone = toneOfTarget(record, target.name, record.finished);
  const scope = scopeOfTarget(record, target.name);
  const sections = sectionViews(record, findings, shared.recordPath);
  const views = new Map(sections.flatMap((section) => section.findings.map((view) => [view.key, view] as const)));
  return {
    name: target.name,
    descriptor: target.descriptor,
    digest: target.digest,
    roles: target.roles,
    counts,
    tone,
    scope,
    part: isWhole(scope) || tone === 'measured' ? undefined : partText(scope),
    isCrashing: crashesIn(findings).length > 0,
    caveats: targetCaveats(record, target.name),
    others: [...otherDoubts(record, target.name), ...missedCases(record.findings, target.name)],
    errors: errorsOf(record.preflights, target.name),
    facts: preflights.flatMap(({ facts }) => facts),
    warnings: preflights.flatMap(({ obstacles }) => obstacles.filter(({ severity }) => severity === 'warning')),
    leftOut: preflights.flatMap(({ leftOut = [] }) => leftOut),
    fuzz: fuzzViews(record, target.name),
    problems: problemViews(
      shared.problems.filter((problem) => problem.target === target.name),
      views,
    ),
    rulesBroken: shared.requirements.filter(({ results }) =>
      results.some((result) => result.target === target.name && result.status === 'fail'),
    ).length,
    waived: waivedText(findings, record.started.today),
    sections,
  };
}

/** In the order of role, then of the suites. */
function sectionViews(
  { started }: RunRecord,
  findings: readonly Finding[],
  recordPath: string,
): readonly SectionView[] {
  const groups = Map.groupBy(findings, ({ role, section, suiteTitle }) => JSON.stringify([role, section, suiteTitle]));
  const sections = [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const views = group.toSorted(byStatus).map((finding) => findingView(finding, started, recordPath));
    return [
      {
        role: first.role,
        section: first.section,
        title: first.suiteTitle,
        counts: countStatuses(group),
        findings: views,
      },
    ];
  });
  return sections.toSorted((a, b) => a.role.localeCompare(b.role));
}
