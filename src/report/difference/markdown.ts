import type { RunDifference } from '../../verdict/difference/difference.ts';
import { markdownCode as code, markdownText as text } from '../text/markdown.ts';
import { type ChangeGroup, type ChangeView, differenceView } from './view.ts';

const signs = { worse: '❌', unsure: '⚠️', calm: '◑', good: '✅' } as const;
const max = 50;

/** A comparison of two runs for a pull request or a step summary. */
export function renderDifferenceMarkdown(difference: RunDifference): string {
  const { headline, standing, sides, caveats, targets } = differenceView(difference);
  const blocks = [
    `## ${signs[standing]} DPoP conformance, compared`,
    `**${text(headline)}**`,
    ...(caveats.length === 0 ? [] : [caveats.map((caveat) => `> ${text(caveat)}`).join('  \n')]),
    ...targets.flatMap(({ name, groups, remarks }) => [
      ...(targets.length > 1 ? [`### ${text(name)}`] : []),
      ...groups.map(groupBlock),
      ...(remarks.length === 0 ? [] : [remarks.map((remark) => `- ${text(remark)}`).join('\n')]),
    ]),
    sides.map((side) => `<sub>${side.name}: ${text(side.text)}</sub>`).join('  \n'),
  ];
  // Printed in a step of GitHub Actions, `##[` would begin one of its older commands.
  return `${blocks.join('\n\n').replaceAll('##[', '## [')}\n`;
}

function groupBlock({ kind, title, changes }: ChangeGroup): string {
  const items = changes.slice(0, max).map(changeItem);
  const more = changes.length > max ? [`… and ${changes.length - max} more.`] : [];
  const list = [items.join('\n'), ...more].join('\n\n');
  if (kind === 'same') return `<details><summary>${title}: ${changes.length}</summary>\n\n${list}\n\n</details>`;
  return `**${title}**\n\n${list}`;
}

function changeItem({ status, title, id, details }: ChangeView): string {
  return `- **${status}** ${text(title)} — ${code(id)}  \n  ${text(details.join(' · '))}`;
}
