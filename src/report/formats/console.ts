import { styleText } from 'node:util';
import type { Obstacle } from '../../record/obstacle.ts';
import { obstacleDetails } from '../../verdict/obstacle-words.ts';
import type { Finding, RunRecord, Tone } from '../../record/schema.ts';
import {
  alike,
  attention,
  type FindingView,
  type ReportModel,
  type ReportOptions,
  reportModel,
  type TargetView,
} from '../model.ts';
import type { ComparisonView } from '../views/comparison.ts';
import { originText, planOps } from '../views/fuzz.ts';
import { remarkLines } from '../gate.ts';
import { cut, plainText } from '../text/plain.ts';
import { countsInWords } from '../status.ts';
import type { Status } from '../../verdict/status.ts';

export type ConsoleOptions = ReportOptions & {
  /** Whether to colour: the caller knows the stream and `NO_COLOR`. */
  readonly color?: boolean;
  /** Findings spelled out a target; the rest is counted. */
  readonly maxFindings?: number;
};

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** The end of a run on the terminal, without a final line feed. */
export function renderConsole(record: RunRecord, options: ConsoleOptions = {}): string {
  const model = reportModel(record, options);
  const paint: Paint = (style, text) =>
    options.color === true ? styleText(style, text, { validateStream: false }) : text;
  const targets = model.targets.map((target) => targetBlock(target, paint, options.maxFindings ?? 50));
  const comparisons = model.comparisons.map((comparison) =>
    comparisonBlock(comparison, paint, options.maxFindings ?? 50),
  );
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

function targetBlock(target: TargetView, paint: Paint, max: number): string {
  const head = `${paint('bold', line(target.name))}  ${paint(toneStyles[target.tone], countsInWords(target.counts))}`;
  const groups = alike(attention(target));
  const left = groups.slice(max).flat().length;
  return [
    head,
    ...target.errors.map((obstacle) => obstacleBlock(obstacle, paint)),
    ...target.warnings.map((obstacle) => obstacleBlock(obstacle, paint)),
    ...groups.slice(0, max).map((group) => groupBlock(group, paint)),
    ...(left > 0 ? [`  … and ${left} more: see the HTML report or the record`] : []),
    ...target.fuzz.map(({ text }) => `  ${paint('bold', 'fuzzing')}  ${line(text)}`),
  ].join('\n');
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

function groupBlock(group: readonly FindingView[], paint: Paint): string {
  const [first, ...rest] = group;
  if (first === undefined) return '';
  if (rest.length === 0) return findingBlock(first, paint);
  const names = group.slice(0, 3).map(({ finding }) => line(finding.instance));
  return [
    `  ${paint(statusStyles[first.status], first.label)}  ${group.length} cases for the same reason`,
    `      ${line(first.finding.reason)}`,
    `      ${paint('dim', `${names.join(', ')} and ${group.length - names.length} more`)}`,
    `      ${paint('dim', line(first.replay))}`,
  ].join('\n');
}

function findingBlock({ finding, status, label, replay }: FindingView, paint: Paint): string {
  const { requirements, instance, title, reason, waiver } = finding;
  const [requirement] = requirements;
  return [
    `  ${paint(statusStyles[status], label)}  ${line(title)}`,
    `      ${paint('dim', [line(instance), ...(requirement ? [line(requirement.id)] : [])].join(' · '))}`,
    `      ${line(reason)}`,
    ...fuzzLines(finding).map((text) => `      ${line(text)}`),
    ...(status === 'waived' && waiver ? [`      waived: ${line(waiver.reason)}`] : []),
    `      ${paint('dim', line(replay))}`,
  ].join('\n');
}

function comparisonBlock({ text, groups }: ComparisonView, paint: Paint, max: number): string {
  const blocks = groups.flatMap(({ title, differences }) => [
    `  ${paint('bold', line(title))}`,
    ...differences
      .slice(0, max)
      .flatMap(({ places, change, opinion, plan, cells, alike }) => [
        `    ${line(change)}`,
        `        ${line(`${places} · ${opinion}${alike > 0 ? ` · ${alike} more alike` : ''}`)}`,
        `        ${paint('dim', line(cells.join(', ')))}`,
        `        ${paint('dim', `plan: ${line(plan)}`)}`,
      ]),
    ...(differences.length > max ? [`    … and ${differences.length - max} more: see the HTML report`] : []),
  ]);
  return [`${paint('bold', 'comparison')}  ${line(text)}`, ...blocks].join('\n');
}

/** Nobody wrote this case down: the lines show what is broken, the changes as data, and how it was found. */
function fuzzLines(finding: Finding): readonly string[] {
  const origin = originText(finding);
  if (origin === undefined) return [];
  const broken = finding.requirements.map(({ level, section, summary }) => `${level} (${section}): ${summary}`);
  return [...broken, ...planOps(finding).map((ops) => `plan: ${ops}`), origin];
}

function gateBlock({ gate, counts }: ReportModel, paint: Paint): string {
  const caveats = gate.others.map((caveat) => `  ${paint('yellow', '!')} ${line(caveat)}`);
  const remarks = remarkLines(gate).map((text) => `  ${paint('yellow', '·')} ${line(text)}`);
  const headline = `${paint('bold', paint(toneStyles[gate.tone], line(gate.title)))}: ${countsInWords(counts)}`;
  return [headline, ...caveats, ...remarks].join('\n');
}

/** What the target says must not write to the terminal, nor fill it. */
function line(text: string): string {
  return cut(plainText(text), 500);
}
