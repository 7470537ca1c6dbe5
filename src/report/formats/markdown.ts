import type { Problem } from '../../record/problem.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import { alike, attention, type FindingView, type ReportOptions, reportModel, type TargetView } from '../model.ts';
import { causesOf, problemsByKey, type ProblemsByKey } from '../views/causes.ts';
import type { ComparisonView } from '../views/comparison.ts';
import { originText, planOps } from '../views/fuzz.ts';
import { remarkLines } from '../gate.ts';
import { headlineOf } from '../headline.ts';
import { markdownCode as code, markdownText as text } from '../text/markdown.ts';
import { type Status, statuses } from '../../verdict/status.ts';

export type MarkdownOptions = ReportOptions & {
  /** Problems, and findings without one, spelled out a target. */
  readonly maxFindings?: number;
  /** GitHub takes step summaries of at most 1 MiB. */
  readonly maxBytes?: number;
};

export const maxSummaryBytes = 1_048_576;

const signs = { good: '✅', partial: '◑', bad: '❌', unsure: '⚠️', measured: '📏' } as const;

/** For a pull request or a GitHub step summary. */
export function renderMarkdown(record: RunRecord, options: MarkdownOptions = {}): string {
  const model = reportModel(record, options);
  const { gate, targets, started, comparisons } = model;
  const columns = statuses.filter((status) => targets.some(({ counts }) => counts[status] > 0));
  const remarks = remarkLines(gate);
  const problems = problemsByKey(record);
  const facts = [`Proofmark ${started.proofmark}`, ...started.profiles, `seed ${started.seed}`, started.startedAt];
  const blocks = [
    `## ${signs[gate.tone]} DPoP conformance: ${text(lowerFirst(gate.title))}`,
    `**${text(headlineOf(model))}**`,
    ...(gate.caveats.length > 0 ? [gate.caveats.map((caveat) => `> ${text(caveat)}`).join('  \n')] : []),
    ...(remarks.length > 0 ? [remarks.map(text).join('  \n')] : []),
    matrix(targets, columns),
    ...targets.flatMap((target) => targetBlocks(target, problems, options.maxFindings ?? 30)),
    ...comparisons.map(comparisonBlock),
    `<sub>${facts.map(text).join(' · ')}</sub>`,
  ];
  return fitting(blocks, options.maxBytes ?? maxSummaryBytes);
}

/** The blocks that fit, in their order; where one is left out, a sentence says so. The headline always stands. */
function fitting(blocks: readonly string[], maxBytes: number): string {
  const whole = `${blocks.join('\n\n')}\n`;
  if (Buffer.byteLength(whole) <= maxBytes) return whole;
  const end = '_This summary was cut: the rest is in the HTML report and in the record._\n';
  let size = Buffer.byteLength(end);
  const kept = blocks.filter((block, index) => {
    size += Buffer.byteLength(block) + 2;
    return index === 0 || size <= maxBytes;
  });
  return `${kept.join('\n\n')}\n\n${end}`;
}

function comparisonBlock(comparison: ComparisonView): string {
  const items = comparison.groups.flatMap(({ title, differences }) =>
    differences
      .slice(0, 20)
      .map(({ change, places, opinion }) => `- **${text(title)}** ${text(change)} — ${text(places)}, ${text(opinion)}`),
  );
  return [`### Comparison`, text(comparison.text), ...(items.length === 0 ? [] : [items.join('\n')])].join('\n\n');
}

