import { ReportBuilder, type Test, TestBuilder } from 'ctrf';
import type { Problem } from '../../record/problem.ts';
import type { RunRecord } from '../../record/schema.ts';
import { isWhole } from '../../verdict/scope.ts';
import { remarkLines } from '../gate.ts';
import { headlineOf } from '../headline.ts';
import { type FindingView, type ReportModel, type ReportOptions, reportModel, type SectionView } from '../model.ts';
import { harmlessJson } from '../text/harmless-json.ts';
import { cut, plainLines, plainText } from '../text/plain.ts';
import { problemsByKey, type ProblemsByKey } from '../views/causes.ts';

/**
 * Common Test Report Format. What counts against the gate has failed; so has the run itself for each reason why it is not
 * conclusive. What could not be judged is `other`. Nothing has failed exactly where the exit code is 0.
 */
export function renderCtrf(record: RunRecord, options: ReportOptions = {}): string {
  const model = reportModel(record, options);
  const { started, finished } = model;
  const [start, stop] = [started.startedAt, finished?.finishedAt ?? started.startedAt].map((time) => Date.parse(time));
  const builder = new ReportBuilder()
    .runId(line(started.runId))
    .timestamp(finished?.finishedAt ?? started.startedAt)
    .generatedBy(`Proofmark ${line(started.proofmark)}`)
    .tool({ name: 'Proofmark', version: line(started.proofmark) })
    .environment({
      reportName: line(`DPoP conformance: ${model.gate.title}`),
      appName: line(started.targets.map(({ name }) => name).join(', ')),
      ...(started.profiles.length === 0 ? {} : { testEnvironment: line(started.profiles.join(', ')) }),
    })
    .extra(extraOf(model))
    .summaryOverrides({ start: start ?? 0, stop: stop ?? 0 });
  for (const test of testsOf(model, problemsByKey(record))) builder.addTest(test);
  return `${harmlessJson(builder.build(), 1)}\n`;
}

function testsOf(model: ReportModel, problems: ProblemsByKey): readonly Test[] {
  const { targets } = model;
  const found = targets.flatMap(({ name, sections }) =>
    sections.flatMap((section) =>
      section.findings.map((view) => ({
        ...testOf(view, name, section),
        extra: extraOfTest(view, problems.get(view.key)),
      })),
    ),
  );
  // Tests of two runs are never taken for duplicates where their documents are merged.
  return [...runTests(model), ...found].map((test) => ({
    ...test,
    executionId: `${line(model.started.runId)}/${test.testId}`,
  }));
}

/** What no finding shows. */
function runTests({ gate, started }: ReportModel): readonly Test[] {
  const { scope, missing } = gate.remarks;
  const isMissed = started.failOn.includes('skip') && missing !== undefined;
  return [
    ...gate.caveats.map((caveat, index) => runTest(`the run is conclusive (${index + 1})`, 'failed', caveat)),
    ...(scope === undefined || gate.tone === 'measured'
      ? []
      : [runTest('everything that applies was run', 'skipped', scope)]),
    ...(isMissed ? [runTest('every case of the base was run', 'failed', missing)] : []),
  ];
}

function runTest(name: string, status: 'failed' | 'skipped', text: string): Test {
  const id = `run/${name}`;
  const test = new TestBuilder().testId(id).name(name).status(status).duration(0).suite(['run']);
  return test.message(block(text)).build();
}

function testOf(view: FindingView, target: string, { role, section, title }: SectionView): Test {
  const { finding, label, key } = view;
  const { title: name, instance, reason, requirements, place, waiver } = finding;
  const test = new TestBuilder()
    .testId(line(key))
    .name(line(`${name} [${instance}]`))
    .status(ctrfStatus(view))
    .rawStatus(label)
    .duration(Math.round(finding.ms))
    .suite([line(target), role, line(`${section} ${title}`)])
    .tags(requirements.map(({ id }) => line(id)))
    .labels({ role, place: line(place), section: line(section), verdict: finding.verdict });
  if (finding.verdict !== 'pass') {
    test.message(block(waiver === undefined ? reason : `${reason}\nWaived: ${waiver.reason}`)).trace(traceOf(view));
  }
  return test.build();
}

function extraOfTest({ against, replay }: FindingView, problem: Problem | undefined): Record<string, unknown> {
  const shown = problem === undefined ? null : { id: line(problem.id), title: line(problem.title) };
  return { against: against ?? null, problem: shown, replay: line(replay) };
}

function ctrfStatus({ status, against }: FindingView): Test['status'] {
  if (against !== undefined) return 'failed';
  switch (status) {
    case 'error':
    case 'blocked':
      return 'other';
    case 'waived':
    case 'skip':
      return 'skipped';
    case 'fail':
    case 'warn':
    case 'note':
    case 'pass':
      return 'passed';
    default:
      return status satisfies never;
  }
}

function traceOf({ finding: { requirements, assertions }, replay }: FindingView): string {
  const lines = [
    ...requirements.map(({ id, level, section, summary }) => `${id} (${level}, ${section}) ${summary}`),
    ...assertions.map(({ requirement, expected, got }) => `${requirement}: expected ${expected}; got ${got}`),
    `repeat: ${replay}`,
  ];
  return block(lines.join('\n'));
}

function extraOf(model: ReportModel): Record<string, unknown> {
  const { gate, counts, recordPath } = model;
  const { scope, part } = gate;
  return {
    gate: {
      isMet: gate.tone === 'good',
      result: line(gate.title),
      caveats: gate.caveats.map(block),
      remarks: remarkLines(gate).map(block),
    },
    scope: { isWhole: isWhole(scope), text: part === undefined ? null : line(part), ran: scope.ran, of: scope.of },
    headline: line(headlineOf(model)),
    counts,
    record: line(recordPath),
  };
}

function line(text: string): string {
  return plainText(cut(text, 1000));
}

function block(text: string): string {
  return plainLines(cut(text, 8000));
}
