import { roleNames } from '../text/role-names.ts';
import type { ReportingDescriptor } from 'sarif';
import type { RequirementRef } from '../../record/schema.ts';
import type { ReportModel } from '../model.ts';
import { markdownText } from '../text/markdown.ts';
import type { RequirementView } from '../views/requirements.ts';
import { message } from './message.ts';

/** GitHub shows no more. */
const maxTags = 10;

/** Each requirement that the run has judged is a rule, by its id: one that binds both servers is one rule. */
export function rulesOf({ requirements }: Pick<ReportModel, 'requirements'>): readonly ReportingDescriptor[] {
  const groups = Map.groupBy(requirements, ({ requirement }) => requirement.id);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [ruleOf(first, group)];
  });
}

function ruleOf({ requirement, spec }: RequirementView, group: readonly RequirementView[]): ReportingDescriptor {
  const { id, section, level, summary } = requirement;
  const href = spec.flatMap((part) => part.href ?? [])[0];
  const severities = group.map((view) => view.requirement.severity);
  const isBreach = severities.includes('fail');
  const where = `${section}, ${level}`;
  const help = group.map((view) => helpOf(view.requirement));
  return {
    id: message(id, 200).text,
    shortDescription: message(summary, 200),
    fullDescription: message(`${where}. ${summary}`, 900),
    ...(href === undefined ? {} : { helpUri: href }),
    help: {
      text: message([where, ...help].join('\n'), 4000).text,
      markdown: [
        href === undefined ? `**${markdownText(where)}**` : `**[${markdownText(where)}](${href})**`,
        ...help.map((line) => `- ${markdownText(line)}`),
        `\`proofmark explain ${/^[\w.:-]+$/.test(id) ? id : '<requirement>'}\` shows its cases.`,
      ].join('\n\n'),
    },
    defaultConfiguration: { level: isBreach ? 'error' : severities.includes('warn') ? 'warning' : 'note' },
    properties: {
      tags: tagsOf(requirement, group),
      precision: 'very-high',
      'problem.severity': isBreach ? 'error' : 'warning',
    },
  };
}

function helpOf({ role, summary, severity, by }: RequirementRef): string {
  const graded = by === undefined ? '' : ` Graded by the profile ${by.profile} (${by.source}).`;
  return `For the ${roleNames[role]}: ${summary} A breach is ${severity === 'info' ? 'a note' : `a ${severity}`}.${graded}`;
}

function tagsOf({ section, level }: RequirementRef, group: readonly RequirementView[]): string[] {
  const tags = ['oauth', 'dpop', level, section, ...group.map(({ requirement }) => roleNames[requirement.role])];
  return [...new Set(tags.map((tag) => message(tag, 100).text))].slice(0, maxTags);
}
