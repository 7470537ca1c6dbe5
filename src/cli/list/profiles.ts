import { isAsked, type Profile, type SeverityChange } from '../../suite/profile.ts';
import type { Requirement } from '../../suite/catalogue.ts';
import { isRow } from '../../suite/row-ref.ts';
import { alignedRows, type Page, type Paint, wrapped } from '../terminal.ts';

/** A line for each profile: how much it adds and changes. */
export function profileLines(
  profiles: readonly Profile[],
  catalogue: readonly Requirement[],
  paint: Paint,
): readonly string[] {
  const of = (kind: Profile['kind']) =>
    profiles.filter((profile) => profile.kind === kind).map((profile) => line(profile, catalogue, paint));
  const lines = alignedRows([...of('standard'), ...of('product')]);
  return lines;
}

function line(profile: Profile, catalogue: readonly Requirement[], paint: Paint): readonly string[] {
  const added = addedRows(profile, catalogue).length;
  const changed = catalogue.filter((row) => profile.changes.some((change) => isRow(row, change))).length;
  const parts = [
    ...(profile.id !== 'core' && added > 0 ? [`${added} requirements more`] : []),
    ...(changed > 0 ? [`${changed} graded otherwise`] : []),
  ];
  return [profile.id, profile.title, paint('dim', parts.join(', '))];
}

function addedRows(profile: Profile, catalogue: readonly Requirement[]): readonly Requirement[] {
  return catalogue.filter((row) => row.role !== 'client' && row.profile !== 'core' && isAsked(row, [profile]));
}

/** Explains a profile on a page: its link, what it adds, leaves out and grades otherwise, each with its source. */
export function explainProfile(profile: Profile, catalogue: readonly Requirement[], page: Page): readonly string[] {
  const { paint } = page;
  const added = profile.id === 'core' ? [] : addedRows(profile, catalogue);
  return [
    `${paint('bold', profile.id)}  ${profile.title}`,
    `  ${paint('dim', profile.link)}`,
    ...block(
      'Asks for',
      alignedRows(added.map(({ id, role, level, severity, summary }) => [`  ${id}`, role, level, severity, summary])),
      paint,
    ),
    ...block(
      'Leaves out',
      profile.without.flatMap((left) => shown(left, catalogue, page)),
      paint,
    ),
    ...block(
      'Grades otherwise',
      profile.changes.flatMap((change) => shown(change, catalogue, page)),
      paint,
    ),
    '',
    `proofmark run <target> --profile ${profile.id}`,
  ];
}

/** A row that a profile leaves out or grades otherwise, with the source. */
function shown(
  change: Profile['without'][number] | SeverityChange,
  catalogue: readonly Requirement[],
  { paint, width }: Page,
): readonly string[] {
  const rows = catalogue.filter((row) => isRow(row, change));
  const [row] = rows;
  if (row === undefined) return [];
  const roles = rows.map(({ role }) => role).join(' ');
  const grading = 'severity' in change ? `  ${change.severity}, not ${row.severity}` : '';
  return [
    `  ${row.id}  ${roles}${grading}`,
    ...wrapped(row.summary, width, '    '),
    ...wrapped(change.source, width, '    ').map((text) => paint('dim', text)),
  ];
}

function block(heading: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : ['', paint('bold', heading), ...lines];
}
