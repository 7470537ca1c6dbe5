import { specParts } from '../../report/text/spec-link.ts';
import { type Requirement, provenanceText } from '../../suite/catalogue.ts';
import { casesByRequirement } from '../../suite/coverage.ts';
import { type Exclusion, exclusionKinds, exclusionOf } from '../../suite/exclusion.ts';
import type { Suite } from '../../suite/schema.ts';
import { alignedRows, type Page, wrapped } from '../terminal.ts';

/** Everything that Proofmark demands. */
type Demands = {
  readonly suites: readonly Suite[];
  readonly catalogue: readonly Requirement[];
  readonly exclusions: readonly Exclusion[];
};

/** Explains the rows of one requirement, and lists the cases that cover each. */
export function explainRequirement(
  rows: readonly Requirement[],
  { suites, catalogue, exclusions }: Demands,
  page: Page,
): readonly string[] {
  const covered = casesByRequirement(suites, catalogue);
  const titles = new Map(
    suites.flatMap(({ cases, watches = [], clientCases = [], clientWatches = [] }) =>
      [...cases, ...watches, ...clientCases, ...clientWatches].map(({ id, title }) => [id, title] as const),
    ),
  );
  return rows.flatMap((row, index) => {
    const cases = covered.get(row) ?? [];
    const lines = alignedRows(cases.map((id) => [`  ${id}`, titles.get(id) ?? '']));
    const exclusion = exclusionOf(row, exclusions);
    return [
      ...(index === 0 ? [] : ['']),
      ...requirementLines(row, page),
      ...note('Tested by', row.how, page),
      ...note('Only if', row.precondition, page),
      ...note('Not fully testable', row.testable === 'yes' ? '' : row.why, page),
      ...note('Provenance', provenanceText(row), page),
      page.paint('bold', 'Cases'),
      ...(lines.length === 0 ? noCases(exclusion, page) : lines),
    ];
  });
}

function noCases(exclusion: Exclusion | undefined, { width }: Page): readonly string[] {
  if (exclusion === undefined) return ['  none'];
  const { kind, reason, rows = [] } = exclusion;
  const others = rows.length === 0 ? '' : ` (${rows.join(', ')})`;
  return wrapped(`none: ${exclusionKinds[kind]}${others}. ${reason}`, width, '  ');
}

/** A line with id, grading and section, then the text and its links. */
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
