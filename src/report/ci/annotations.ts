import type { RunRecord } from '../../record/schema.ts';
import { seenTitle } from '../../verdict/problems/seen-title.ts';
import { remarkLines } from '../gate.ts';
import { headlineOf } from '../headline.ts';
import { alike, type FindingView, type ReportModel, type ReportOptions, reportModel } from '../model.ts';
import { cut, plainText } from '../text/plain.ts';
import { type Cause, causesOf, problemsByKey } from '../views/causes.ts';
import { type PlaceInFile, placeInFile } from '../views/place-in-file.ts';
import { reportedFindings, unjudgedFindings } from '../views/reported.ts';

/** GitHub shows so many of each kind for a step. */
const maxOfKind = 10;

type Kind = 'error' | 'warning' | 'notice';
type Annotation = { readonly kind: Kind; readonly at: PlaceInFile; readonly title: string; readonly text: string };

/**
 * Workflow commands of GitHub Actions, a line each: the headline of the run, then at most ten errors and ten warnings with it.
 * An annotation is for a problem with all that shows it. Errors are what counts against the gate and what could not be judged.
 */
export function renderAnnotations(record: RunRecord, options: ReportOptions = {}): string {
  const model = reportModel(record, options);
  const headline = headAnnotation(model);
  const open = reportedFindings(model).filter(({ status }) => status !== 'waived');
  const found = [
    ...causesOf(problemsByKey(record), open).map((cause) => causeAnnotation(cause, model)),
    ...alike(unjudgedFindings(model)).map((group) => unjudgedAnnotation(group, model)),
  ];
  const ofKind = (kind: Kind): readonly Annotation[] =>
    bounded(
      [headline, ...found].filter((annotation) => annotation.kind === kind),
      headline,
    );
  const all = [...ofKind('notice'), ...ofKind('error'), ...ofKind('warning')];
  return all.map((annotation) => `${command(annotation)}\n`).join('');
}

const headlineKinds = {
  good: 'notice',
  partial: 'warning',
  bad: 'error',
  unsure: 'error',
  measured: 'notice',
} as const;

function headAnnotation(model: ReportModel): Annotation {
  const { gate, started } = model;
  const text = [gate.title, headlineOf(model), ...gate.doubts, ...remarkLines(gate)].slice(0, 20).join('\n');
  const at = placeInFile(started, { target: started.targets[0]?.name ?? '' });
  return { kind: headlineKinds[gate.tone], at, title: 'DPoP conformance', text };
}

/** One for each problem: what was seen, what can come of it, and the finding that shows it best. */
function causeAnnotation({ problem, first, views }: Cause, model: ReportModel): Annotation {
  const { finding, label, replay } = first;
  const { target, instance, reason } = finding;
  const more = views.length === 1 ? '' : ` and ${views.length - 1} more`;
  const lines = [reason, problem?.harm ?? '', `${instance}${more}`, replay];
  return {
    kind: views.some(({ against }) => against !== undefined) || finding.verdict === 'fail' ? 'error' : 'warning',
    at: placeInFile(model.started, finding),
    title: `${target}: ${label}: ${problem?.title ?? seenTitle(finding)}`,
    text: lines.filter((line) => line !== '').join('\n'),
  };
}

function unjudgedAnnotation(group: readonly FindingView[], model: ReportModel): Annotation {
  const [first] = group;
  if (first === undefined) throw new RangeError('a group has a finding');
  const { target, instance, reason, title } = first.finding;
  const more = group.length === 1 ? '' : ` and ${group.length - 1} more for the same reason`;
  return {
    kind: 'error',
    at: placeInFile(model.started, first.finding),
    title: `${target}: ${first.label}: ${title}`,
    text: `${reason}\n${instance}${more}\n${first.replay}`,
  };
}

/** The first of a kind; where there are more than fit, the last one says how many are left out. */
function bounded(all: readonly Annotation[], { at }: Annotation): readonly Annotation[] {
  const [first] = all;
  if (first === undefined || all.length <= maxOfKind) return all;
  const left = all.length - (maxOfKind - 1);
  const rest = { kind: first.kind, at, title: `${left} more`, text: `${left} more are in the reports.` };
  return [...all.slice(0, maxOfKind - 1), rest];
}

function command({ kind, at: { file, line }, title, text }: Annotation): string {
  const lines = text.split('\n').map((part) => plainText(cut(part, 600)));
  const where = file === '' ? '' : `file=${property(file)},line=${line},`;
  return `::${kind} ${where}title=${property(title)}::${data(lines.join('\n'))}`;
}

/** As the runner of GitHub Actions reads it back. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(plainText(cut(text, 300)))
    .replaceAll(':', '%3A')
    .replaceAll(',', '%2C');
}
