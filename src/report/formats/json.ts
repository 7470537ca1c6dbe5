import { obstacleInWords } from '../../verdict/obstacle-words.ts';
import type { Problem } from '../../record/problem.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import type { GateWord, Scope } from '../../record/scope.ts';
import { isWhole } from '../../verdict/scope.ts';
import { remarkLines } from '../gate.ts';
import { headlineOf } from '../headline.ts';
import { type Result, summaryVersion } from '../json/result-schema.ts';
import { harmlessJson } from '../text/harmless-json.ts';
import { problemsByKey } from '../views/causes.ts';
import { type FindingView, type ReportModel, type ReportOptions, reportModel, type TargetView } from '../model.ts';

/**
 * The run without its exchanges, as one JSON document for programs; they are in the record, by the ids named here. Its schema is
 * published beside its source, as `src/report/json/result.schema.json`.
 */
export function renderJson(record: RunRecord, options: ReportOptions = {}): string {
  return `${harmlessJson(summaryOf(record, options), 2)}\n`;
}

export function summaryOf(record: RunRecord, options: ReportOptions = {}): Result {
  const model = reportModel(record, options);
  const { gate, counts, targets, requirements } = model;
  const problems = problemsByKey(record);
  const findings = targets.flatMap(({ sections }) => sections.flatMap((section) => section.findings));
  return {
    summaryVersion,
    headline: headlineOf(model),
    run: runSummary(model),
    gate: gateSummary(gate, findings),
    scope: scopeSummary(gate.scope, gate.part),
    counts,
    targets: targets.map(targetSummary),
    requirements: requirements.map(({ requirement, spec, results }) => ({
      ...requirement,
      links: spec.flatMap(({ href }) => href ?? []),
      results,
    })),
    comparisons: record.comparisons.map(({ type: _, ...comparison }) => comparison),
    problems: [...new Set(problems.values())].map(({ waived, ...problem }) => ({
      ...problem,
      isWaived: waived === true,
    })),
    findings: findings.map((view) => findingSummary(view, problems.get(view.key))),
  };
}

function runSummary({ started, finished, recordPath }: ReportModel): Result['run'] {
  const { type: _type, recordVersion: _version, targets: _targets, scope: asked, ...run } = started;
  return {
    ...run,
    asked,
    record: recordPath,
    finishedAt: finished?.finishedAt ?? null,
    ended: finished?.ended ?? 'killed',
    exitCode: finished?.exitCode ?? null,
    staleWaivers: finished?.staleWaivers ?? [],
  };
}

function gateSummary(gate: ReportModel['gate'], findings: readonly FindingView[]) {
  const { tone, title: result, caveats } = gate;
  return { isMet: tone === 'good', result, against: againstIn(findings), caveats, remarks: remarkLines(gate) };
}

function scopeSummary(scope: Scope, part: string | undefined) {
  return { isWhole: isWhole(scope), text: part ?? null, ...scope };
}

/** How many findings count against the gate, by what they are. */
function againstIn(findings: readonly FindingView[]): Readonly<Record<GateWord, number>> {
  const count = (word: GateWord): number => findings.filter(({ against }) => against === word).length;
  return { fail: count('fail'), warn: count('warn'), crash: count('crash'), skip: count('skip') };
}

function targetSummary(view: TargetView) {
  const { fuzz, sections: _sections, others: _others, tone, scope, part, ...shown } = view;
  const { problems: _problems, rulesBroken: _rules, waived: _waived, ...target } = shown;
  const warnings = target.warnings.map(obstacleInWords);
  const fuzzing = fuzz.map(({ summary: { type: _type, target: _target, ...summary }, tried, unstable }) => ({
    ...summary,
    tried,
    unstable,
  }));
  return { ...target, warnings, isGood: tone === 'good', scope: scopeSummary(scope, part), fuzzing };
}

function findingSummary({ finding, status, against, replay }: FindingView, problem: Problem | undefined) {
  const { target, instance, role, place, suite, section, title, verdict, attribution, reason, ms } = finding;
  const { assertions, exchanges, requirements } = finding;
  return {
    target,
    instance,
    case: finding.case,
    suite,
    section,
    role,
    place,
    title,
    verdict,
    isWaived: status === 'waived',
    waiver: waiverSummary(finding),
    against: against ?? null,
    problem: problem?.id ?? null,
    isCrash: finding.crash === true,
    isNewSkip: finding.news === true,
    attribution: attribution ?? null,
    reason,
    // Their role is the finding's own.
    requirements: requirements.map(({ id }) => id),
    assertions,
    exchanges,
    ...(finding.fuzz === undefined ? {} : { fuzz: finding.fuzz, plan: finding.plan }),
    replay,
    ms,
  };
}

function waiverSummary({ waiver }: Finding) {
  if (waiver === undefined) return null;
  const { reason, owner = null, link = null, expires = null } = waiver;
  return { reason, owner, link, expires };
}
