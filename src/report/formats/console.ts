import { styleText } from 'node:util';
import type { Obstacle } from '../../record/obstacle.ts';
import type { RequirementRef, RunRecord, Tone } from '../../record/schema.ts';
import { obstacleDetails } from '../../verdict/obstacle-words.ts';
import type { Status } from '../../verdict/status.ts';
import { remarkLines } from '../gate.ts';
import { scopeLine, targetHeadline } from '../headline.ts';
import {
  alike,
  attention,
  type FindingView,
  type ReportModel,
  type ReportOptions,
  reportModel,
  type TargetView,
} from '../model.ts';
import { countsInWords } from '../status.ts';
import { cut, plainText } from '../text/plain.ts';
import type { ComparisonView } from '../views/comparison.ts';
import { originText, planOps } from '../views/fuzz.ts';
import { counted } from '../text/counted.ts';
import { waiverText } from '../text/waiver.ts';
import type { ProblemView } from '../views/problems.ts';

/** `quiet`: the last line only. `normal`: problems. `verbose`: each finding that somebody may have to look at too. */
export type Loudness = 'quiet' | 'normal' | 'verbose';

export type ConsoleOptions = ReportOptions & {
  readonly color?: boolean;
  readonly loudness?: Loudness;
  /** Problems, and findings, spelled out a target. */
  readonly maxFindings?: number;
};

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;
type Tint = { readonly paint: Paint; readonly loudness: Loudness; readonly max: number };

/** The summary that a terminal shows: the causes, and what to do next. */
export function renderConsole(record: RunRecord, options: ConsoleOptions = {}): string {
  const model = reportModel(record, options);
  const paint: Paint = (style, text) =>
    options.color === true ? styleText(style, text, { validateStream: false }) : text;
  const { loudness = 'normal', maxFindings: max = 50 } = options;
  if (loudness === 'quiet') return gateLine(model, paint);
  const tint = { paint, loudness, max };
  const targets = model.targets.map((target) => targetBlock(target, tint));
  const comparisons = model.comparisons.map((comparison) => comparisonBlock(comparison, tint));
  return [...targets, ...comparisons, gateBlock(model, paint)].join('\n\n');
}

const toneStyles: Readonly<Record<Tone, Style>> = {
  good: 'green',
  partial: 'cyan',
  bad: 'red',
  unsure: 'yellow',
  measured: 'cyan',
};

const statusStyles: Readonly<Record<Status, Style>> = {
  fail: ['red', 'bold'],
  error: ['magenta', 'bold'],
  blocked: ['magenta', 'bold'],
  warn: ['yellow', 'bold'],
  waived: 'dim',
  note: 'cyan',
  pass: 'green',
  skip: 'dim',
};

function targetBlock(target: TargetView, tint: Tint): string {
  const { paint, loudness, max } = tint;
  const isVerbose = loudness === 'verbose';
  const shown = target.problems.filter(({ status }) => isVerbose || status !== 'waived');
  const unjudged = alike(attention(target).filter(isLeftToShow));
  return [
    paint(['bold', ...[toneStyles[target.tone]].flat()], line(targetHeadline(target))),
    ...target.errors.map((obstacle) => obstacleBlock(obstacle, paint)),
    ...target.warnings.map((obstacle) =>
      isVerbose ? obstacleBlock(obstacle, paint) : `  ${paint('yellow', 'warning')}  ${line(brief(obstacle))}`,
    ),
    ...shown.slice(0, max).map((problem) => problemBlock(problem, tint)),
    ...(shown.length > max ? [`  … and ${counted(shown.length - max, 'more problem')}: see the HTML report`] : []),
    ...unjudged.slice(0, max).map((group) => groupBlock(group, paint)),
    ...(unjudged.length > max ? [`  … and ${unjudged.slice(max).flat().length} more: see the HTML report`] : []),
    ...(target.waived === undefined ? [] : [`  ${paint('dim', line(target.waived))}`]),
    ...(isVerbose || target.scope.ran === 0
      ? target.fuzz.map(({ text }) => `  ${paint('bold', 'fuzzing')}  ${line(text)}`)
      : []),
  ].join('\n');
}

/** Problems show the breaches; what could not be judged, and new skips, belong to none. */
function isLeftToShow({ status, finding }: FindingView): boolean {
  return status === 'blocked' || status === 'error' || finding.news === true;
}

/** A warning in a line: what is wrong, and what to do. */
function brief({ message, fix }: Obstacle): string {
  return fix === undefined ? message : `${message}; fix: ${fix}`;
}

/** What is wrong, then where to look, what the server said, and what to do. */
function obstacleBlock(obstacle: Obstacle, paint: Paint): string {
  const { severity, message } = obstacle;
  const style: Style = severity === 'error' ? ['red', 'bold'] : 'yellow';
  const width = Math.max(...obstacleDetails(obstacle).map(([name]) => name.length));
  return [
    `  ${paint(style, severity)}  ${line(message)}`,
    ...obstacleDetails(obstacle).map(([name, text]) => `      ${paint('dim', name.padEnd(width))}  ${line(text)}`),
  ].join('\n');
}

