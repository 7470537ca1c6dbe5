import { isAsked, type Profile } from '../suite/profile.ts';
import type { Requirement } from '../suite/catalogue.ts';
import { alignedRows, type Page, type Paint, wrapped } from './terminal.ts';

/** One line a profile: what it adds and what it changes. */
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
  const parts = [
    ...(profile.id !== 'core' && added > 0 ? [`${added} requirements more`] : []),
    ...(profile.changes.length > 0 ? [`${profile.changes.length} graded otherwise`] : []),
  ];
  return [profile.id, profile.title, paint('dim', parts.join(', '))];
}

function addedRows(profile: Profile, catalogue: readonly Requirement[]): readonly Requirement[] {
  return catalogue.filter((row) => row.role !== 'client' && row.profile !== 'core' && isAsked(row, [profile]));
}

/** A profile as a page: where it stands, what it adds, leaves out and grades otherwise, each with its source. */
export function explainProfile(
  profile: Profile,
  catalogue: readonly Requirement[],
  { paint, width }: Page,
): readonly string[] {
  const summaryOf = (id: string) => catalogue.find((row) => row.id === id)?.summary ?? '';
  const gradeOf = (id: string) => catalogue.find((row) => row.id === id)?.default_severity ?? '';
  const told = (id: string, rest: string, source: string) => [
    `  ${id}  ${rest}`,
    ...wrapped(summaryOf(id), width, '    '),
    ...wrapped(source, width, '    ').map((text) => paint('dim', text)),
  ];
  const added = profile.id === 'core' ? [] : addedRows(profile, catalogue);
  return [
    `${paint('bold', profile.id)}  ${profile.title}`,
    `  ${paint('dim', profile.link)}`,
    ...block(
      'Asks for',
      alignedRows(added.map(({ id, level, default_severity: grade, summary }) => [`  ${id}`, level, grade, summary])),
      paint,
    ),
    ...block(
      'Leaves out',
      profile.without.flatMap(({ requirement, source }) => told(requirement, '', source)),
      paint,
    ),
    ...block(
      'Grades otherwise',
      profile.changes.flatMap(({ requirement, severity, source }) =>
        told(requirement, `${severity}, not ${gradeOf(requirement)}`, source),
      ),
      paint,
    ),
    '',
    `proofmark run <target> --profile ${profile.id}`,
  ];
}

function block(heading: string, lines: readonly string[], paint: Paint): readonly string[] {
  return lines.length === 0 ? [] : ['', paint('bold', heading), ...lines];
}