function matrix(targets: readonly TargetView[], columns: readonly Status[]): string {
  const rows = targets.map(({ name, counts, tone }) => [
    `${signs[tone]} ${text(name)}`,
    ...columns.map((c) => counts[c]),
  ]);
  const lines = [['target', ...columns], ['---', ...columns.map(() => '--:')], ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** First the problems, then what could not be judged and the new skips, and last what is waived. */
function targetBlocks(target: TargetView, problems: ProblemsByKey, max: number): readonly string[] {
  const causes = causesOf(problems, attention(target));
  const groups = alike(causes.flatMap(({ problem, first }) => (problem === undefined ? [first] : [])));
  const items: readonly Item[] = [
    ...causes.flatMap(({ problem, first, views }) => {
      if (problem === undefined) return [];
      return [{ status: first.status, count: views.length, text: problemItem(problem, first, views) }];
    }),
    ...groups.flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : [{ status: first.status, count: group.length, text: groupItem(group) }];
    }),
  ].toSorted((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status));
  const isWaived = ({ status }: Item): boolean => status === 'waived';
  const blocks = [
    ...itemBlocks(
      items.filter((one) => !isWaived(one)),
      max,
    ),
    ...closed(items.filter(isWaived), max),
    ...target.fuzz.map((fuzz) => `**Fuzzing** ${text(fuzz.text)}`),
  ];
  return blocks.length === 0 ? [] : [`### ${text(target.name)}`, ...blocks];
}

type Item = { readonly status: Status; readonly count: number; readonly text: string };

function itemBlocks(items: readonly Item[], max: number): readonly string[] {
  if (items.length === 0) return [];
  const left = countOf(items.slice(max));
  const shown = items.slice(0, max).map((one) => one.text);
  return [shown.join('\n'), ...(left > 0 ? [`… and ${left} more findings in the HTML report.`] : [])];
}

/** What is waived in one line, which opens. */
function closed(items: readonly Item[], max: number): readonly string[] {
  if (items.length === 0) return [];
  const blocks = [`<details><summary>${countOf(items)} waived</summary>`, ...itemBlocks(items, max), '</details>'];
  return [blocks.join('\n\n')];
}

function countOf(items: readonly Item[]): number {
  return items.reduce((sum, { count }) => sum + count, 0);
}

/** What was seen, what can come of it, and the finding that shows it with the least. */
function problemItem({ id, title, harm, places }: Problem, first: FindingView, views: readonly FindingView[]): string {
  const { finding, label, replay, status } = first;
  const { instance, requirements, reason, waiver } = finding;
  const ids = [id, ...requirements.slice(0, 1).map((one) => one.id)].map(code).join(' · ');
  const shown = views.length === 1 ? code(instance) : `${code(instance)} and ${views.length - 1} more`;
  const where = text(places.join(', '));
  const waived = status === 'waived' && waiver !== undefined ? `  \n  Waived: ${text(waiver.reason)}` : '';
  const lines = [
    `- **${label}** ${text(title)} — ${ids}`,
    `${text(reason)} ${text(harm)}${waived}${foundBy(finding)}`,
    `Shown by ${shown} at ${where}: ${code(replay)}`,
  ];
  return lines.join('  \n  ');
}

function groupItem(group: readonly FindingView[]): string {
  const [first, ...rest] = group;
  if (first === undefined) return '';
  if (rest.length === 0) return item(first);
  const names = group.slice(0, 3).map(({ finding }) => code(finding.instance));
  const others = `${names.join(', ')} and ${group.length - names.length} more`;
  return `- **${first.label}** ${group.length} cases for the same reason: ${text(first.finding.reason)}  \n  ${others}`;
}

function item({ finding, status, label, replay }: FindingView): string {
  const { requirements, instance, reason, waiver, title } = finding;
  const ids = [instance, ...requirements.slice(0, 1).map(({ id }) => id)].map(code).join(' · ');
  const waived = status === 'waived' && waiver !== undefined ? `  \n  Waived: ${text(waiver.reason)}` : '';
  return `- **${label}** ${text(title)} — ${ids}  \n  ${text(reason)}${waived}${foundBy(finding)}  \n  ${code(replay)}`;
}

function foundBy(finding: Finding): string {
  const origin = originText(finding);
  return origin === undefined ? '' : `  \n  ${planOps(finding).map(code).join(' then ')}, ${text(origin)}`;
}

/** Names of targets in it keep their case. */
function lowerFirst(title: string): string {
  return `${title.slice(0, 1).toLowerCase()}${title.slice(1)}`;
}
