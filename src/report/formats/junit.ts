import type { RunRecord, RunStarted } from '../../record/schema.ts';
import type { Gate } from '../gate.ts';
import { type ReportModel, type ReportOptions, reportModel, type SectionView, type TargetView } from '../model.ts';
import { propertiesOf } from '../junit/properties.ts';
import { seconds, type TestCase, testCase, totals, uniquelyNamed } from '../junit/test-case.ts';
import { xmlLine, xmlText } from '../junit/xml-text.ts';
import { compileTemplate } from '../text/template.ts';
import { problemsByKey, type ProblemsByKey } from '../views/causes.ts';

/**
 * One suite for each section of each target, one for its fuzzing, and one for the run itself where it is less than whole. What counts
 * against the gate is a failure, and nothing else is; what keeps the run from being conclusive is an error. It keeps to the XSD of
 * Jenkins, where a test has no properties and `skipped` no message: the properties of a suite name the requirements of its tests.
 */
export function renderJunit(record: RunRecord, options: ReportOptions = {}): string {
  const model = reportModel(record, options);
  const known = { ...model, problems: problemsByKey(record) };
  const suites = [
    ...runSuites(model),
    ...model.targets.flatMap((target) => [
      ...target.sections
        .filter((section) => !isOfFuzzing(section))
        .map((section) => sectionSuite(target, section, known)),
      ...fuzzSuites(target, known),
    ]),
  ];
  const name = model.gate.part === undefined ? 'proofmark' : `proofmark (${model.gate.part})`;
  return junit({ name: xmlLine(name), ...totals(suites.flatMap(({ cases }) => cases)), suites });
}

const junit = compileTemplate(new URL('./junit.hbs', import.meta.url));

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

type Known = ReportModel & { readonly problems: ProblemsByKey };

function sectionSuite(target: TargetView, section: SectionView, { started, problems }: Known) {
  const { role, section: number, title, findings } = section;
  const name = xmlLine(`${target.name} / ${role} / ${number} ${title}`);
  const classname = `${target.name}.${role}.${number.replaceAll(/[^\w]+/g, '-')}`;
  const cases = uniquelyNamed(findings.map((view) => testCase(classname, view, problems.get(view.key))));
  const properties = propertiesOf({ ...factsOf(target), role, section: number }, findings, problems);
  return { name, timestamp: started.startedAt, ...totals(cases), properties, cases };
}

/** A descriptor has no version: its digest stands for what was tested. */
function factsOf({ name, descriptor, digest }: TargetView) {
  return { target: name, 'target.descriptor': descriptor, 'target.version': digest };
}

function isOfFuzzing({ findings }: SectionView): boolean {
  return findings.every(({ finding }) => finding.fuzz !== undefined);
}

/** What was looked for without being named, in a suite of its own; its first test says what was tried. */
function fuzzSuites(target: TargetView, { started, problems }: Known) {
  const { name, fuzz, sections } = target;
  const found = sections.filter(isOfFuzzing).flatMap(({ findings }) => findings);
  if (fuzz.length === 0 && found.length === 0) return [];
  const tried = fuzz.map(({ text }): TestCase => {
    const output = xmlText(text);
    return { classname: xmlLine(`${name}.fuzzing`), name: 'tries plans of a seed', ms: 0, time: seconds(0), output };
  });
  const cases = uniquelyNamed([
    ...tried,
    ...found.map((view) => testCase(`${name}.fuzzing`, view, problems.get(view.key))),
  ]);
  const properties = propertiesOf({ ...factsOf(target), section: 'fuzzing' }, found, problems);
  return [{ name: xmlLine(`${name} / fuzzing`), timestamp: started.startedAt, ...totals(cases), properties, cases }];
}
