import type { RunRecord } from '../../record/schema.ts';
import { alike, attention, type FindingView, type ReportOptions, reportModel, type TargetView } from '../model.ts';
import type { ComparisonView } from '../views/comparison.ts';
import { originText, planOps } from '../views/fuzz.ts';
import { remarkLines } from '../gate.ts';
import { cut, plainText } from '../text/plain.ts';
import { type Status, statuses } from '../../verdict/status.ts';

export type MarkdownOptions = ReportOptions & {
  /** Findings spelled out a target; GitHub takes step summaries of at most 1 MiB. */
  readonly maxFindings?: number;
};

const signs = { good: '✅', partial: '◑', bad: '❌', unsure: '⚠️', measured: '📏' } as const;

/** For a pull request or a GitHub step summary. */
export function renderMarkdown(record: RunRecord, options: MarkdownOptions = {}): string {
  const { gate, targets, started, comparisons } = reportModel(record, options);
  const columns = statuses.filter((status) => targets.some(({ counts }) => counts[status] > 0));
  const remarks = remarkLines(gate);
  const facts = [`Proofmark ${started.proofmark}`, ...started.profiles, `seed ${started.seed}`, started.startedAt];
  const blocks = [
    `## ${signs[gate.tone]} DPoP conformance: ${text(lowerFirst(gate.title))}`,
    ...(gate.caveats.length > 0 ? [gate.caveats.map((caveat) => `> ${text(caveat)}`).join('  \n')] : []),
    ...(remarks.length > 0 ? [remarks.map(text).join('  \n')] : []),
    matrix(targets, columns),
    ...targets.flatMap((target) => targetBlocks(target, options.maxFindings ?? 30)),
    ...comparisons.map(comparisonBlock),
    `<sub>${facts.map(text).join(' · ')}</sub>`,
  ];
  return `${blocks.join('\n\n')}\n`;
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

function targetBlocks(target: TargetView, max: number): readonly string[] {
  const groups = alike(attention(target));
  const left = groups.slice(max).flat().length;
  const blocks = [
    ...(groups.length === 0 ? [] : [groups.slice(0, max).map(groupItem).join('\n')]),
    ...(left > 0 ? [`… and ${left} more in the HTML report.`] : []),
    ...target.fuzz.map((fuzz) => `**Fuzzing** ${text(fuzz.text)}`),
  ];
  return blocks.length === 0 ? [] : [`### ${text(target.name)}`, ...blocks];
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
  const { requirements, title, instance, reason, waiver } = finding;
  const ids = [instance, ...requirements.slice(0, 1).map(({ id }) => id)].map(code).join(' · ');
  const waived = status === 'waived' && waiver !== undefined ? `  \n  Waived: ${text(waiver.reason)}` : '';
  const origin = originText(finding);
  const found = origin === undefined ? '' : `  \n  ${planOps(finding).map(code).join(' then ')}, ${text(origin)}`;
  return `- **${label}** ${text(title)} — ${ids}  \n  ${text(reason)}${waived}${found}  \n  ${code(replay)}`;
}

/** Names of targets in it keep their case. */
function lowerFirst(title: string): string {
  return `${title.slice(0, 1).toLowerCase()}${title.slice(1)}`;
}

/** What the target says can neither start markup, nor a link, nor mention anybody. */
function text(source: string): string {
  return cut(plainText(source), 400)
    .replaceAll(/[\\`*_{}[\]#|~$]/g, String.raw`\$&`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@<!-- -->')
    .replaceAll(/(?<=https?|ftp|mailto):/gi, '&#58;')
    .replaceAll(/(?<=www)\./gi, '&#46;');
}

/** A code span whose fence is longer than any run of backticks in it (CommonMark §6.1). */
function code(source: string): string {
  const inner = cut(plainText(source), 400);
  const longest = Math.max(0, ...[...inner.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${inner}${fence}` : `${fence} ${inner} ${fence}`;
}
