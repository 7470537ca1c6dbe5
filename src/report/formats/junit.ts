import type { RunRecord, RunStarted } from '../../record/schema.ts';
import type { Gate } from '../gate.ts';
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

/**
 * One suite for each section of each target, one for its fuzzing, and one for the run itself where it is less than whole. What counts
 * against the gate is a failure, and nothing else is; what keeps the run from being conclusive is an error.
 */
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
  const name = model.gate.part === undefined ? 'proofmark' : `proofmark (${model.gate.part})`;
  return junit({ name: xmlText(name), ...totals(suites.flatMap(({ cases }) => cases)), suites });
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

/** A run that was killed, judged nothing, could not start or left something out must not look like a passed one to a CI server. */
function runSuites({ gate, started }: ReportModel) {
  const doubts = gate.doubts.map((doubt, index): TestCase => {
    const text = xmlText(doubt);
    return { ...ofRun(`the run is conclusive (${index + 1})`), type: 'error', error: text || 'error', text };
  });
  const cases = [...doubts, ...(gate.tone === 'measured' ? [] : remarkCases(gate, started))];
  return cases.length === 0 ? [] : [{ name: 'run', timestamp: started.startedAt, ...totals(cases), cases }];
}

/** Crashes and new skips have tests of their own; where the gate does not count them, the run has to say that they are there. */
function remarkCases({ remarks }: Gate, { failOn }: RunStarted): readonly TestCase[] {
  const { scope, crashes, newSkips, missing } = remarks;
  const aside = (name: string, remark: string | undefined): readonly TestCase[] =>
    remark === undefined ? [] : [{ ...ofRun(name), skipped: xmlText(remark) }];
  const isAsked = failOn.includes('skip');
  const gone = xmlText(missing ?? '');
  return [
    ...aside('everything that applies was run', scope),
    ...(failOn.includes('crash') ? [] : aside('the server does not crash', crashes)),
    ...(isAsked ? [] : aside('no skip is new', newSkips)),
    ...(isAsked && missing !== undefined
      ? [{ ...ofRun('every case of the base was run'), type: 'skip', failure: gone, text: gone }]
      : aside('every case of the base was run', missing)),
  ];
}

function ofRun(name: string): TestCase {
  return { classname: 'proofmark.run', name, ms: 0, time: seconds(0) };
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
  const { verdict, reason, waiver, news } = view.finding;
  /** The template takes a test with a message for a breach: an empty message must not make a pass. */
  const message = xmlText(reason || verdict);
  if (view.against !== undefined) return { type: view.against, failure: message, text: details(view) };
  switch (view.status) {
    case 'error':
    case 'blocked':
      return { type: verdict, error: message, text: details(view) };
    case 'waived':
      return { skipped: xmlText(`${verdict}, waived: ${waiver?.reason ?? ''}`), output: details(view) };
    case 'skip':
      return { skipped: news === true ? `new: ${message}` : message };
    case 'fail':
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
