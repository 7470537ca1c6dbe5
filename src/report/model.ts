import type { LeftOut, Obstacle } from '../record/obstacle.ts';
import type { Finding, Preflight, RunRecord, RunStarted, Tone } from '../record/schema.ts';
import type { GateWord, Scope } from '../record/scope.ts';
import { type Gate, gateOf, targetCaveats } from './gate.ts';
import { type CoverageGroup, coverageGroups } from './views/coverage.ts';
import { type ComparisonView, comparisonView } from './views/comparison.ts';
import { fuzzViews, type FuzzView } from './views/fuzz.ts';
import { type RequirementView, requirementViews } from './views/requirements.ts';
import { replayLine } from './text/shell.ts';
import { byStatus } from './status.ts';
import { type Counts, countStatuses, type Status, statusOf } from '../verdict/status.ts';
import { againstBy } from '../verdict/against.ts';
import { isWhole, scopeOfTarget } from '../verdict/scope.ts';
import { errorsOf, missedCases, otherDoubts } from '../verdict/doubts.ts';
import { toneOfTarget } from '../verdict/tone.ts';
import { crashesIn, partText } from './remarks.ts';

export type FindingView = {
  readonly finding: Finding;
  readonly status: Status;
  /** `target/instance`, and the name of its deep link. */
  readonly key: string;
  readonly replay: string;
  /** By which word of the gate it counts against the target. */
  readonly against: GateWord | undefined;
  /** The verdict with what a reader has to know of it: `fail, waived`, `warn, crash`, `skip, new`. */
  readonly label: string;
};

/** The findings of one target and role that belong to one section of the specification, worst first. */
export type SectionView = {
  readonly role: 'as' | 'rs';
  readonly section: string;
  readonly title: string;
  readonly counts: Counts;
  readonly findings: readonly FindingView[];
};

export type TargetView = {
  readonly name: string;
  readonly descriptor: string;
  readonly digest: string;
  readonly roles: readonly ('as' | 'rs')[];
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
  readonly sections: readonly SectionView[];
};

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
  return {
    recordPath,
    started: record.started,
    finished: record.finished,
    gate: gateOf(record),
    counts: countStatuses(record.findings),
    waiting: record.preflights.reduce((sum, { waiting = 0 }) => sum + waiting, 0),
    targets: record.started.targets.map((target) => targetView(record, target, recordPath)),
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

function targetView(record: RunRecord, target: RunStarted['targets'][number], recordPath: string): TargetView {
  const findings = record.findings
    .filter((finding) => finding.target === target.name)
    .toSorted((a, b) => a.index - b.index);
  const preflights = record.preflights.filter((preflight) => preflight.target === target.name);
  const counts = countStatuses(findings);
  const tone = toneOfTarget(record, target.name, record.finished);
  const scope = scopeOfTarget(record, target.name);
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
    sections: sectionViews(record, findings, recordPath),
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

function findingView(finding: Finding, { failOn }: RunStarted, recordPath: string): FindingView {
  const { target, instance } = finding;
  return {
    finding,
    status: statusOf(finding),
    key: `${target}/${instance}`,
    replay: replayLine(recordPath, target, instance),
    against: againstBy(finding, failOn),
    label: labelOf(finding),
  };
}

function labelOf(finding: Finding): string {
  const { verdict, crash, news } = finding;
  const isWaived = statusOf(finding) === 'waived';
  return [verdict, isWaived && 'waived', crash === true && 'crash', news === true && 'new'].filter(Boolean).join(', ');
}
