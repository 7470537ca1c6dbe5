import type { RunRecord } from '../../record/schema.ts';
import { originText, planOps } from '../views/fuzz.ts';
import {
  type FindingView,
  type ReportModel,
  type ReportOptions,
  reportModel,
  type SectionView,
  type TargetView,
} from '../model.ts';
import { plainLines } from '../text/plain.ts';
import { compileTemplate } from '../text/template.ts';

/** One suite for each section of each target, one for its fuzzing, and one for the run itself where something speaks against trusting it. */
export function renderJunit(record: RunRecord, options: ReportOptions = {}): string {
  const model = reportModel(record, options);
  const suites = [
    ...runSuites(model),
    ...model.targets.flatMap((target) => [
      ...target.sections
        .filter((section) => !isOfFuzzing(section))
        .map((section) => sectionSuite(target.name, section, model)),
      ...fuzzSuites(target, model),
    ]),
  ];
  return junit({ ...totals(suites.flatMap(({ cases }) => cases)), suites });
}

const junit = compileTemplate(new URL('./junit.hbs', import.meta.url));

type TestCase = {
  readonly classname: string;
  readonly name: string;
  readonly ms: number;
  readonly time: string;
  readonly type?: string;
  readonly text?: string;
  readonly failure?: string;
  readonly error?: string;
  readonly skipped?: string;
  readonly output?: string;
};

/** A run that was killed, judged nothing or could not start must not look like a passed one to a CI server. */
function runSuites({ gate, started }: ReportModel) {
  if (gate.doubts.length === 0) return [];
  const cases = gate.doubts.map((problem, index): TestCase => ({
    classname: 'proofmark.run',
    name: `the run is conclusive (${index + 1})`,
    ms: 0,
    time: seconds(0),
    type: 'error',
    error: xmlText(problem) || 'error',
    text: xmlText(problem),
  }));
  return [{ name: 'run', timestamp: started.startedAt, ...totals(cases), cases }];
}

function sectionSuite(target: string, { role, section, title, findings }: SectionView, { started }: ReportModel) {
  const name = xmlText(`${target} / ${role} / ${section} ${title}`);
  const cases = findings.map((view) => testCase(`${target}.${role}.${section.replaceAll(/[^\w]+/g, '-')}`, view));
  return { name, timestamp: started.startedAt, ...totals(cases), cases };
}

function isOfFuzzing({ findings }: SectionView): boolean {
  return findings.every(({ finding }) => finding.fuzz !== undefined);
}

/** What was looked for without being named, in a suite of its own; its first test says what was tried. */
function fuzzSuites({ name, fuzz, sections }: TargetView, { started }: ReportModel) {
  const found = sections.filter(isOfFuzzing).flatMap(({ findings }) => findings);
  if (fuzz.length === 0 && found.length === 0) return [];
  const tried = fuzz.map(({ text }): TestCase => {
    const output = xmlText(text);
    return { classname: xmlText(`${name}.fuzzing`), name: 'tries plans of a seed', ms: 0, time: seconds(0), output };
  });
  const cases = [...tried, ...found.map((view) => testCase(`${name}.fuzzing`, view))];
  return [{ name: xmlText(`${name} / fuzzing`), timestamp: started.startedAt, ...totals(cases), cases }];
}

function testCase(classname: string, view: FindingView): TestCase {
  const { title, instance, ms } = view.finding;
  return {
    classname: xmlText(classname),
    name: xmlText(`${title} [${instance}]`),
    ms,
    time: seconds(ms),
    ...result(view),
  };
}

function result(view: FindingView): Partial<TestCase> {
  const { verdict, reason, waiver } = view.finding;
  /** The template takes a test with a message for a breach: an empty message must not make a pass. */
  const message = xmlText(reason || verdict);
  switch (view.status) {
    case 'fail':
      return { type: verdict, failure: message, text: details(view) };
    case 'error':
    case 'blocked':
      return { type: verdict, error: message, text: details(view) };
    case 'waived':
      return { skipped: xmlText(`${verdict}, waived: ${waiver?.reason ?? ''}`), output: details(view) };
    case 'skip':
      return { skipped: message };
    case 'warn':
    case 'note':
      return { output: details(view) };
    case 'pass':
      return {};
    default:
      view.status satisfies never;
      return {};
  }
}

function details({ finding, replay }: FindingView): string {
  const { verdict, reason, requirements, assertions } = finding;
  const origin = originText(finding);
  const lines = [
    `${verdict}: ${reason}`,
    ...requirements.map(({ id, level, summary }) => `${id} (${level}) ${summary}`),
    ...assertions.map(({ requirement, expected, got }) => `${requirement}: expected ${expected}; got ${got}`),
    ...planOps(finding).map((ops) => `plan: ${ops}`),
    ...(origin === undefined ? [] : [origin]),
    `repeat: ${replay}`,
  ];
  return xmlText(lines.join('\n'));
}

/** XML 1.0 §2.2: control characters and the two last code points of the plane cannot stand in a document, escaped or not. */
function xmlText(text: string): string {
  return plainLines(text).replaceAll(/[\uFFFE\uFFFF]/g, '\uFFFD');
}

function totals(cases: readonly TestCase[]) {
  return {
    tests: cases.length,
    failures: cases.filter(({ failure }) => failure !== undefined).length,
    errors: cases.filter(({ error }) => error !== undefined).length,
    skipped: cases.filter(({ skipped }) => skipped !== undefined).length,
    time: seconds(cases.reduce((sum, { ms }) => sum + ms, 0)),
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
