import type { Finding, RunRecord } from '../../record/schema.ts';
import { type FindingView, type ReportModel, type ReportOptions, reportModel, type TargetView } from '../model.ts';

/** Of the summary document. Members may be added within a version; none is renamed, retyped or removed. */
const summaryVersion = 2;

/** The run without its exchanges, as one JSON document for programs; they are in the record, by the ids named here. */
export function renderJson(record: RunRecord, options: ReportOptions = {}): string {
  const comparisons = record.comparisons.map(({ type: _type, ...comparison }) => comparison);
  return `${JSON.stringify(summaryOf(reportModel(record, options), comparisons), undefined, 2)}\n`;
}

export function summaryOf(model: ReportModel, comparisons: readonly object[] = []) {
  const { started, finished, gate, counts, targets, requirements, recordPath } = model;
  const { type: _type, recordVersion: _version, targets: _targets, ...run } = started;
  return {
    summaryVersion,
    run: {
      ...run,
      record: recordPath,
      finishedAt: finished?.finishedAt ?? null,
      ended: finished?.ended ?? 'killed',
      exitCode: finished?.exitCode ?? null,
      staleWaivers: finished?.staleWaivers ?? [],
    },
    gate: { isMet: gate.tone === 'good', result: gate.title, problems: gate.problems },
    counts,
    targets: targets.map(targetSummary),
    requirements: requirements.map(({ requirement, spec, results }) => ({
      ...requirement,
      links: spec.flatMap(({ href }) => href ?? []),
      results,
    })),
    comparisons,
    findings: targets.flatMap(({ sections }) => sections.flatMap(({ findings }) => findings.map(findingSummary))),
  };
}

function targetSummary({ name, descriptor, digest, roles, counts, tone, problems, facts, warnings, fuzz }: TargetView) {
  const fuzzing = fuzz.map(({ summary: { type: _type, target: _target, ...summary }, tried, unstable }) => ({
    ...summary,
    tried,
    unstable,
  }));
  return { name, descriptor, digest, roles, counts, isGood: tone === 'good', problems, facts, warnings, fuzzing };
}

function findingSummary({ finding, status, replay }: FindingView) {
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
  return waiver === undefined ? null : { reason: waiver.reason, expires: waiver.expires ?? null };
}
