import { specParts } from '../../report/text/spec-link.ts';
import { type Requirement, provenanceText } from '../../suite/catalogue.ts';
import { casesByRequirement } from '../../suite/coverage.ts';
import { type Exclusion, exclusionKinds, exclusionOf } from '../../suite/exclusion.ts';
import type { Suite } from '../../suite/schema.ts';
import { alignedRows, type Page, wrapped } from '../terminal.ts';

/** The rows of one requirement, and the cases that cover each. */
export function explainRequirement(
  rows: readonly Requirement[],
  suites: readonly Suite[],
  catalogue: readonly Requirement[],
  exclusions: readonly Exclusion[],
  page: Page,
): readonly string[] {
  const covered = casesByRequirement(suites, catalogue);
  const titles = new Map(
    suites.flatMap((suite) => [...suite.cases, ...(suite.watches ?? [])].map(({ id, title }) => [id, title] as const)),
  );
  return rows.flatMap((row, index) => {
    const cases = covered.get(row) ?? [];
    const told = alignedRows(cases.map((id) => [`  ${id}`, titles.get(id) ?? '']));
    const exclusion = exclusionOf(row, exclusions);
    return [
      ...(index === 0 ? [] : ['']),
      ...requirementLines(row, page),
      ...note('Tested by', row.how, page),
      ...note('Only if', row.precondition, page),
      ...note('Not fully testable', row.testable === 'yes' ? '' : row.why, page),
      ...note('Provenance', provenanceText(row), page),
      page.paint('bold', 'Cases'),
      ...(told.length === 0 ? noCases(row, exclusion, page) : told),
    ];
  });
}

function noCases({ role }: Requirement, exclusion: Exclusion | undefined, { width }: Page): readonly string[] {
  if (role === 'client') return ['  none: it binds clients'];
  if (exclusion === undefined) return ['  none'];
  const { kind, reason, rows = [] } = exclusion;
  const others = rows.length === 0 ? '' : ` (${rows.join(', ')})`;
  return wrapped(`none: ${exclusionKinds[kind]}${others}. ${reason}`, width, '  ');
}

/** Id, grading and section on a line, then the text and where it stands. */
export function requirementLines(row: Requirement, { paint, width }: Page): readonly string[] {
  const profile = row.profile === 'core' ? '' : `, profile ${row.profile}`;
  const grading = `${row.level}; a breach is graded ${row.severity}${profile}`;
  const links = [row.link ?? [], specParts(row.section).flatMap(({ href }) => href ?? [])].flat();
  return [
    `${paint('bold', row.id)}  ${row.role}  ${grading}  ${paint('dim', row.section)}`,
    ...wrapped(row.summary, width, '  '),
    ...[...new Set(links)].map((link) => `  ${paint('dim', link)}`),
  ];
}

function note(label: string, text: string, { paint, width }: Page): readonly string[] {
  return text === '' ? [] : [paint('bold', label), ...wrapped(text, width, '  ')];
}