/** A problem that counts is spelled out; a warning is a line, with the command that shows more of it. */
function problemBlock(view: ProblemView, { paint, loudness }: Tint): string {
  const { problem, status, label, lead, rules, extent, findings } = view;
  const head = `  ${paint(statusStyles[status], label)}  ${line(lead.seen)}`;
  const isBrief = loudness !== 'verbose' && lead.against === undefined;
  if (isBrief) return `${head}  ${paint('dim', `${line(problem.id)} · ${extent} · ${line(lead.finding.instance)}`)}`;
  const [rule] = rules;
  return [
    head,
    `      ${paint('dim', [line(problem.id), extent, ...(rule === undefined ? [] : [ruleText(rule.requirement)])].join(' · '))}`,
    `      ${line(problem.harm)}`,
    ...(loudness === 'verbose' ? findings.flatMap((one) => findingLines(one, paint)) : findingLines(lead, paint)),
  ].join('\n');
}

function ruleText({ level, section, id }: RequirementRef): string {
  return line(`${level}, ${section} (${id})`);
}

function findingLines({ finding, seen, status, label, replay }: FindingView, paint: Paint): readonly string[] {
  const { reason, waiver, instance } = finding;
  return [
    `      ${line(instance)}: ${line(reason)}`,
    ...fuzzLines(finding).map((text) => `      ${line(text)}`),
    ...(label === 'fail' || label === 'warn' ? [] : [`      ${line(label)}: ${line(seen)}`]),
    ...(status === 'waived' && waiver ? [`      waived: ${line(waiverText(waiver))}`] : []),
    `      ${paint('dim', line(replay))}`,
  ];
}

function groupBlock(group: readonly FindingView[], paint: Paint): string {
  const [first, ...rest] = group;
  if (first === undefined) return '';
  const title = rest.length === 0 ? line(first.finding.title) : `${group.length} cases for the same reason`;
  const names = group.slice(0, 3).map(({ finding }) => line(finding.instance));
  const more = group.length > 3 ? ` and ${group.length - 3} more` : '';
  return [
    `  ${paint(statusStyles[first.status], first.label)}  ${title}`,
    `      ${line(first.finding.reason)}`,
    `      ${paint('dim', `${names.join(', ')}${more}`)}`,
    `      ${paint('dim', line(first.replay))}`,
  ].join('\n');
}

function comparisonBlock({ text, groups }: ComparisonView, { paint, max }: Tint): string {
  const blocks = groups.flatMap(({ title, differences }) => [
    `  ${paint('bold', line(title))}`,
    ...differences
      .slice(0, max)
      .flatMap(({ places, change, opinion, plan, cells, alike: others }) => [
        `    ${line(change)}`,
        `        ${line(`${places} · ${opinion}${others > 0 ? ` · ${others} more alike` : ''}`)}`,
        `        ${paint('dim', line(cells.join(', ')))}`,
        `        ${paint('dim', `plan: ${line(plan)}`)}`,
      ]),
    ...(differences.length > max ? [`    … and ${differences.length - max} more: see the HTML report`] : []),
  ]);
  return [`${paint('bold', 'comparison')}  ${line(text)}`, ...blocks].join('\n');
}

/** Nobody wrote this case down: the lines show the changes as data, and how it was found. */
function fuzzLines(finding: FindingView['finding']): readonly string[] {
  const origin = originText(finding);
  return origin === undefined ? [] : [...planOps(finding).map((ops) => `plan: ${ops}`), origin];
}

function gateBlock(model: ReportModel, paint: Paint): string {
  const { gate, started } = model;
  const caveats = gate.others.map((caveat) => `  ${paint('yellow', '!')} ${line(caveat)}`);
  const remarks = remarkLines(gate).map((text) => `  ${paint('yellow', '·')} ${line(text)}`);
  // Where it is not the whole, a remark and the last line say so.
  const isWhole = gate.part === undefined && gate.tone !== 'measured';
  const scope = isWhole ? [`  ${paint('dim', line(scopeLine(gate.scope, started)))}`] : [];
  return [...caveats, ...remarks, ...scope, gateLine(model, paint)].join('\n');
}

/** The last line, the same in every loudness: the gate, the exit code, the counts. */
function gateLine({ gate, counts, finished }: ReportModel, paint: Paint): string {
  const code = finished === undefined ? '' : `, exit ${finished.exitCode}`;
  return `${paint('bold', paint(toneStyles[gate.tone], line(gate.title)))}${code}: ${countsInWords(counts)}`;
}

/** What the target says must not write to the terminal, nor fill it. */
function line(text: string): string {
  return cut(plainText(text), 500);
}
